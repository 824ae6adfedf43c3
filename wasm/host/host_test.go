package host_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"huashu/core"
	"huashu/core/chat"
	"huashu/core/engine"
	"huashu/core/pack"
	"huashu/core/packs"
	"huashu/wasm"
	"huashu/wasm/host"
)

func open(t *testing.T, limits host.Limits) *host.Engine {
	t.Helper()
	e, err := host.New(context.Background(), wasm.Module, limits)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return e
}

// TestGolden holds the engine under wazero to the findings and intents it gives
// natively, byte for byte. Chromium is held to the same lines by the end-to-end tests.
func TestGolden(t *testing.T) {
	ctx := context.Background()
	native, err := engine.Open(packs.Default())
	if err != nil {
		t.Fatal(err)
	}
	hosted := open(t, host.Limits{})
	if _, err := hosted.Load(ctx, packs.Default()); err != nil {
		t.Fatal(err)
	}
	lines, findings := 0, 0
	for id, text := range golden(t) {
		want := native.Check(text, core.Context{})
		got, err := hosted.Check(ctx, text)
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		if w, g := encode(t, want), encode(t, got); !bytes.Equal(w, g) {
			t.Fatalf("first difference at %s %q\nnative %s\nwazero %s", id, text, w, g)
		}
		intents, err := hosted.Intents(ctx, text)
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		if w, g := encode(t, native.Intents(text)), encode(t, intents); !bytes.Equal(w, g) {
			t.Fatalf("first difference in intents at %s %q\nnative %s\nwazero %s", id, text, w, g)
		}
		lines++
		findings += len(want)
	}
	if lines < 300 || findings < 200 {
		t.Errorf("golden corpus has %d lines with %d findings, want at least 300 and 200", lines, findings)
	}
}

// TestGoldenSuggestions holds suggestions under wazero to the native ones.
func TestGoldenSuggestions(t *testing.T) {
	ctx := context.Background()
	native, err := engine.Open(packs.Default())
	if err != nil {
		t.Fatal(err)
	}
	hosted := open(t, host.Limits{})
	if _, err := hosted.Load(ctx, packs.Default()); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile("../testdata/golden-suggest.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.Split(bytes.TrimSpace(raw), []byte("\n"))
	for _, line := range lines {
		var in struct {
			ID       string
			Messages core.Chat
			Context  json.RawMessage
		}
		var scene core.Scene
		if err := errors.Join(json.Unmarshal(line, &in), json.Unmarshal(in.Context, &scene)); err != nil {
			t.Fatal(err)
		}
		var events []chat.Event
		for _, m := range in.Messages {
			events = append(events, chat.Event{Kind: chat.Said, Role: m.Role, T: m.T, Text: m.Text})
		}
		native.SetShop(scene.Front)
		want, err := native.Suggest(chat.ReduceAll(chat.State{}, events), scene.Visit)
		if err != nil {
			t.Fatal(err)
		}
		if err := hosted.SetShop(ctx, in.Context); err != nil {
			t.Fatal(err)
		}
		got, err := hosted.Suggest(ctx, events, in.Context)
		if err != nil {
			t.Fatalf("%s: %v", in.ID, err)
		}
		if w, g := encode(t, want), encode(t, got); !bytes.Equal(w, g) {
			t.Fatalf("%s:\nnative %s\nwazero %s", in.ID, w, g)
		}
		if len(want) == 0 {
			t.Errorf("%s: nothing is suggested", in.ID)
		}
	}
	if len(lines) < 50 {
		t.Errorf("golden corpus has %d chats, want at least 50", len(lines))
	}
}

// golden yields the lines of the golden corpus.
func golden(t *testing.T) func(func(id, text string) bool) {
	raw, err := os.ReadFile("../testdata/golden.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	return func(yield func(id, text string) bool) {
		in := bufio.NewScanner(bytes.NewReader(raw))
		in.Buffer(nil, 1<<20)
		for in.Scan() {
			var line struct{ ID, Text string }
			if err := json.Unmarshal(in.Bytes(), &line); err != nil {
				t.Fatal(err)
			}
			if !yield(line.ID, line.Text) {
				return
			}
		}
	}
}

func encode(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestSelfTestUnderWazero(t *testing.T) {
	ctx := context.Background()
	e := open(t, host.Limits{})
	if _, err := e.Load(ctx, packs.Default()); err != nil {
		t.Fatal(err)
	}
	run, failures, err := e.SelfTest(ctx)
	if err != nil || run == 0 || len(failures) > 0 {
		t.Errorf("ran %d examples, failures %v, error %v", run, failures, err)
	}
}

func TestRefusedPackLeavesTheLastOneInUse(t *testing.T) {
	ctx := context.Background()
	e := open(t, host.Limits{})
	if _, err := e.Load(ctx, packs.Default()); err != nil {
		t.Fatal(err)
	}
	broken := packs.Default()
	broken[0] = 'x'
	if _, err := e.Load(ctx, broken); !errors.Is(err, core.ErrPack) {
		t.Errorf("broken pack: error %v, want core.ErrPack", err)
	}
	findings, err := e.Check(ctx, "你好")
	if err != nil || len(findings) != 1 {
		t.Errorf("after the refusal: findings %v, error %v", findings, err)
	}
}

// A delta makes the same bytes in the module as it does natively.
func TestRebuild(t *testing.T) {
	ctx := context.Background()
	stack, err := packs.Sources()
	if err != nil {
		t.Fatal(err)
	}
	shop, err := pack.Read(fstest.MapFS{
		"pack.yaml": {Data: []byte("pack: shop\ntitle: 小店\nversion: 1.0.0\n")},
		"rules.yaml": {Data: []byte(`rules:
  - {id: shop.deal, category: filler, severity: hint, title: t, message: m, why: w, source: s, match: {terms: [便宜点]},
     examples: {bad: ["[[便宜点]]", "[[便宜点]]吧"], good: [好, 行]}}
`)},
	}, "shop")
	if err != nil {
		t.Fatal(err)
	}
	want, err := packs.Build(append(stack, shop)...)
	if err != nil {
		t.Fatal(err)
	}
	delta, err := pack.Delta(packs.Default(), want)
	if err != nil {
		t.Fatal(err)
	}
	e := open(t, host.Limits{Memory: 128 << 20})
	got, err := e.Rebuild(ctx, packs.Default(), delta)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("the module rebuilt other bytes")
	}
	t.Logf("a delta of %d bytes for a pack of %d; %d bytes of memory", len(delta), len(want), e.Memory())
	if _, err := e.Rebuild(ctx, packs.Default(), []byte(`{"delta":1,"patch":[{"op":"remove","path":"/records/rules/-1"}]}`)); !errors.Is(err, core.ErrPack) {
		t.Errorf("a delta that leads nowhere: got %v, want ErrPack", err)
	}
}

func TestLimits(t *testing.T) {
	t.Run("time", func(t *testing.T) {
		e := open(t, host.Limits{Call: time.Nanosecond})
		if _, err := e.Load(context.Background(), packs.Default()); !errors.Is(err, host.ErrTrap) {
			t.Errorf("error %v, want host.ErrTrap", err)
		}
	})
	t.Run("memory", func(t *testing.T) {
		e := open(t, host.Limits{Memory: 24 << 20})
		_, err := e.Load(context.Background(), packs.Default())
		if err != nil {
			t.Fatal(err)
		}
		if _, err = e.Check(context.Background(), strings.Repeat("你", 8<<20)); !errors.Is(err, host.ErrTrap) {
			t.Errorf("error %v, want host.ErrTrap", err)
		}
	})
}
