// Package suggest gives the agent the reply to send: it takes what the buyer
// wants, where the chat stands, and what the shop and its goods are, and fills
// the templates of a pack with it. Nothing is made up: a template that lacks a
// fact stays in the drawer. The same chat gives the same suggestions; there is
// neither chance nor clock in here.
package suggest

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"huashu/core"
	"huashu/core/catalogue"
	"huashu/core/chat"
	"huashu/core/pack"
	"huashu/core/text"
)

// Most is how many suggestions a panel shows.
const Most = 3

// maxText is how long a suggestion may be in UTF-16 units, so that it reads at a
// glance and stays in one piece under every profile.
const maxText = 80

// Suggester makes suggestions out of one pack's phrasebook for one shop. It is
// not safe for concurrent use.
type Suggester struct {
	templates []template
	byIntent  map[string][]int // → templates; "*" those for any intent
	aspects   []pack.Aspect
	traits    []pack.Trait
	asked     *finder // words → aspects
	said      *finder // words → traits

	plain    memo[string]          // see text.Plain
	classify memo[[]core.Intent]   // what a buyer's message wants
	told     memo[told]            // what it says of the buyer
	mentions memo[[]catalogue.Hit] // the products a folded message speaks of, the surest first
	clean    memo[bool]            // whether a reply may be sent as it is

	slots map[string]slot // of the reading at hand

	front *front
}

// template is a template whose words of condition are folded.
type template struct {
	pack.Template
	names []string // of its answers, see nameOf
}

// New makes a Suggester; it wants a shop (Open) before it makes suggestions. Clean says whether a text may be sent as it is:
// whatever shops call their goods, nothing is suggested that Huashu would
// underline. Classify tells what a buyer's message wants.
func New(book pack.Phrasebook, clean func(text string) bool, classify func(text string) []core.Intent) *Suggester {
	s := &Suggester{
		byIntent: map[string][]int{}, aspects: book.Aspects, traits: book.Traits, asked: newFinder(), said: newFinder(),
		plain: remember(text.Plain), classify: remember(classify), clean: remember(clean), slots: map[string]slot{},
	}
	s.told = remember(s.listen)
	for i, t := range book.Templates {
		for _, intent := range t.For {
			s.byIntent[intent] = append(s.byIntent[intent], i)
		}
		folded := template{Template: foldWords(t)}
		for _, answer := range t.Answer {
			folded.names = append(folded.names, nameOf(t.ID, answer.Text))
		}
		s.templates = append(s.templates, folded)
	}
	for i, a := range book.Aspects {
		s.asked.add(a.Asked, i)
	}
	for i, t := range book.Traits {
		s.said.add(t.Said, i)
	}
	return s
}

// Forget forgets which replies are clean. It must be called when that may have
// changed.
func (s *Suggester) Forget() { s.clean.forget() }

// nameOf names an answer by its template and words: new words start with a
// clean record.
func nameOf(template, answer string) string {
	h := fnv.New32a()
	h.Write([]byte(answer)) // never fails
	return fmt.Sprintf("%s/%06x", template, h.Sum32()&0xffffff)
}

func foldWords(t pack.Template) pack.Template {
	fold := func(m pack.Moment) pack.Moment {
		for _, words := range []*[]string{&m.Asked, &m.Unasked, &m.Shop} {
			folded := make([]string, len(*words))
			for i, w := range *words {
				folded[i] = text.FoldString(w)
			}
			*words = folded
		}
		return m
	}
	t.When = fold(t.When)
	for _, parts := range []*[]pack.Part{&t.Acknowledge, &t.Answer, &t.Lead} {
		folded := slices.Clone(*parts)
		for i := range folded {
			folded[i].When = fold(folded[i].When)
		}
		*parts = folded
	}
	return t
}

// candidate is a template that could answer an intent.
type candidate struct {
	template int
	intent   string
	score    float64
}

// Suggest gives up to Most suggestions for what the buyer said last, the best
// first.
func (s *Suggester) Suggest(state chat.State, visit core.Visit) []core.Suggestion {
	r := s.read(state, visit)
	candidates := s.candidates(r)
	out := []core.Suggestion{}
	made := map[int]int{} // template → suggestions made from it
	for len(out) < Most && len(candidates) > 0 {
		slices.SortStableFunc(candidates, func(a, b candidate) int {
			return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.template, b.template))
		})
		best := candidates[0]
		suggestion, ok := s.compose(r, best, out)
		if made[best.template]++; !ok || made[best.template] == s.templates[best.template].most() {
			candidates = candidates[1:]
		}
		if !ok {
			continue
		}
		out = append(out, suggestion)
		for i := range candidates {
			candidates[i].score *= weariness(&s.templates[candidates[i].template], candidates[i], best, suggestion)
		}
	}
	return out
}

// most is how many suggestions of a panel a template may make: goods are
// offered once, an answer has one alternative.
func (t *template) most() int {
	if t.Kind == core.Offer {
		return 1
	}
	return 2
}

