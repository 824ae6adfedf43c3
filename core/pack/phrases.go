package pack

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"huashu/core"
	"huashu/core/text"
)

// Phrasebook is what suggestions are made of. It lies in a section of its own
// and is read when the first suggestion is wanted.
type Phrasebook struct {
	Templates []Template `json:"templates"`
	Aspects   []Aspect   `json:"aspects"`
	Traits    []Trait    `json:"traits"`
}

// Template makes replies out of parts: it acknowledges what the buyer said,
// answers, and leads on. A reply takes one part of each list, so three short
// lists make many replies. {slot} stands for what the shop, the page and the
// catalogue know; a part with a slot that nothing is known for is left aside.
type Template struct {
	ID          string              `yaml:"id" json:"id"`
	For         []string            `yaml:"for" json:"for"` // intents, or "*"
	Kind        core.SuggestionKind `yaml:"kind" json:"kind"`
	Weight      float64             `yaml:"weight" json:"weight"` // beside other templates of the intent; 0 means 1
	Why         string              `yaml:"why" json:"why"`
	When        Moment              `yaml:"when" json:"when"`
	Acknowledge []Part              `yaml:"acknowledge" json:"acknowledge,omitempty"`
	Answer      []Part              `yaml:"answer" json:"answer"`
	Lead        []Part              `yaml:"lead" json:"lead,omitempty"`
}

// Part is one of the ways to say a part of a reply.
type Part struct {
	Text string `json:"text"`
	When Moment `json:"when"`
}

// Moment is when a template or a part is fitting. All that is given must hold.
type Moment struct {
	Asked    []string `yaml:"asked" json:"asked,omitempty"`     // the buyer's words hold one of these
	Unasked  []string `yaml:"unasked" json:"unasked,omitempty"` // and none of these
	About    []string `yaml:"about" json:"about,omitempty"`     // they touch one of these aspects
	NotAbout []string `yaml:"not_about" json:"not_about,omitempty"`
	Traits   []string `yaml:"traits" json:"traits,omitempty"` // the buyer has shown one of these
	Untold   []string `yaml:"untold" json:"untold,omitempty"` // and none of these, which may also be groups
	Shop     []string `yaml:"shop" json:"shop,omitempty"`     // the kind of shop or goods holds one of these words
	Stage    []string `yaml:"stage" json:"stage,omitempty"`   // opening, talking, closing
	Has      []string `yaml:"has" json:"has,omitempty"`       // these slots can be filled
	Lacks    []string `yaml:"lacks" json:"lacks,omitempty"`   // and these cannot
}

// Stages of a chat: before the agent's first word, after it, at the end.
var Stages = []string{"opening", "talking", "closing"}

// Aspect is something buyers ask about and shops know: Asked are the words by
// which a question shows it, Keys the names that attributes and facts go by,
// Title what it is called when an agent sums up; without one it is only a sign.
// Its id is a slot. Say puts it in words, {name}是{value} without it.
type Aspect struct {
	ID    string   `yaml:"id" json:"id"`
	Title string   `yaml:"title" json:"title,omitempty"`
	Asked []string `yaml:"asked" json:"asked"`
	Keys  []string `yaml:"keys" json:"keys,omitempty"`
	Say   string   `yaml:"say" json:"say,omitempty"`
}

// Trait is something about the buyer that makes some goods fit and others not:
// Said are words it shows by, Goods the words that goods for it carry. Traits
// of one group (Of) exclude one another. Words says it tactfully in a reply.
type Trait struct {
	ID    string   `yaml:"id" json:"id"`
	Of    string   `yaml:"of" json:"of"`
	Said  []string `yaml:"said" json:"said"`
	Goods []string `yaml:"goods" json:"goods,omitempty"`
	Words string   `yaml:"words" json:"words,omitempty"`
}

// Slots are the names that {…} may have besides the ids of aspects.
var Slots = []string{
	"shop", "agent", "product", "price", "stock", "soldout", "quantity", "points", "trait", "size",
	"fact", "more", "facts", "figure", "shown", "ship", "courier", "returns", "warranty",
	"coupon", "off", "net", "next_coupon", "coupon_gap", "free", "always_free", "free_reached", "gap",
	"topup", "coupon_topup", "pick", "picks", "bundle", "pair", "pairs", "refill", "alt", "cheaper",
}

