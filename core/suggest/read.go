package suggest

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strings"

	"huashu/core"
	"huashu/core/catalogue"
	"huashu/core/chat"
	"huashu/core/pack"
	"huashu/core/text"
)

// reading is what a chat comes to: what the buyer wants now, what is known of
// the buyer, what the talk is about, and what was said already.
type reading struct {
	*Suggester
	visit core.Visit

	messages int    // of the round
	round    string // the buyer's words that nobody has answered, folded
	answered bool   // the agent has the last word
	stage    string // see pack.Stages
	intents  []core.Intent
	aspects  []int // what the round touches, in the order of its words
	traits   []int // of the whole chat
	figures  []catalogue.Figure
	budget   span
	subject  int      // product, or catalogue.None
	sure     bool     // it was named or is shown, and not only the first there is
	words    string   // kind of shop and goods, and the round: what Moment.Shop looks at
	spoken   []string // the agent's messages, plain
	turn     int

	slots       map[string]slot
	recommended []int // see picks
	picked      bool
}

// Limits of what is read again for every suggestion.
const (
	maxRound  = 6 // messages whose intents are told
	maxRecent = 8 // messages looked through for the product spoken of
)

// What earlier rounds and mere courtesies weigh beside what is asked now.
const (
	earlier  = 0.4
	courtesy = 0.3
	least    = 0.35 // of what the first intent weighs, to count at all
)

func (s *Suggester) read(state chat.State, visit core.Visit) *reading {
	r := &reading{Suggester: s, visit: visit, stage: "opening", subject: catalogue.None, slots: s.slots}
	clear(s.slots)
	rounds := state.Rounds()
	var now, before []string // the buyer's messages of this round and of those before
	for i, round := range rounds {
		for _, m := range round.Buyer {
			if state.Messages[m].Role != core.Buyer {
				continue
			}
			if i == len(rounds)-1 {
				now = append(now, state.Messages[m].Text)
			} else {
				before = append(before, state.Messages[m].Text)
			}
		}
	}
	r.answered = len(rounds) > 0 && rounds[len(rounds)-1].Answer >= 0
	for _, m := range state.Messages {
		if m.Role == core.Agent {
			r.spoken = append(r.spoken, s.plain.get(m.Text))
			r.stage = "talking"
		}
	}
	r.messages = len(now)
	r.round = s.folded(now)
	r.intents = s.wants(now, before)
	if state.Done || len(r.intents) > 0 && slices.Contains(partings, r.intents[0].ID) {
		r.stage = "closing"
	}
	r.aspects = s.asked.find(r.round, false)
	before = append(before, now...)
	all := s.folded(before)
	r.listen(before)
	r.find(state)
	r.words = text.FoldString(s.front.Shop.Category+" "+s.front.Shop.Name) + " " + r.round
	if r.subject != catalogue.None {
		p := &s.front.goods.Products[r.subject]
		r.words += " " + text.FoldString(p.Category+" "+p.Name)
	}
	h := fnv.New32a()
	h.Write([]byte(s.front.Shop.Name + all)) // never fails
	r.turn = len(r.spoken) + int(h.Sum32()%64)
	return r
}

// told is what a message of the buyer's says of the buyer.
type told struct {
	folded  string
	traits  []int
	figures []catalogue.Figure
	budget  span
}

func (s *Suggester) listen(message string) told {
	folded := text.FoldString(message)
	return told{folded, s.said.find(folded, true), catalogue.FiguresIn(folded), budgetIn(folded)}
}

// folded gives messages folded, in a line each.
func (s *Suggester) folded(messages []string) string {
	lines := make([]string, len(messages))
	for i, m := range messages {
		lines[i] = s.told.get(m).folded
	}
	return strings.Join(lines, "\n")
}

// listen puts together what the buyer's messages say.
func (r *reading) listen(messages []string) {
	var shown []int
	for _, m := range messages {
		t := r.told.get(m)
		for _, trait := range t.traits {
			if !slices.Contains(shown, trait) {
				shown = append(shown, trait)
			}
		}
		r.figures = append(r.figures, t.figures...)
		if t.budget.known() {
			r.budget = t.budget
		}
	}
	r.traits = r.latest(shown)
}

// partings are the intents that end a chat.
var partings = []string{"goodbye", "thanks"}

