// Package chat follows a conversation: who waits since when, which rounds there
// were, and what the rules about whole chats have to say.
//
// The state of a chat is a fold over events. Reduce is pure, so that the same
// events give the same state however they arrive in batches, and a page that
// was reloaded comes to the state it had by reading its rows again.
package chat

import (
	"cmp"
	"slices"

	"huashu/core"
)

// Kind says what happened.
type Kind string

// The kinds of event.
const (
	Said   Kind = "said"   // a row of the chat
	Typing Kind = "typing" // the agent pressed a key
	Opened Kind = "opened" // the agent looks at this chat
	Closed Kind = "closed" // the platform or the agent ended it
)

// Event is something seen in a seller's chat page. T is in seconds on the clock
// of the page, whichever that is; only differences count, and the time of day
// where a profile has hours.
type Event struct {
	Kind Kind      `json:"kind"`
	ID   string    `json:"id,omitempty"` // of the row; rows of one ID are one message
	Role core.Role `json:"role,omitempty"`
	T    float64   `json:"t"`
	Text string    `json:"text,omitempty"`
	// History marks rows filled in when the agent scrolled up or the page was
	// loaded. They are read, but no clock runs on them.
	History bool `json:"history,omitempty"`
}

// Message is a message of the state.
type Message struct {
	core.Message
	ID      string `json:"id,omitempty"`
	History bool   `json:"history,omitempty"`
	// Started is when the agent began to type this message; 0 if nobody saw.
	Started float64 `json:"started,omitempty"`
}

// State is what is known of a chat. The zero value knows nothing yet.
type State struct {
	Messages []Message `json:"messages"` // in the order they were said
	Open     bool      `json:"open"`
	Done     bool      `json:"done"`
	typing   float64   // since when the agent types; 0 if not
}

// skew is by how many seconds a clock may disagree with itself (rows stamped by
// a server, others by the machine) before a message is taken to be older.
const skew = 2.0

// Reduce gives the state after one more event. It does not change s.
func Reduce(s State, e Event) State { return ReduceAll(s, []Event{e}) }

// ReduceAll folds a batch of events. It does not change s.
func ReduceAll(s State, events []Event) State {
	said := 0
	for i := range events {
		if events[i].Kind == Said {
			said++
		}
	}
	s.Messages = slices.Grow(slices.Clip(s.Messages), said) // clipped, they move
	for _, e := range events {
		switch e.Kind {
		case Opened:
			s.Open = true
		case Closed:
			s.Open, s.Done, s.typing = false, true, 0
		case Typing:
			if s.typing == 0 {
				s.typing = e.T
			}
		case Said:
			s = s.said(e)
		}
	}
	return s
}

// said adds a message, in the memory of s.Messages.
func (s State) said(e Event) State {
	if s.has(e) {
		return s
	}
	m := Message{Message: core.Message{Role: e.Role, T: e.T, Text: e.Text}, ID: e.ID, History: e.History}
	if e.Role == core.Agent && !e.History {
		m.Started, s.typing = s.typing, 0
	}
	at := len(s.Messages)
	if at > 0 && !e.History {
		// What is new comes last. A stamp that lags a little is another clock's.
		if last := s.Messages[at-1].T; m.T < last && last-m.T <= skew {
			m.T = last
		}
	}
	for at > 0 && s.Messages[at-1].T > m.T {
		at--
	}
	s.Messages = slices.Insert(s.Messages, at, m)
	if e.Role == core.Buyer {
		s.Done = false
	}
	return s
}

// has says whether the message is known: by its ID, or where the page gives
// none, by who said what when.
func (s State) has(e Event) bool {
	return slices.ContainsFunc(s.Messages, func(m Message) bool {
		if e.ID != "" || m.ID != "" {
			return e.ID == m.ID
		}
		return m.T-e.T <= skew && e.T-m.T <= skew && m.Role == e.Role && m.Text == e.Text
	})
}

