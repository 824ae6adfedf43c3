package gate

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"huashu/core/pack"
	"huashu/core/packs"
	"huashu/server"
	"huashu/wasm"
	"huashu/wasm/host"
)

// module is compiled once for all tests.
var module = sync.OnceValue(func() *Gate { return New(wasm.Module, host.Limits{}) })

// each runs a test with either gate: both must say the same.
func each(t *testing.T, test func(t *testing.T, g server.Gate)) {
	t.Run("module", func(t *testing.T) { test(t, module()) })
	t.Run("direct", func(t *testing.T) { test(t, Direct{}) })
}

func TestGateAdmitsTheDefaultPack(t *testing.T) {
	each(t, func(t *testing.T, g server.Gate) {
		report, err := g.Admit(context.Background(), packs.Default())
		if err != nil {
			t.Fatal(err)
		}
		if report.Rules == 0 || report.Examples < 4*report.Rules || report.Took == 0 {
			t.Errorf("got %+v, want at least four examples a rule", report)
		}
	})
}

func TestGateIsReadyOnceItsModuleIsCompiled(t *testing.T) {
	g := New(wasm.Module, host.Limits{})
	next := <-g.ready // which comes when it is
	if !g.Ready() {
		t.Error("not ready")
	}
	g.ready <- next
	if broken := New([]byte("no module"), host.Limits{}); (<-broken.ready).err == nil || broken.Ready() {
		t.Error("ready with a module that cannot be compiled")
	}
}

func TestGateTellsTheMemoryOfTheModule(t *testing.T) {
	report, err := module().Admit(context.Background(), packs.Default())
	if err != nil || report.Memory == 0 {
		t.Errorf("got %+v, %v", report, err)
	}
}

func TestGateNamesTheExampleThatFails(t *testing.T) {
	shop, err := pack.Read(fstest.MapFS{
		"pack.yaml": {Data: []byte("pack: shop\ntitle: 店\nversion: 1.0.0\ncategories: [{id: shop.word, title: 店规}]\n")},
		"rules/word.yaml": {Data: []byte(`rules:
  - id: shop.word
    category: shop.word
    severity: warning
    title: 店规用词
    message: 换一个词
    why: 店里不这么说。
    source: 店规
    match: {terms: [库存]}
    examples:
      bad: ["[[库存]]还有", "[[货源]]还有"]
      good: ["现在有货", "今天可以发出"]
`)},
	}, "shop")
	if err != nil {
		t.Fatal(err)
	}
	stack, err := packs.Sources()
	if err != nil {
		t.Fatal(err)
	}
	compiled, err := packs.Build(append(stack, shop)...)
	if err != nil {
		t.Fatal(err)
	}
	each(t, func(t *testing.T, g server.Gate) {
		_, err := g.Admit(context.Background(), compiled)
		if !errors.Is(err, server.ErrGate) || !strings.Contains(err.Error(), "rule shop.word: examples.bad[1]") {
			t.Errorf("got %v, want a refusal that names the second bad example", err)
		}
	})
}

func TestGateRefuses(t *testing.T) {
	for _, tt := range []struct {
		name string
		pack []byte
		want string
	}{
		{"what is no pack", []byte("HSPACK nonsense"), "pack"},
		{"nothing", nil, "pack"},
		{"a pack that is cut off", packs.Default()[:1000], "pack"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			each(t, func(t *testing.T, g server.Gate) {
				_, err := g.Admit(context.Background(), tt.pack)
				if !errors.Is(err, server.ErrGate) || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("got %v, want a refusal with %q", err, tt.want)
				}
			})
		})
	}
}

func TestGateRefusesWhatExceedsItsLimits(t *testing.T) {
	ctx := context.Background()
	slow := New(wasm.Module, host.Limits{Call: time.Microsecond})
	if _, err := slow.Admit(ctx, packs.Default()); !errors.Is(err, server.ErrGate) {
		t.Errorf("out of time: got %v, want a refusal", err)
	}
}

func TestGateIsNotToBlameWhenTheCallerLeaves(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	each(t, func(t *testing.T, g server.Gate) {
		if _, err := g.Admit(ctx, packs.Default()); err == nil || errors.Is(err, server.ErrGate) {
			t.Errorf("got %v, want an error that leaves the pack alone", err)
		}
	})
}