// wants merges the intents of the round's messages, and of what came before
// it, the most wanted first.
func (s *Suggester) wants(now, before []string) []core.Intent {
	score := map[string]float64{}
	read := func(messages []string, weight float64) {
		messages = messages[max(0, len(messages)-maxRound):]
		for _, m := range messages {
			for rank, intent := range s.classify.get(m) {
				score[intent.ID] = max(score[intent.ID], weight*intent.Score*(1-0.1*float64(rank)))
			}
		}
	}
	read(now, 1)
	if len(now) > 1 {
		read([]string{strings.Join(now, "，")}, 1)
	}
	var best float64
	for id, v := range score {
		if !courtesies[id] {
			best = max(best, v)
		}
	}
	parting := false
	for id := range score {
		if courtesies[id] && best >= 0.5 {
			score[id] *= courtesy
		}
		parting = parting || slices.Contains(partings, id) && best < 0.5
	}
	if parting {
		delete(score, "confirm") // 好的，再见
	}
	best = 0
	for _, v := range score {
		best = max(best, v)
	}
	if !parting {
		current := score
		score = map[string]float64{}
		read(before[max(0, len(before)-2):], earlier)
		for id := range score {
			if courtesies[id] {
				delete(score, id)
			} else if slices.Contains(grave, id) {
				score[id] /= earlier // anger lasts
			}
		}
		for id, v := range current {
			score[id] = max(score[id], v)
		}
	}
	for _, id := range grave {
		if v := score[id]; v >= 0.5*best && v > 0 {
			best = max(best, v) + 0.1
			score[id] = best
			for other := range score {
				if light(other) {
					delete(score, other)
				}
			}
		}
	}
	var out []core.Intent
	for id, v := range score {
		if v < least*best {
			continue
		}
		out = append(out, core.Intent{ID: id, Score: v / max(best, 0.01)})
	}
	slices.SortFunc(out, func(a, b core.Intent) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID)) })
	return out
}

// grave are the intents beside which nothing is to be sold.
var grave = []string{"abuse", "complaint"}

// light says whether an intent is about buying.
func light(intent string) bool {
	family, _, _ := strings.Cut(intent, ".")
	return slices.Contains([]string{"bargain", "doubt", "promo", "need", "recommend", "usage", "product"}, family)
}

// courtesies are intents that give way to any request beside them.
var courtesies = map[string]bool{"greeting": true, "confirm": true, "thanks": true, "goodbye": true, "other": true, "info.provide": true}

// latest keeps of each group of traits the one shown last.
func (s *Suggester) latest(shown []int) []int {
	var out []int
	for _, t := range shown {
		out = slices.DeleteFunc(out, func(o int) bool { return s.traits[o].Of == s.traits[t].Of })
		out = append(out, t)
	}
	return out
}

// maxNamed is how many products one message can speak of.
const maxNamed = 8

// fading is what a mention counts after each message that followed it.
const fading = 0.75

// find tells what product the talk is about: one that was named, the later the
// better; else the one the page shows; else the first of a short list.
func (r *reading) find(state chat.State) {
	goods := r.front.goods
	score := map[int]float64{}
	weight := 1.0
	recent := state.Messages[max(0, len(state.Messages)-maxRecent):]
	for i := len(recent) - 1; i >= 0; i-- {
		if recent[i].Role != core.Buyer && recent[i].Role != core.Agent {
			continue
		}
		hits := r.mentions.get(text.FoldString(recent[i].Text))
		for _, hit := range hits[:min(len(hits), maxNamed)] {
			score[hit.Product] += weight * hit.Sure
		}
		weight *= fading
	}
	focus := goods.Find(r.visit.Focus)
	if focus != catalogue.None {
		score[focus] += 0.4
	}
	best := catalogue.None
	for i, v := range score {
		if best == catalogue.None || v > score[best] || v == score[best] && i < best {
			best = i
		}
	}
	r.subject, r.sure = best, best != catalogue.None
	if best == catalogue.None && len(goods.Products) > 0 && len(goods.Products) <= shortList {
		r.subject = 0
	}
}

// shortList is up to how many products the page is taken to give those that the
// chat is about.
const shortList = 30

// fitting says whether everything a moment asks for holds.
func (r *reading) fitting(m *pack.Moment) bool {
	return anyIn(r.round, m.Asked, true) && !anyIn(r.round, m.Unasked, false) &&
		r.touches(m.About, true) && !r.touches(m.NotAbout, false) &&
		r.shows(m.Traits, true) && !r.shows(m.Untold, false) &&
		anyIn(r.words, m.Shop, true) && (len(m.Stage) == 0 || slices.Contains(m.Stage, r.stage)) &&
		!slices.ContainsFunc(m.Has, func(name string) bool { return !r.slot(name).ok }) &&
		!slices.ContainsFunc(m.Lacks, func(name string) bool { return r.slot(name).ok })
}

func anyIn(folded string, words []string, empty bool) bool {
	if len(words) == 0 {
		return empty
	}
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(folded, w) })
}

