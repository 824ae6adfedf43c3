package chat

import (
	"unicode/utf8"

	"huashu/core"
	"huashu/core/lint"
	"huashu/core/pack"
	"huashu/core/text"
)

// Finding is what a rule about the chat found: in which message, or
// core.WholeChat.
type Finding struct {
	Rule     int32
	Severity core.Severity
	Turn     int
}

// Rules runs the conversation rules of a pack.
type Rules struct {
	pack   *pack.Pack
	linter *lint.Linter
	rules  []int32
	known  map[string]*known
}

// known is what was read of a message's words. Chats grow by a message at a
// time, and the panel asks again after each.
type known struct {
	clauses []lint.Clause
	read    bool
	has     map[*pack.MatchProg]bool
}

// maxKnown is how many messages are remembered: some chats' worth.
const maxKnown = 1024

// NewRules picks the conversation rules of a pack. The linter must be of the
// same pack; its context says which rules are at work.
func NewRules(p *pack.Pack, l *lint.Linter) *Rules {
	r := &Rules{pack: p, linter: l, known: map[string]*known{}}
	for i := range p.Program.Rules {
		if p.Program.Rules[i].Match.Kind == pack.KindTurns {
			r.rules = append(r.rules, int32(i))
		}
	}
	return r
}

// Check gives the findings in a chat, by rule and then by turn.
func (r *Rules) Check(s State) []Finding {
	var out []Finding
	for _, number := range r.rules {
		severity, active := r.linter.Active(number)
		if !active {
			continue
		}
		for _, turn := range r.turns(&r.pack.Program.Rules[number].Match, s) {
			out = append(out, Finding{number, severity, turn})
		}
	}
	return out
}

// Limits gives the bounds of the profile at work; what it does not say is as in
// DefaultLimits.
func (r *Rules) Limits() Limits {
	limits := DefaultLimits
	for _, l := range []struct {
		setting string
		bound   *float64
	}{{"first_reply", &limits.First}, {"reply", &limits.Reply}, {"platform_reply", &limits.Platform}, {"hours_from", &limits.Hours.From}, {"hours_to", &limits.Hours.To}} {
		if v, ok := r.linter.Number(pack.Number{Setting: l.setting}); ok {
			*l.bound = v
		}
	}
	return limits
}

// CheckRule gives the messages one rule finds something in, whether it is at
// work or not.
func (r *Rules) CheckRule(rule int32, s State) []int {
	return r.turns(&r.pack.Program.Rules[rule].Match, s)
}

// turns gives the messages in which a rule finds something.
func (r *Rules) turns(m *pack.MatchProg, s State) []int {
	after, need := &m.Subs[0], &m.Subs[1]
	switch m.Turns.Of {
	case "opening":
		return r.opening(s, need)
	case "closing":
		return r.closing(s, after, need)
	case "answer":
		return r.answer(s, after, need)
	case "unanswered":
		return r.unanswered(s, need)
	case "run":
		return r.run(s, m.Turns.Over)
	case "interrupt":
		return r.interrupt(s, m.Turns.Under)
	case "repeat":
		return repeats(s)
	case "first", "reply":
		return r.late(s, m.Turns.Over, m.Turns.Of == "first")
	case "speed":
		return r.speed(s, m.Turns.Under)
	}
	return nil
}

func (r *Rules) of(message string) *known {
	k := r.known[message]
	if k == nil {
		if len(r.known) >= maxKnown {
			clear(r.known)
		}
		k = &known{has: map[*pack.MatchProg]bool{}}
		r.known[message] = k
	}
	return k
}

func (r *Rules) has(m *pack.MatchProg, message string) bool {
	k := r.of(message)
	has, ok := k.has[m]
	if !ok {
		has = r.linter.Has(m, text.Encode(message))
		k.has[m] = has
	}
	return has
}

func (r *Rules) clauses(message string) []lint.Clause {
	k := r.of(message)
	if !k.read {
		k.clauses, k.read = r.linter.Clauses(text.Encode(message)), true
	}
	return k.clauses
}

func (r *Rules) opening(s State, need *pack.MatchProg) []int {
	for i, m := range s.Messages {
		if m.Role == core.Agent {
			if m.History || r.has(need, m.Text) {
				return nil
			}
			return []int{i}
		}
	}
	return nil
}

// closing looks at a chat that is over. The buyer's last words decide whether
// it was the buyer who closed it.
func (r *Rules) closing(s State, after, need *pack.MatchProg) []int {
	if !s.Done {
		return nil
	}
	last := -1
	for i, m := range s.Messages {
		if m.Role == core.Buyer {
			last = i
		}
	}
	if last < 0 || !r.has(after, s.Messages[last].Text) {
		return nil
	}
	for _, m := range s.Messages[last:] {
		if m.Role == core.Agent && r.has(need, m.Text) {
			return nil
		}
	}
	return []int{core.WholeChat}
}

