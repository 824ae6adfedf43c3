package engine_test

import (
	"errors"
	"testing"

	"huashu/core"
	"huashu/core/chat"
	"huashu/core/engine"
	"huashu/core/packs"
	"huashu/core/text"
)

func open(t testing.TB) *engine.Engine {
	t.Helper()
	e, err := engine.Open(packs.Default())
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestShippedExamplesHold(t *testing.T) {
	run, failures, err := open(t).SelfTest()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range failures {
		t.Error(f)
	}
	if run < 50 {
		t.Errorf("only %d examples ran", run)
	}
}

func TestCheck(t *testing.T) {
	e := open(t)
	var got []string
	for _, f := range e.Check("你好，这个价格不能再便宜了", core.Context{}) {
		got = append(got, f.Category+" "+f.Text)
	}
	want := []string{"address.nin 你好", "refusal.apology 不能再便宜", "refusal.negation 不能再便宜"}
	if len(got) != len(want) {
		t.Fatalf("finds %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("finding %d is %q, want %q", i, got[i], want[i])
		}
	}
}

func TestContext(t *testing.T) {
	e := open(t)
	count := func(ctx core.Context) int { return len(e.Check("这款包邮的哦", ctx)) }
	if n := count(core.Context{}); n != 0 {
		t.Errorf("default: %d findings in a good reply", n)
	}
	if n := count(core.Context{Profile: "strict"}); n != 1 {
		t.Errorf("strict: %d findings, want the softener", n)
	}
	if n := len(e.Check("你好", core.Context{Role: core.Buyer})); n != 0 {
		t.Errorf("the buyer's words are not the agent's: %d findings", n)
	}
	off := e.Check("你好", core.Context{})[0].Rule
	e.Configure(core.Context{}, []string{off})
	for _, f := range e.Findings(e.CheckUnits(text.Encode("你好")), text.Encode("你好")) {
		if f.Rule == off {
			t.Errorf("%s is switched off, but finds %q", off, f.Text)
		}
	}
}

func TestReadChatGivesTheLimitsOfTheProfile(t *testing.T) {
	want := chat.Limits{Golden: 6, First: 15, Reply: 20, Platform: 180}
	if got := open(t).ReadChat(chat.State{}, core.Context{Profile: "default"}).Limits; got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestOffsetsAreUTF16(t *testing.T) {
	found := open(t).Check("😀你", core.Context{})
	if len(found) != 1 || found[0].Start != 2 || found[0].End != 3 {
		t.Errorf("finds %+v, want [2, 3)", found)
	}
}

// FuzzCheck: whatever is typed, nothing panics, offsets are in range and no
// fix writes outside the message.
func FuzzCheck(f *testing.F) {
	for _, s := range []string{"你好，这个价格不能再便宜了", "😀你\x80", "", "加V：abc12", "\ufeff“你", "[你]哦~"} {
		f.Add(s)
	}
	e := open(f)
	f.Fuzz(func(t *testing.T, s string) {
		units := text.Encode(s)
		if len(units) > 0 && len(s)%3 == 0 {
			units[len(units)/2] = 0xd800 // half a surrogate pair, as a caret can leave it
		}
		for _, found := range e.CheckUnits(units) {
			if found.Start < 0 || found.End <= found.Start || int(found.End) > len(units) {
				t.Fatalf("finding at [%d, %d) of %d", found.Start, found.End, len(units))
			}
			for _, fix := range found.Fixes {
				for _, edit := range fix.Edits {
					if edit.Start < 0 || edit.End < edit.Start || edit.End > len(units) {
						t.Fatalf("edit at [%d, %d) of %d", edit.Start, edit.End, len(units))
					}
				}
			}
		}
	})
}

// FuzzOpen: no compiled bytes, however forged, do harm.
func FuzzOpen(f *testing.F) {
	f.Add(100, byte(1))
	f.Fuzz(func(t *testing.T, at int, flip byte) {
		forged := packs.Default()
		forged[(at%len(forged)+len(forged))%len(forged)] ^= flip
		e, err := engine.Open(forged)
		if err != nil {
			if !errors.Is(err, core.ErrPack) {
				t.Fatalf("error %v does not wrap core.ErrPack", err)
			}
			return
		}
		e.Check("你好，这个价格不能再便宜了，加微信", core.Context{})
	})
}