func (r *reading) touches(aspects []string, empty bool) bool {
	if len(aspects) == 0 {
		return empty
	}
	return slices.ContainsFunc(r.aspects, func(i int) bool { return slices.Contains(aspects, r.Suggester.aspects[i].ID) })
}

func (r *reading) shows(traits []string, empty bool) bool {
	if len(traits) == 0 {
		return empty
	}
	return slices.ContainsFunc(r.traits, func(i int) bool {
		t := &r.Suggester.traits[i]
		return slices.Contains(traits, t.ID) || slices.Contains(traits, t.Of)
	})
}

// said says whether the agent has sent these very words in this chat.
func (r *reading) said(whole string) bool {
	words := r.plain.get(whole)
	return slices.ContainsFunc(r.spoken, func(s string) bool { return strings.Contains(s, words) })
}

// shortest is from how many bytes of plain words on an answer is known again.
const shortest = 18

// repeats says whether the agent has said the substance of an answer.
func (r *reading) repeats(answer string) bool {
	words := r.plain.get(answer)
	return len(words) >= shortest && slices.ContainsFunc(r.spoken, func(s string) bool { return strings.Contains(s, words) })
}

// filled is a part with its slots filled, and the products it names.
type filled struct {
	text  string
	goods []int
}

// fill fills the slots of a part. The part must be usable.
func (r *reading) fill(part string) filled {
	var b strings.Builder
	var out filled
	for {
		before, after, ok := strings.Cut(part, "{")
		b.WriteString(before)
		if !ok {
			out.text = b.String()
			return out
		}
		name, rest, _ := strings.Cut(after, "}")
		s := r.slot(name)
		b.WriteString(s.text)
		out.goods = append(out.goods, s.goods...)
		part = rest
	}
}

// fillable says whether something is known for every slot of a part.
func (r *reading) fillable(part string) (slots int, ok bool) {
	ok = true
	pack.EachSlot(part, func(name string) {
		slots++
		ok = ok && r.slot(name).ok
	})
	return slots, ok
}

// usable gives the parts that are fitting now, filled; where some are for just
// this moment, only those.
func (r *reading) usable(parts []pack.Part) []filled {
	var general, special []filled
	for i := range parts {
		p := &parts[i]
		if _, ok := r.fillable(p.Text); !ok || !r.fitting(&p.When) {
			continue
		}
		if conditions(&p.When) > 0 {
			special = append(special, r.fill(p.Text))
		} else {
			general = append(general, r.fill(p.Text))
		}
	}
	if len(special) > 0 {
		return special
	}
	return general
}

// liking is how much better than expected a template's answers were taken.
func (r *reading) liking(t *template) float64 {
	if len(r.visit.Learned) == 0 {
		return 1
	}
	best := 0.0
	for _, name := range t.names {
		best = max(best, Estimate(r.visit.Learned[name]))
	}
	return 1 + (best-expected)/2
}

// hollow is what a template counts whose answers all do without a fact, where
// others have one.
const hollow = 0.88

// substance puts answers that tell something before those that only promise to
// look it up.
func (r *reading) substance(t *template) float64 {
	if t.Kind != core.Reply {
		return 1
	}
	for _, i := range r.answers(t) {
		if strings.Contains(t.Answer[i].Text, "{") {
			return 1
		}
	}
	return hollow
}

// taste is how many points of fitness a likelihood of acceptance is worth.
const taste = 8

// answers gives the answers of a template that are fitting now, the best first:
// the more of the moment and of the facts in it the better, then what was liked
// before, then in turn.
func (r *reading) answers(t *template) []int {
	var out []int
	score := make([]float64, len(t.Answer))
	for i := range t.Answer {
		p := &t.Answer[i]
		slots, ok := r.fillable(p.Text)
		if !ok || !r.fitting(&p.When) {
			continue
		}
		score[i] = 2*float64(conditions(&p.When)) + float64(min(slots, 2))
		if len(r.visit.Learned) > 0 {
			score[i] += taste * (Estimate(r.visit.Learned[t.names[i]]) - expected)
		}
		out = append(out, i)
	}
	n := max(1, len(t.Answer))
	slices.SortStableFunc(out, func(a, b int) int {
		return cmp.Or(cmp.Compare(score[b], score[a]), cmp.Compare((a+r.turn)%n, (b+r.turn)%n))
	})
	return out
}

// conditions counts what a moment asks for.
func conditions(m *pack.Moment) int {
	n := 0
	for _, list := range [][]string{m.Asked, m.About, m.Traits, m.Shop, m.Stage, m.Has} {
		if len(list) > 0 {
			n++
		}
	}
	return n
}