func (r *Rules) answer(s State, after, need *pack.MatchProg) []int {
	var out []int
	for _, round := range s.Rounds() {
		if round.Answer < 0 {
			continue
		}
		called := false
		for _, i := range round.Buyer {
			called = called || r.has(after, s.Messages[i].Text)
		}
		if !called {
			continue
		}
		met := false
		for _, m := range s.answers(round) {
			met = met || r.has(need, m.Text)
		}
		if !met {
			out = append(out, round.Answer)
		}
	}
	return out
}

// answers gives the agent's messages from a round's answer to the buyer's next
// word.
func (s State) answers(round Round) []Message {
	var out []Message
	for _, m := range s.Messages[round.Answer:] {
		if m.Role == core.Buyer {
			break
		}
		if m.Role == core.Agent {
			out = append(out, m)
		}
	}
	return out
}

func (r *Rules) run(s State, over pack.Number) []int {
	limit, ok := r.linter.Number(over)
	if !ok {
		return nil
	}
	var out []int
	count := 0
	for i, m := range s.Messages {
		switch {
		case m.Role == core.Buyer, m.Role == core.Agent && r.asks(m.Text):
			count = 0
		case m.Role == core.Agent:
			if count++; float64(count) == limit {
				out = append(out, i)
			}
		}
	}
	return out
}

func (r *Rules) asks(message string) bool {
	for _, c := range r.clauses(message) {
		if c.Question {
			return true
		}
	}
	return false
}

// breath is within how many seconds messages of the buyer's count as quick ones
// of one thought.
const breath = 5.0

// interrupt wants to be sure that the buyer is in the middle of something: the
// last word was said a moment ago and asks nothing, and it was not the only one
// or the next follows at once.
func (r *Rules) interrupt(s State, under pack.Number) []int {
	limit, ok := r.linter.Number(under)
	if !ok {
		return nil
	}
	var out []int
	for i, m := range s.Messages {
		if i == 0 || m.Role != core.Agent || m.History {
			continue
		}
		before := s.Messages[i-1]
		if before.Role != core.Buyer || m.T-before.T >= limit || r.asks(before.Text) {
			continue
		}
		several := i > 1 && s.Messages[i-2].Role == core.Buyer && before.T-s.Messages[i-2].T < breath
		goesOn := i+1 < len(s.Messages) && s.Messages[i+1].Role == core.Buyer && s.Messages[i+1].T-before.T < breath
		if several || goesOn {
			out = append(out, i)
		}
	}
	return out
}

// longEnough is from how many characters on the same words twice are a canned
// text and not a common phrase.
const longEnough = 8

func repeats(s State) []int {
	var out []int
	seen := map[string]bool{}
	for i, m := range s.Messages {
		words := text.Plain(m.Text)
		if m.Role != core.Agent || utf8.RuneCountInString(words) < longEnough {
			continue
		}
		if seen[words] {
			out = append(out, i)
		}
		seen[words] = true
	}
	return out
}

func (r *Rules) late(s State, over pack.Number, first bool) []int {
	limit, ok := r.linter.Number(over)
	if !ok {
		return nil
	}
	hours := r.Limits().Hours
	var out []int
	for _, round := range s.Rounds() {
		if !hours.Counts(round.Start) {
			continue // Whoever writes at night does not expect an answer at once.
		}
		if round.Answer >= 0 && !round.History && (round.First || !first) && round.Wait(round.End) > limit {
			out = append(out, round.Answer)
		}
	}
	return out
}

// speedMessages is over how many messages the speed of typing is taken.
const speedMessages = 5

// speed takes a message to be typed from when the first key was pressed, or
// where nobody saw that, from the message before it.
func (r *Rules) speed(s State, under pack.Number) []int {
	limit, ok := r.linter.Number(under)
	if !ok {
		return nil
	}
	type typed struct{ characters, seconds float64 }
	var last []typed
	for i, m := range s.Messages {
		if m.Role != core.Agent || m.History || i == 0 {
			continue
		}
		from := s.Messages[i-1].T
		if m.Started > from {
			from = m.Started
		}
		last = append(last, typed{float64(utf8.RuneCountInString(m.Text)), m.T - from})
		if len(last) > speedMessages {
			last = last[1:]
		}
		if len(last) < speedMessages {
			continue
		}
		var sum typed
		for _, t := range last {
			sum.characters += t.characters
			sum.seconds += t.seconds
		}
		if sum.characters*60 < limit*sum.seconds {
			return []int{i}
		}
	}
	return nil
}