// Round is one wait of the buyer's: from the first message nobody has answered
// to the agent's answer. Further messages of the buyer's do not restart it,
// robot and system rows do not end it.
type Round struct {
	First   bool    `json:"first"` // the first of the chat
	Start   float64 `json:"start"`
	End     float64 `json:"end"`    // of an open round, 0
	Answer  int     `json:"answer"` // index of the message that answered it; -1 while it is open
	Buyer   []int   `json:"buyer"`  // indexes of the buyer's messages
	History bool    `json:"history,omitempty"`
}

// Wait is how long the buyer waited, or has waited by now, in seconds.
func (r Round) Wait(now float64) float64 {
	if r.Answer < 0 {
		return max(0, now-r.Start)
	}
	return max(0, r.End-r.Start)
}

// Rounds gives the rounds of a chat in their order; the last may be open.
func (s State) Rounds() []Round {
	var rounds []Round
	buyer := make([]int, 0, len(s.Messages)) // holds the lists of all rounds
	open, first := false, 0
	for i, m := range s.Messages {
		switch {
		case m.Role == core.Buyer && !open:
			first, buyer = len(buyer), append(buyer, i)
			rounds = append(rounds, Round{First: len(rounds) == 0, Start: m.T, Answer: -1, Buyer: tail(buyer, first), History: m.History})
			open = true
		case m.Role == core.Buyer:
			buyer = append(buyer, i)
			rounds[len(rounds)-1].Buyer = tail(buyer, first)
		case m.Role == core.Agent && open:
			r := &rounds[len(rounds)-1]
			r.End, r.Answer, open = m.T, i, false
		}
	}
	return rounds
}

func tail(list []int, from int) []int { return list[from:len(list):len(list)] }

// Waiting gives the open round, if the buyer waits.
func (s State) Waiting() (Round, bool) {
	rounds := s.Rounds()
	if n := len(rounds); n > 0 && rounds[n-1].Answer < 0 {
		return rounds[n-1], true
	}
	return Round{}, false
}

// Hours is when a platform counts response times: from so many seconds after
// midnight to so many. The zero value is all day.
type Hours struct {
	From float64 `json:"from"`
	To   float64 `json:"to"`
}

// chinaOffset is what China's clocks are ahead of UTC, in seconds.
const chinaOffset = 8 * 3600

// firstDate is the earliest time, in 2001, that is taken for a date. Chats
// written down often count their seconds from 0, and have no time of day.
const firstDate = 1e9

// Counts says whether a round that starts at t (seconds since 1970, UTC) falls
// into the hours of China's clocks. A time that is no date always counts.
func (h Hours) Counts(t float64) bool {
	if h.From == h.To || t < firstDate {
		return true
	}
	day := int64(t+chinaOffset) % 86400
	return float64(day) >= h.From && float64(day) < h.To
}

// Grade is how well a wait was kept, as the trade counts.
type Grade string

// Grades of a wait: within 6 s, the first reply's 15 s, every reply's 20 s, the
// platform's limit, or beyond.
const (
	Golden Grade = "golden"
	Good   Grade = "good"
	Fair   Grade = "fair"
	Late   Grade = "late"
	Missed Grade = "missed"
)

// Limits are the bounds of a profile in seconds.
type Limits struct {
	Golden   float64 `json:"golden"`
	First    float64 `json:"first"`
	Reply    float64 `json:"reply"`
	Platform float64 `json:"platform"`
	Hours    Hours   `json:"hours"` // when waits are counted at all
}

// DefaultLimits are those of the house rules; 180 s is what most platforms
// count.
var DefaultLimits = Limits{Golden: 6, First: 15, Reply: 20, Platform: 180}

// Grade grades a wait.
func (l Limits) Grade(wait float64) Grade {
	for _, g := range []struct {
		bound float64
		grade Grade
	}{{l.Golden, Golden}, {l.First, Good}, {l.Reply, Fair}, {l.Platform, Late}} {
		if wait <= g.bound {
			return g.grade
		}
	}
	return Missed
}

// FromChat makes the state of a chat that is over, as the command line is given
// it.
func FromChat(c core.Chat) State {
	s := State{Done: true}
	for _, m := range c {
		s.Messages = append(s.Messages, Message{Message: m})
	}
	slices.SortStableFunc(s.Messages, func(a, b Message) int { return cmp.Compare(a.T, b.T) })
	return s
}
