// Package practice plays a scripted buyer and reviews what the agent answered.
//
// There is nothing to remember between calls: what the buyer says next and how
// the agent did so far both follow from the script and the chat.
package practice

import (
	"math"
	"slices"

	"huashu/core"
	"huashu/core/chat"
	"huashu/core/pack"
)

// Step is where a practice chat stands.
type Step struct {
	Say    []string `json:"say"` // what the buyer says next; empty while the agent is to answer
	Done   bool     `json:"done"`
	Review Review   `json:"review"`
	// Limits are what waits are graded by.
	Limits chat.Limits `json:"limits"`
}

// Review is how the agent did so far.
type Review struct {
	Score int      `json:"score"` // 0 to 100, the mean of the turns that were answered
	Turns []Answer `json:"turns"`
}

// Answer is how one turn of the script was answered.
type Answer struct {
	Score int       `json:"score"` // 0 to 100, see Score
	Lines []Line    `json:"lines"` // in the order they were said
	Waits []float64 `json:"waits"` // seconds, one for each round
	// Grade is that of the longest wait.
	Grade chat.Grade `json:"grade"`
	Wants []Want     `json:"wants"`
	Model string     `json:"model"` // what would have been a good answer
}

// Line is a message, and what the rules find in it if it is the agent's.
type Line struct {
	Role     core.Role      `json:"role"`
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
	step := Step{Say: []string{}, Review: Review{Turns: []Answer{}}, Limits: by.Limits}
	for i := range s.Turns {
		answer, say := p.turn(&s.Turns[i])
		if answer.answered() {
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
	answer = Answer{Lines: []Line{}, Waits: []float64{}, Wants: []Want{}, Model: t.Model}
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

// round reads lines of the buyer's and the replies to them. An agent who breaks
// in between two lines is heard, and still has the rest to answer.
func (p *player) round(t *pack.ScriptTurn, lines []string, answer *Answer) (say []string) {
	round := round{start: -1}
	for i, line := range lines {
		p.replies(t, &round, answer)
		if len(p.messages) == 0 {
			return lines[i:]
		}
		if i == 0 {
			round.start = p.messages[0].T
		}
		answer.Lines = append(answer.Lines, Line{core.Buyer, line, []core.Finding{}})
		p.messages = p.messages[1:]
	}
	p.waiting = p.replies(t, &round, answer) == 0
	return nil
}

// round is one wait of the buyer's.
type round struct {
	start  float64 // when he began, -1 before
	waited bool    // its wait is counted
}

// replies reads what the agent says next, and gives how many messages that was.
func (p *player) replies(t *pack.ScriptTurn, round *round, answer *Answer) int {
	n := 0
	for ; len(p.messages) > 0 && p.messages[0].Role == core.Agent; n++ {
		m := p.messages[0]
		p.messages = p.messages[1:]
		if !round.waited && round.start >= 0 {
			round.waited = true
			answer.Waits = append(answer.Waits, max(0, m.T-round.start))
			answer.Grade = p.by.Limits.Grade(longest(answer.Waits))
		}
		answer.Lines = append(answer.Lines, Line{core.Agent, m.Text, p.by.Check(m.Text)})
		for j := range t.Wants {
			answer.Wants[j].Met = answer.Wants[j].Met || t.Wants[j].Met(m.Text)
		}
	}
	return n
}

func (a *Answer) answered() bool {
	return slices.ContainsFunc(a.Lines, func(l Line) bool { return l.Role == core.Agent })
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
	if !a.answered() {
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
	for _, line := range a.Lines {
		for _, f := range line.Findings {
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