// weariness lets the next suggestion be of another sort: another template, and
// rather one for another intent or of another kind.
func weariness(t *template, c, chosen candidate, made core.Suggestion) float64 {
	switch {
	case c.template == chosen.template:
		return 0.3
	case t.Kind == made.Kind && made.Kind != core.Reply:
		return 0.5
	case c.intent == chosen.intent && t.Kind == made.Kind:
		return 0.6
	}
	return 1
}

// candidates gives every template that is fitting, once, with the intent it
// answers best.
func (s *Suggester) candidates(r *reading) []candidate {
	var out []candidate
	seen := map[int]int{}
	add := func(intent string, key string, weight float64) {
		for _, i := range s.byIntent[key] {
			t := &s.templates[i]
			if r.answered && t.Kind != core.Offer && t.Kind != core.Question && t.Kind != core.Farewell || !r.fitting(&t.When) {
				continue
			}
			c := candidate{i, intent, weight * cmp.Or(t.Weight, 1) * r.liking(t) * r.substance(t)}
			if at, ok := seen[i]; ok {
				if c.score > out[at].score {
					out[at] = c
				}
				continue
			}
			seen[i] = len(out)
			out = append(out, c)
		}
	}
	for _, intent := range r.intents {
		add(intent.ID, intent.ID, intent.Score)
	}
	top := "other"
	if len(r.intents) > 0 {
		top = r.intents[0].ID
	}
	add(top, "*", 1)
	return out
}

// compose makes a suggestion from a template: an answer that fits, and what goes
// before and after it. It is not one that was said or suggested already.
func (s *Suggester) compose(r *reading, c candidate, others []core.Suggestion) (core.Suggestion, bool) {
	t := &s.templates[c.template]
	acknowledge, lead := r.usable(t.Acknowledge), r.usable(t.Lead)
	answers := r.answers(t)
	for _, again := range []bool{false, true} {
		for _, i := range answers {
			answer := r.fill(t.Answer[i].Text)
			if s.suggested(answer.text, others) || r.repeats(answer.text) != again {
				continue
			}
			unclean := 0
			for turn := range max(1, len(acknowledge)) * max(1, len(lead)) {
				parts := pick(acknowledge, lead, r.turn+len(others)+turn)
				whole, ok := r.join(parts.before, answer, parts.after)
				if !ok || r.said(whole.text) {
					continue
				}
				if !s.clean.get(whole.text) {
					if unclean++; unclean == patience {
						break
					}
					continue
				}
				return core.Suggestion{
					Kind: t.Kind, Text: whole.text, Products: s.front.ids(whole.goods), Why: t.Why, Intent: c.intent, Template: t.names[i],
				}, true
			}
		}
	}
	return core.Suggestion{}, false
}

// patience is how many unclean replies an answer may make before it is given up:
// then the fault is in what fills it.
const patience = 3

// suggested says whether a panel says something already.
func (s *Suggester) suggested(answer string, others []core.Suggestion) bool {
	words := s.plain.get(answer)
	return slices.ContainsFunc(others, func(o core.Suggestion) bool { return strings.Contains(s.plain.get(o.Text), words) })
}

// pick walks through all pairs of what goes before and after an answer.
func pick(before, after []filled, turn int) (out struct{ before, after filled }) {
	turn = max(turn, 0)
	if n := len(before); n > 0 {
		out.before = before[turn%n]
	}
	if n := len(after); n > 0 {
		out.after = after[(turn+turn/max(1, len(before)))%n]
	}
	return out
}

// join puts parts together and leaves out what makes them too long.
func (r *reading) join(before, answer, after filled) (filled, bool) {
	if opening, _, _ := strings.Cut(after.text, "，"); opening != after.text && strings.Contains(answer.text, opening) {
		after = filled{} // it has been said
	}
	for _, parts := range [][]filled{{before, answer, after}, {before, answer}, {answer}} {
		var b strings.Builder
		var goods []int
		for i, p := range parts {
			if p.text == "" {
				continue
			}
			if b.Len() == 0 && r.stage == "opening" && !greets(p.text) {
				b.WriteString("您好，")
			} else if b.Len() > 0 && !endsSentence(b.String()) {
				b.WriteString(map[bool]string{true: "。", false: "，"}[i == 2])
			}
			b.WriteString(p.text)
			goods = append(goods, p.goods...)
		}
		if !endsSentence(b.String()) {
			b.WriteString("～")
		}
		if text.Len(b.String()) <= maxText {
			return filled{b.String(), goods}, true
		}
	}
	return filled{}, false
}

func greets(s string) bool {
	return strings.HasPrefix(s, "您好") || strings.HasPrefix(s, "欢迎") || strings.HasPrefix(s, "在的")
}

func endsSentence(s string) bool {
	return strings.HasSuffix(s, "。") || strings.HasSuffix(s, "！") || strings.HasSuffix(s, "？") || strings.HasSuffix(s, "～")
}
