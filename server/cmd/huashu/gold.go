package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"huashu/core"
	"huashu/core/engine"
)

// gold is a body of messages with the labels that people gave them: categories
// of replies, or intents of buyers.
type gold struct {
	messages []goldMessage
	buyers   bool
}

type goldMessage struct {
	ID      string   `json:"id"`
	Text    string   `json:"text"`
	Labels  []string `json:"labels"`
	Intents []string `json:"intents"`
}

// readGold reads a labelled file, JSON lines. Only odd or even ids are taken
// when only says so.
func readGold(name, only string) (gold, error) {
	var g gold
	if only != "" && only != "odd" && only != "even" {
		return g, fmt.Errorf("--only %q is neither odd nor even", only)
	}
	f, err := os.Open(name)
	if err != nil {
		return g, err
	}
	defer func() { _ = f.Close() }() // only read
	in := bufio.NewScanner(f)
	in.Buffer(make([]byte, 64<<10), maxLine)
	for line := 1; in.Scan(); line++ {
		var m goldMessage
		if err := json.Unmarshal(in.Bytes(), &m); err != nil {
			return g, fmt.Errorf("%s:%d: %w", name, line, err)
		}
		if only != "" && strings.ContainsAny(m.ID[max(0, len(m.ID)-1):], "13579") != (only == "odd") {
			continue
		}
		g.buyers = g.buyers || len(m.Intents) > 0
		g.messages = append(g.messages, m)
	}
	return g, in.Err()
}

// score runs the engine over the messages. Macro F1 is over the labels that
// people gave at least once.
func (g gold) score(e *engine.Engine) string {
	type count struct{ right, wrong, missed int }
	counts := map[string]*count{}
	of := func(label string) *count {
		if counts[label] == nil {
			counts[label] = new(count)
		}
		return counts[label]
	}
	first, clean, alarms := 0, 0, 0
	for _, m := range g.messages {
		want := map[string]bool{}
		for _, label := range append(m.Labels, m.Intents...) {
			want[label] = true
		}
		got := g.read(e, m.Text)
		if len(got) > 0 && want[got[0]] {
			first++
		}
		seen := map[string]bool{}
		for _, label := range got {
			if seen[label] {
				continue
			}
			seen[label] = true
			if want[label] {
				of(label).right++
			} else {
				of(label).wrong++
			}
		}
		for label := range want {
			if !seen[label] {
				of(label).missed++
			}
		}
		if len(want) == 0 {
			clean++
			alarms += len(seen)
		}
	}
	macro, labels := 0.0, 0
	for _, c := range counts {
		if c.right+c.missed > 0 {
			macro += 2 * float64(c.right) / float64(2*c.right+c.wrong+c.missed)
			labels++
		}
	}
	macro /= float64(max(1, labels))
	if g.buyers {
		return fmt.Sprintf("%d messages, macro F1 %.3f, first intent right %.3f", len(g.messages), macro, float64(first)/float64(max(1, len(g.messages))))
	}
	return fmt.Sprintf("%d messages, macro F1 %.3f, false per 100 clean %.1f", len(g.messages), macro, 100*float64(alarms)/float64(max(1, clean)))
}

// read gives the labels that the engine gives a message, the surest first.
func (g gold) read(e *engine.Engine, message string) []string {
	var out []string
	if g.buyers {
		for _, i := range e.Intents(message) {
			out = append(out, i.ID)
		}
		return out
	}
	for _, f := range e.Check(message, core.Context{}) {
		out = append(out, f.Category)
	}
	return out
}
