package packs_test

import (
	"testing"

	"huashu/core"
	"huashu/core/engine"
	"huashu/core/pack"
	"huashu/core/packs"
	"huashu/core/text"
)

// messages gives every bad message the packs ship: the rules' own examples and
// the labelled corpora.
func messages(t *testing.T) []string {
	t.Helper()
	stack, err := packs.Sources()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, src := range stack {
		for _, r := range src.Rules {
			for _, e := range r.Examples.Bad {
				if m, err := pack.ParseExample(e); err == nil && r.Match.Turns == nil {
					out = append(out, m.Text)
				}
			}
		}
		for _, c := range src.Corpora {
			for _, line := range c.Bad {
				example, _ := pack.ParseCorpusLine(line)
				if m, err := pack.ParseExample(example); err == nil {
					out = append(out, m.Text)
				}
			}
		}
	}
	return out
}

// An agent who takes every fix offered must not be told off for the result:
// after applying the first fix of every finding nothing new is found. What is
// left of a category that was found before is not new.
func TestFixesLeaveNothingNew(t *testing.T) {
	e, err := engine.Open(packs.Default())
	if err != nil {
		t.Fatal(err)
	}
	fixed := 0
	for _, message := range messages(t) {
		before := map[string]bool{}
		var fixes []core.Fix
		for _, f := range e.Check(message, core.Context{}) {
			before[f.Category] = true
			if len(f.Fixes) > 0 {
				fixes = append(fixes, f.Fixes[0])
			}
		}
		if len(fixes) == 0 {
			continue
		}
		fixed++
		after := text.Decode(engine.Apply(text.Encode(message), fixes))
		for _, f := range e.Check(after, core.Context{}) {
			if !before[f.Category] {
				t.Errorf("%q\n  becomes %q\n  in which %s finds %q", message, after, f.Rule, f.Text)
			}
		}
	}
	if fixed < 500 {
		t.Errorf("only %d messages had a fix", fixed)
	}
}

// A remark that offers no way out is a reproach. At least two thirds of the
// findings that are more than a hint come with a rewrite.
func TestMostFindingsHaveAFix(t *testing.T) {
	e, err := engine.Open(packs.Default())
	if err != nil {
		t.Fatal(err)
	}
	grave, with := 0, 0
	bare := map[string]int{}
	for _, message := range messages(t) {
		for _, f := range e.Check(message, core.Context{}) {
			if f.Severity == core.Hint {
				continue
			}
			grave++
			if len(f.Fixes) > 0 {
				with++
			} else {
				bare[f.Rule]++
			}
			if f.Why == "" || f.Source == "" {
				t.Errorf("%s: a finding without why or source", f.Rule)
			}
		}
	}
	t.Logf("%d of %d findings above hint have a fix", with, grave)
	if 3*with < 2*grave {
		t.Errorf("only %d of %d findings have a fix; without: %v", with, grave, bare)
	}
}
