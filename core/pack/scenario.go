package pack

import (
	"fmt"
	"slices"
	"strings"

	"huashu/core/text"
)

// Scenario is a scripted buyer to practise on.
type Scenario struct {
	ID    string       `yaml:"id" json:"id"`
	Title string       `yaml:"title" json:"title"`
	About string       `yaml:"about" json:"about"` // the situation, for the agent
	For   []string     `yaml:"for" json:"for"`     // the intents that are practised
	Level int          `yaml:"level" json:"level"` // 1 easy, 2, 3 hard
	Scene Scene        `yaml:"scene" json:"scene,omitzero"`
	Turns []ScriptTurn `yaml:"turns" json:"turns"`
}

// ScriptTurn is what the buyer says, and what a good answer to it holds. An
// answer that misses any of Wants is met with Cold, once, before the next turn.
type ScriptTurn struct {
	Buyer []string `yaml:"buyer" json:"buyer"` // one message each
	Wants []Want   `yaml:"wants" json:"wants"`
	Model string   `yaml:"model" json:"model"` // an answer that holds everything and breaks no rule
	Cold  []string `yaml:"cold" json:"cold,omitempty"`
}

// Want is something an answer should do, and words of which it then holds one.
type Want struct {
	Title string   `yaml:"title" json:"title"`
	Any   []string `yaml:"any" json:"any"`
}

// Met says whether a reply does what is wanted. Width, case and script do not
// matter.
func (w Want) Met(reply string) bool {
	folded := text.FoldString(reply)
	return slices.ContainsFunc(w.Any, func(word string) bool { return strings.Contains(folded, text.FoldString(word)) })
}

// MaxLevel is the hardest level of a scenario.
const MaxLevel = 3

func (v *validator) scenario(s *Scenario) {
	if s.ID == "" || s.Title == "" || s.About == "" || len(s.Turns) == 0 {
		v.fail("", "a scenario needs id, title, about and turns")
	}
	for i, intent := range s.For {
		if !v.m.has("intent", intent) {
			v.fail(fmt.Sprintf("for[%d]", i), "unknown intent %q", intent)
		}
	}
	if s.Level < 1 || s.Level > MaxLevel {
		v.fail("level", "%d is out of range (1 to %d)", s.Level, MaxLevel)
	}
	for i, t := range s.Turns {
		at := fmt.Sprintf("turns[%d]", i)
		if len(t.Buyer) == 0 || t.Model == "" {
			v.fail(at, "a turn needs buyer and model")
		}
		for j, w := range t.Wants {
			if w.Title == "" || len(w.Any) == 0 {
				v.fail(fmt.Sprintf("%s.wants[%d]", at, j), "needs title and any")
			} else if !w.Met(t.Model) {
				v.fail(fmt.Sprintf("%s.wants[%d]", at, j), "the model does not do it: it holds none of %q", w.Any)
			}
		}
	}
}

// scenarioKeys describes scenarios for the schema.
func scenarioKeys() []key {
	list := func(s *shape) *shape { return &shape{is: "list", item: s} }
	want := &shape{is: "object", need: []string{"title", "any"}, keys: []key{
		{"title", "what the answer should do", str}, {"any", "words of which it then holds one", strs},
	}}
	turn := &shape{name: "turn", is: "object", need: []string{"buyer", "model"}, doc: "What the scripted buyer says, and what a good answer holds.", keys: []key{
		{"buyer", "one message each", strs}, {"wants", "what the answer should do", list(want)},
		{"model", "an answer that does it all and breaks no rule", str},
		{"cold", "what the buyer adds, once, to an answer that misses something", strs},
	}}
	return []key{{"scenarios", "scripted buyers to practise on", list(&shape{name: "scenario", is: "object", need: []string{"id", "title", "about", "level", "turns"},
		doc: "A scripted buyer to practise on.", keys: []key{
			{"id", "unique over all packs", str}, {"title", "a few characters", str}, {"about", "the situation, in a sentence", str},
			{"for", "the intents that are practised", strs}, {"level", "1 easy to 3 hard", num},
			{"scene", "the shop, its terms and goods, as the command line takes them", &shape{is: "object", open: true}},
			{"turns", "the conversation", list(turn)},
		}})}}
}
