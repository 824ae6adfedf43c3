// Package practice plays a scripted buyer and reviews what the agent answered.
//
// There is nothing to remember between calls: what the buyer says next and how
// the agent did so far both follow from the script and the chat.
package practice

import (
	"math"

	"huashu/core"
	"huashu/core/chat"
	"huashu/core/pack"
)

// Step is where a practice chat stands.
type Step struct {
	Say    []string `json:"say"` // what the buyer says next; empty while the agent is to answer
	Done   bool     `json:"done"`
	Review Review   `json:"review"`
}

// Review is how the agent did so far.
type Review struct {
	Score int      `json:"score"` // 0 to 100, the mean of the turns that were answered
	Turns []Answer `json:"turns"`
}

// Answer is how one turn of the script was answered.
type Answer struct {
	Score   int       `json:"score"` // 0 to 100, see Score
	Buyer   []string  `json:"buyer"`
	Replies []Reply   `json:"replies"`
	Waits   []float64 `json:"waits"` // seconds, one for each round
	// Grade is that of the longest wait.
	Grade chat.Grade `json:"grade"`
	Wants []Want     `json:"wants"`
	Model string     `json:"model"` // what would have been a good answer
}

// Reply is a message of the agent's and what the rules find in it.
type Reply struct {
	Text     string         `json:"text"`
	Findings []core.Finding `json:"findings"`
}

// Want is something the answer should do.
type Want struct {
	Title string `json:"title"`
	Met   bool   `json:"met"`
}

// Judge is what a chat is reviewed by.
type Judge struct {
	Check  func(reply string) []core.Finding
	Limits chat.Limits
}

// Play follows a scenario through a chat that holds nothing but its own buyer
// and the agent's replies.
func Play(s *pack.Scenario, state chat.State, by Judge) Step {
	p := player{messages: state.Messages, by: by}
	step := Step{Say: []string{}, Review: Review{Turns: []Answer{}}}
	for i := range s.Turns {
		answer, say := p.turn(&s.Turns[i])
		if len(answer.Replies) > 0 {
			step.Review.Turns = append(step.Review.Turns, answer)
		}
		if say != nil {
			step.Say = say
			break
		}
		if p.waiting {
			break
		}
		step.Done = i == len(s.Turns)-1
	}
	step.Review.Score = mean(step.Review.Turns)
	return step
}

// player reads a chat from its beginning.
type player struct {
	messages []chat.Message
	by       Judge
	waiting  bool // the agent is to answer
}

// turn reads the part of the chat that belongs to one turn. Say is what the
// buyer has not said of it yet.
func (p *player) turn(t *pack.ScriptTurn) (answer Answer, say []string) {
	answer = Answer{Buyer: []string{}, Replies: []Reply{}, Waits: []float64{}, Wants: []Want{}, Model: t.Model}
	for _, w := range t.Wants {
		answer.Wants = append(answer.Wants, Want{Title: w.Title})
	}
	say = p.round(t, t.Buyer, &answer)
	if say == nil && !p.waiting && len(t.Cold) > 0 && !answer.complete() {
		say = p.round(t, t.Cold, &answer)
	}
	answer.Score = Score(&answer)
	return answer, say
}

// round reads lines of the buyer's and the replies to them.
func (p *player) round(t *pack.ScriptTurn, lines []string, answer *Answer) (say []string) {
	start := 0.0
	for i, line := range lines {
		if len(p.messages) == 0 || p.messages[0].Role != core.Buyer {
			return lines[i:]
		}
		if i == 0 {
			start = p.messages[0].T
		}
		answer.Buyer = append(answer.Buyer, line)
		p.messages = p.messages[1:]
	}
	p.waiting = len(p.messages) == 0
	for i := 0; len(p.messages) > 0 && p.messages[0].Role == core.Agent; i++ {
		m := p.messages[0]
		p.messages = p.messages[1:]
		if i == 0 {
			wait := max(0, m.T-start)
			answer.Waits = append(answer.Waits, wait)
			answer.Grade = p.by.Limits.Grade(longest(answer.Waits))
		}
		answer.Replies = append(answer.Replies, Reply{m.Text, p.by.Check(m.Text)})
		for j := range t.Wants {
			answer.Wants[j].Met = answer.Wants[j].Met || t.Wants[j].Met(m.Text)
		}
	}
	return nil
}

func (a *Answer) complete() bool {
	for _, w := range a.Wants {
		if !w.Met {
			return false
		}
	}
	return true
}

// How much of a score is what, in points.
const (
	pointsWants    = 40.0
	pointsLanguage = 35.0
	pointsPace     = 25.0
)

var (
	// penalty is what a finding takes off the points for language.
	penalty = map[core.Severity]float64{core.Error: 35, core.Warning: 14, core.Hint: 5}
	// pace is the share of the points for pace that a wait earns.
	pace = map[chat.Grade]float64{chat.Golden: 1, chat.Good: 0.9, chat.Fair: 0.75, chat.Late: 0.35, chat.Missed: 0}
)

// Score grades an answer from 0 to 100: up to 40 points for doing what was
// wanted, 35 for language that no rule remarks on, 25 for answering in time.
// An answer with nothing that is wanted earns nothing for pace either: a quick
// empty word helps nobody.
func Score(a *Answer) int {
	if len(a.Replies) == 0 {
		return 0
	}
	wants := 1.0
	if len(a.Wants) > 0 {
		met := 0
		for _, w := range a.Wants {
			if w.Met {
				met++
			}
		}
		wants = float64(met) / float64(len(a.Wants))
	}
	language := pointsLanguage
	for _, r := range a.Replies {
		for _, f := range r.Findings {
			language -= penalty[f.Severity]
		}
	}
	score := wants*pointsWants + max(0, language)
	if wants > 0 {
		score += pace[a.Grade] * pointsPace
	}
	return int(math.Round(score))
}

func mean(answers []Answer) int {
	if len(answers) == 0 {
		return 0
	}
	sum := 0
	for _, a := range answers {
		sum += a.Score
	}
	return int(math.Round(float64(sum) / float64(len(answers))))
}

func longest(waits []float64) float64 {
	most := 0.0
	for _, w := range waits {
		most = max(most, w)
	}
	return most
}
