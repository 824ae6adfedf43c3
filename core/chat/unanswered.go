package chat

import (
	"slices"

	"huashu/core"
	"huashu/core/lint"
	"huashu/core/pack"
)

// unanswered finds the questions of a round that the agent's answer leaves
// behind. It goes by what the words are about, so it asks for proof before it
// speaks up: where the buyer asked one thing, the answer must clearly be about
// something else; where several, the answer must take up the others.
func (r *Rules) unanswered(s State, need *pack.MatchProg) []int {
	var out []int
	for _, round := range s.Rounds() {
		if round.Answer < 0 || round.History {
			continue
		}
		var questions []lint.Clause
		for _, i := range round.Buyer {
			if s.Messages[i].Role == core.Buyer {
				questions = append(questions, r.questions(s.Messages[i].Text)...)
			}
		}
		answer := r.read(s.answers(round), need)
		if len(questions) == 0 || answer.holds {
			continue
		}
		for _, q := range questions {
			if r.left(q, answer, len(questions)) {
				out = append(out, round.Answer)
				break
			}
		}
	}
	return out
}

// questions gives what a message asks. A question without content (在吗) is
// answered by any word.
func (r *Rules) questions(message string) []lint.Clause {
	var out []lint.Clause
	for _, c := range r.clauses(message) {
		if c.Question && len(c.Deeds)+len(c.Things) > 0 {
			out = append(out, c)
		}
	}
	return out
}

// reply is what the agent's messages of an answer are about, all together.
type reply struct {
	lint.Clause
	holds bool // asks for patience or for more before it answers
	empty bool // nothing but courtesies
}

func (r *Rules) read(messages []Message, hold *pack.MatchProg) reply {
	out := reply{empty: true}
	for _, m := range messages {
		for _, c := range r.clauses(m.Text) {
			out.Topics |= c.Topics
			out.Answers = out.Answers || c.Answers
			out.Deeds = append(out.Deeds, c.Deeds...)
			out.Things = append(out.Things, c.Things...)
			out.empty = out.empty && c.Topics == 0 && len(c.Deeds)+len(c.Things) == 0
		}
		out.holds = out.holds || r.has(hold, m.Text)
	}
	return out
}

// left says whether a question is left behind.
func (r *Rules) left(q lint.Clause, a reply, questions int) bool {
	pitches := uint64(1)<<r.pack.Program.Pitches - 1
	switch {
	case a.empty:
		return true
	case q.Topics&a.Topics != 0, overlap(q.Deeds, a.Deeds), overlap(q.Deeds, a.Things), overlap(q.Things, a.Deeds):
		return false
	case questions > 1:
		return !overlap(q.Things, a.Things)
	case a.Answers:
		return false
	case a.Topics != 0 && a.Topics&^pitches == 0:
		return true // the goods named again are no answer when all else is a pitch
	}
	return q.Topics != 0 && a.Topics != 0 && !overlap(q.Things, a.Things)
}

func overlap(a, b []uint16) bool {
	return slices.ContainsFunc(a, func(u uint16) bool { return slices.Contains(b, u) })
}
