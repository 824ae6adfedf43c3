package practice_test

import (
	"slices"
	"testing"

	"huashu/core"
	"huashu/core/chat"
	"huashu/core/engine"
	"huashu/core/packs"
	"huashu/core/practice"
)

// TestModelsArePerfect plays every scenario with its own models as the replies:
// they do all that is wanted, no rule remarks on them under any profile, and the
// script comes to its end without the buyer growing cold.
func TestModelsArePerfect(t *testing.T) {
	e, err := engine.Open(packs.Default())
	if err != nil {
		t.Fatal(err)
	}
	scenarios, err := e.Scenarios()
	if err != nil {
		t.Fatal(err)
	}
	for _, profile := range e.Info().Profiles {
		e.Configure(core.Context{Profile: profile}, nil)
		for _, s := range scenarios {
			state := chat.State{}
			now := 0.0
			say := func(role core.Role, line string) {
				state = chat.Reduce(state, chat.Event{Kind: chat.Said, Role: role, T: now, Text: line})
			}
			for _, turn := range s.Turns {
				now += 60
				for _, line := range practised(t, e, s.ID, state).Say {
					say(core.Buyer, line)
				}
				now += 4
				say(core.Agent, turn.Model)
			}
			step := practised(t, e, s.ID, state)
			if !step.Done || step.Review.Score != 100 {
				t.Errorf("%s, profile %s: done %v, score %d", s.ID, profile, step.Done, step.Review.Score)
			}
			for _, answer := range step.Review.Turns {
				for _, line := range answer.Lines {
					for _, f := range line.Findings {
						t.Errorf("%s, profile %s: %q: %s finds %q", s.ID, profile, line.Text, f.Rule, f.Text)
					}
				}
			}
		}
	}
}

func practised(t *testing.T, e *engine.Engine, id string, s chat.State) practice.Step {
	t.Helper()
	step, err := e.Practise(id, s)
	if err != nil {
		t.Fatal(err)
	}
	return step
}

// TestBuyersAreUnderstood: what a scenario says it practises is what the engine
// reads in the buyer's opening lines.
func TestBuyersAreUnderstood(t *testing.T) {
	e, err := engine.Open(packs.Default())
	if err != nil {
		t.Fatal(err)
	}
	scenarios, err := e.Scenarios()
	if err != nil {
		t.Fatal(err)
	}
	practised := map[string]bool{}
	for _, s := range scenarios {
		var read []string
		for _, line := range s.Turns[0].Buyer {
			for _, intent := range e.Intents(line) {
				read = append(read, intent.ID)
			}
		}
		for _, want := range s.For {
			practised[want] = true
			if !slices.Contains(read, want) {
				t.Errorf("%s practises %s; its first lines are read as %v", s.ID, want, read)
			}
		}
	}
	for _, want := range []string{
		"bargain.plain", "bargain.promise", "bargain.compare", "bargain.threat", "bargain.sympathy", "doubt.authentic", "doubt.review",
		"doubt.quality", "need.vague", "usage.gift", "product.fit", "ship.fee", "ship.status", "after.fault", "after.return", "complaint", "abuse",
	} {
		if !practised[want] {
			t.Errorf("no scenario practises %s", want)
		}
	}
}