// Facts are the figures that a match can compare with the shop's own: the price
// of the product spoken of, from what total shipping is free, coupons (满减),
// how long the warranty is, within how many days goods may be returned, and how
// soon they are sent.
var Facts = []string{"price", "free_shipping", "coupon", "warranty", "return_days", "ship_time"}

// maxPart is how long a part may be in UTF-16 units: three make a reply.
const maxPart = 60

// EachSlot calls f for every {name} in a part.
func EachSlot(part string, f func(name string)) {
	for {
		_, after, ok := strings.Cut(part, "{")
		if !ok {
			return
		}
		name, rest, ok := strings.Cut(after, "}")
		if !ok {
			return
		}
		f(name)
		part = rest
	}
}

// pairings is how many replies a part is said in, with others before and after
// it each time.
const pairings = 3

// replies gives replies in which every part of a template is said, with nothing
// in its slots.
func (t *Template) replies() []string {
	var out []string
	bare := func(parts []Part, i int) string {
		if len(parts) == 0 {
			return ""
		}
		part := parts[i%len(parts)].Text
		EachSlot(part, func(name string) { part = strings.ReplaceAll(part, "{"+name+"}", "") })
		return part
	}
	for i := range max(len(t.Acknowledge), len(t.Answer), len(t.Lead)) {
		for turn := range pairings {
			out = append(out, bare(t.Acknowledge, i+turn)+"，"+bare(t.Answer, i)+"。"+bare(t.Lead, i+2*turn))
		}
	}
	return out
}

// Phrasebook reads what suggestions are made of.
func (p *Pack) Phrasebook() (Phrasebook, error) {
	var book Phrasebook
	if err := json.Unmarshal(p.phrases, &book); err != nil {
		return book, fmt.Errorf("%w: phrases: %w", core.ErrPack, err)
	}
	return book, nil
}

// phrasebook checks templates, aspects and traits of a stack.
func (m *merged) phrasebook(check func(kind, id string, f func(*validator))) {
	for i := range m.Templates {
		check("template", m.Templates[i].ID, func(v *validator) { v.template(&m.Templates[i]) })
	}
	for _, a := range m.Aspects {
		check("aspect", a.ID, func(v *validator) {
			if a.ID == "" || len(a.Asked) == 0 {
				v.fail("", "an aspect needs id and asked")
			}
			EachSlot(a.Say, func(name string) {
				if name != "name" && name != "value" {
					v.fail("say", "unknown {%s} (want name or value)", name)
				}
			})
			if slices.Contains(Slots, a.ID) {
				v.fail("id", "%q is the name of a slot already", a.ID)
			}
			v.terms("asked", a.Asked)
			v.terms("keys", a.Keys)
		})
	}
	for _, t := range m.Traits {
		check("trait", t.ID, func(v *validator) {
			if t.ID == "" || t.Of == "" || len(t.Said) == 0 {
				v.fail("", "a trait needs id, of and said")
			}
			v.terms("said", t.Said)
			v.terms("goods", t.Goods)
		})
	}
}

var suggestionKinds = []core.SuggestionKind{core.Greeting, core.Reply, core.Question, core.Offer, core.Escalate, core.Farewell}

func (v *validator) template(t *Template) {
	if t.ID == "" || t.Why == "" || len(t.For) == 0 || len(t.Answer) == 0 {
		v.fail("", "a template needs id, for, why and answer")
	}
	for i, intent := range t.For {
		if intent != "*" && !v.m.has("intent", intent) {
			v.fail(fmt.Sprintf("for[%d]", i), "unknown intent %q", intent)
		}
	}
	if !slices.Contains(suggestionKinds, t.Kind) {
		v.fail("kind", "unknown kind %q (want one of %v)", t.Kind, suggestionKinds)
	}
	if t.Weight < 0 || t.Weight > 10 {
		v.fail("weight", "%v is out of range (0 to 10)", t.Weight)
	}
	v.moment("when", &t.When)
	for _, list := range []struct {
		name  string
		parts []Part
	}{{"acknowledge", t.Acknowledge}, {"answer", t.Answer}, {"lead", t.Lead}} {
		for i := range list.parts {
			v.part(fmt.Sprintf("%s[%d]", list.name, i), &list.parts[i])
		}
	}
}

