package engine

import (
	"fmt"
	"slices"
	"strings"

	"huashu/core"
	"huashu/core/chat"
	"huashu/core/pack"
	"huashu/core/text"
)

// Failure is an example that does not come out as its rule promises.
type Failure struct {
	Rule    string
	Field   string // of the rule: examples.bad[0]
	Message string
}

func (f Failure) String() string { return fmt.Sprintf("rule %s: %s: %s", f.Rule, f.Field, f.Message) }

// TestRules runs the examples of the rules that are chosen.
func (e *Engine) TestRules(chosen func(rule string) bool) (run int, failures []Failure, err error) {
	promises, err := e.pack.Promises()
	if err != nil {
		return 0, nil, err
	}
	defer e.Configure(e.ctx, e.off)
	for i := range promises {
		r := &promises[i]
		if i >= len(e.info.Rules) || r.ID != e.info.Rules[i].ID {
			return run, failures, fmt.Errorf("%w: records and program disagree at rule %d", core.ErrPack, i)
		}
		if !chosen(r.ID) {
			continue
		}
		n, failed := e.testRule(i, r)
		run += n
		failures = append(failures, failed...)
	}
	return run, failures, nil
}

// SelfTest runs the examples of every rule. Each failure is one line that
// names the rule and the example.
func (e *Engine) SelfTest() (run int, failures []string, err error) {
	run, failed, err := e.TestRules(func(string) bool { return true })
	for _, f := range failed {
		failures = append(failures, f.String())
	}
	return run, failures, err
}

// testRule runs one rule's examples: every bad one must give exactly the
// marked spans and, where it says so, the fixed message; no good one may give
// anything.
func (e *Engine) testRule(number int, r *pack.Promise) (run int, failures []Failure) {
	fail := func(kind string, i int, format string, args ...any) {
		failures = append(failures, Failure{r.ID, fmt.Sprintf("examples.%s[%d]", kind, i), fmt.Sprintf(format, args...)})
	}
	if r.Match.Turns != nil {
		return e.testChatRule(number, r)
	}
	for i, example := range r.Examples.Bad {
		run++
		want, err := pack.ParseExample(example)
		if err != nil {
			fail("bad", i, "%v", err)
			continue
		}
		units := text.Encode(want.Text)
		e.Configure(exampleContext(r, example), nil)
		var got []pack.Span
		var fixes []core.Fix
		err = e.inScene(example.Scene, func() {
			for _, f := range e.linter.CheckRule(number, units) {
				got = append(got, pack.Span{Start: int(f.Start), End: int(f.End)})
				if len(f.Fixes) > 0 {
					fixes = append(fixes, f.Fixes[0])
				}
			}
		})
		if err != nil {
			fail("bad", i, "%v", err)
			continue
		}
		if !slices.Equal(got, want.Spans) {
			fail("bad", i, "finds %s, want %s", mark(units, got), mark(units, want.Spans))
			continue
		}
		if want.Fixed == "" {
			continue
		}
		if fixed := text.Decode(Apply(units, fixes)); fixed != want.Fixed {
			fail("bad", i, "becomes %q, want %q", fixed, want.Fixed)
		}
	}
	for i, example := range r.Examples.Good {
		run++
		units := text.Encode(example.Text)
		e.Configure(exampleContext(r, example), nil)
		var got []pack.Span
		err := e.inScene(example.Scene, func() {
			for _, f := range e.linter.CheckRule(number, units) {
				got = append(got, pack.Span{Start: int(f.Start), End: int(f.End)})
			}
		})
		if err != nil {
			fail("good", i, "%v", err)
		}
		if len(got) > 0 {
			fail("good", i, "finds %s, want nothing", mark(units, got))
		}
	}
	return run, failures
}

// testChatRule runs the examples of a rule about chats: chats that are over.
func (e *Engine) testChatRule(number int, r *pack.Promise) (run int, failures []Failure) {
	try := func(kind string, i int, example pack.Example, bad bool) {
		run++
		messages, want, err := pack.ParseChat(example.Text)
		if err == nil {
			if bad && len(want) == 0 {
				want = []int{core.WholeChat}
			}
			e.Configure(exampleContext(r, example), nil)
			if got := e.rules.CheckRule(int32(number), chat.FromChat(messages)); !slices.Equal(got, want) {
				err = fmt.Errorf("finds messages %v, want %v", got, want)
			}
		}
		if err != nil {
			failures = append(failures, Failure{r.ID, fmt.Sprintf("examples.%s[%d]", kind, i), err.Error()})
		}
	}
	for i, example := range r.Examples.Bad {
		try("bad", i, example, true)
	}
	for i, example := range r.Examples.Good {
		try("good", i, example, false)
	}
	return run, failures
}

// exampleContext is a context in which the rule is at work.
func exampleContext(r *pack.Promise, e pack.Example) core.Context {
	ctx := core.Context{Profile: e.Profile, Today: r.When.From}
	first := func(dst *string, list []string) {
		if *dst == "" && len(list) > 0 {
			*dst = list[0]
		}
	}
	first(&ctx.Profile, r.When.Profile)
	first(&ctx.Platform, r.When.Platform)
	first(&ctx.Category, r.When.Category)
	if len(r.When.Role) > 0 {
		ctx.Role = r.When.Role[0]
	}
	return ctx
}

// mark writes a message with its spans in [[ ]].
func mark(units []uint16, spans []pack.Span) string {
	var b strings.Builder
	b.WriteByte('"')
	at := 0
	for _, s := range spans {
		if s.Start < at {
			continue // overlapping finds show as one
		}
		b.WriteString(text.Decode(units[at:s.Start]) + "[[" + text.Decode(units[s.Start:s.End]) + "]]")
		at = s.End
	}
	b.WriteString(text.Decode(units[at:]) + `"`)
	return b.String()
}

// sortedEdits gives the edits of all fixes by position.
func sortedEdits(fixes []core.Fix) []core.Edit {
	var edits []core.Edit
	for _, f := range fixes {
		edits = append(edits, f.Edits...)
	}
	slices.SortStableFunc(edits, func(a, b core.Edit) int { return a.Start - b.Start })
	return edits
}