func (v *validator) part(at string, p *Part) {
	switch n := text.Len(p.Text); {
	case n == 0:
		v.fail(at, "empty")
	case n > maxPart:
		v.fail(at, "is %d characters long, a part may have %d", n, maxPart)
	case strings.Count(p.Text, "{") != strings.Count(p.Text, "}"):
		v.fail(at, "{ without }")
	}
	EachSlot(p.Text, func(name string) { v.slot(at, name) })
	v.moment(at+".when", &p.When)
}

func (v *validator) slot(at, name string) {
	if !slices.Contains(Slots, name) && !v.m.has("aspect", name) {
		v.fail(at, "unknown slot {%s}", name)
	}
}

func (v *validator) moment(at string, m *Moment) {
	for _, name := range slices.Concat(m.Has, m.Lacks) {
		v.slot(at, name)
	}
	for _, id := range slices.Concat(m.About, m.NotAbout) {
		if !v.m.has("aspect", id) {
			v.fail(at, "unknown aspect %q", id)
		}
	}
	for _, id := range m.Traits {
		if !v.m.has("trait", id) {
			v.fail(at, "unknown trait %q", id)
		}
	}
	for _, id := range m.Untold {
		if !v.m.has("trait", id) && !slices.ContainsFunc(v.m.Traits, func(t Trait) bool { return t.Of == id }) {
			v.fail(at, "unknown trait or group %q", id)
		}
	}
	for _, s := range m.Stage {
		if !slices.Contains(Stages, s) {
			v.fail(at, "unknown stage %q (want opening, talking or closing)", s)
		}
	}
}

// phraseKeys describes templates, aspects and traits for the schema.
func phraseKeys() []key {
	moment := &shape{name: "moment", is: "object", doc: "When a template or a part is fitting. All that is given must hold.", keys: []key{
		{"asked", "the buyer's words hold one of these", strs}, {"unasked", "and none of these", strs},
		{"about", "they touch one of these aspects", strs}, {"not_about", "and none of these", strs},
		{"traits", "the buyer has shown one of these traits", strs}, {"untold", "and none of these, which may be groups", strs},
		{"shop", "the kind of shop or goods holds one of these words", strs},
		{"stage", "where the chat stands", &shape{is: "list", item: oneOf("", Stages...)}},
		{"has", "these slots can be filled", strs}, {"lacks", "and these cannot", strs},
	}}
	parts := &shape{is: "list", item: &shape{any: []*shape{str, {is: "object", need: []string{"text"}, keys: []key{
		{"text", "the words", str}, {"when", "when they are fitting", moment},
	}}}}}
	var kinds []string
	for _, k := range suggestionKinds {
		kinds = append(kinds, string(k))
	}
	template := &shape{name: "template", is: "object", need: []string{"id", "for", "why", "answer"},
		doc: "Makes replies out of parts, one of each list. {slot} stands for what is known: " + strings.Join(Slots, ", ") + ", or the id of an aspect. A part with a slot nothing is known for is left aside.",
		keys: []key{
			{"id", "unique over all packs", str}, {"for", "the intents it answers, or *", strs},
			{"kind", "what it is for; reply without", oneOf("", kinds...)},
			{"weight", "beside other templates of the intent, 1 without", num},
			{"why", "one sentence that says what it is good for", str}, {"when", "when it is fitting", moment},
			{"acknowledge", "shows that the buyer was heard", parts}, {"answer", "answers", parts}, {"lead", "leads on", parts},
		}}
	list := func(s *shape) *shape { return &shape{is: "list", item: s} }
	return []key{
		{"templates", "replies", list(template)},
		{"aspects", "what buyers ask about and shops know", list(&shape{is: "object", need: []string{"id", "asked"}, keys: []key{
			{"id", "also a slot", str}, {"title", "what it is called when an agent sums up; without one it is only a sign", str}, {"asked", "words a question shows it by", strs},
			{"keys", "names that attributes and facts go by", strs}, {"say", "how to put it; {name}是{value} without", str},
		}})},
		{"traits", "what makes some goods fit a buyer", list(&shape{is: "object", need: []string{"id", "of", "said"}, keys: []key{
			{"id", "", str}, {"of", "group; traits of one exclude one another", str}, {"said", "words a buyer shows it by", strs},
			{"goods", "words that goods for it carry", strs}, {"words", "how a reply says it", str},
		}})},
	}
}
