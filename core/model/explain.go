package model

import (
	"cmp"
	"slices"
	"strings"

	"huashu/core/text"
)

// Reason is a feature with its weight for a label. It is written as people
// read it: a character or word as it is, "|" for the edge of a clause, "^" and
// "$" for those of the message, "a b" for two words in a row, "a … b" for two
// apart, "#long" for the length. Numbers are zeros.
type Reason struct {
	Feature string `json:"feature"`
	Weight  int    `json:"weight"`
}

// Explain gives the features of a text that weigh most for a label, for and
// against, the heaviest first.
func (m *Model) Explain(l *Layout, label, most int) []Reason {
	weights := map[string]int{}
	note := func(key []uint16) {
		if f, ok := m.trie.Get(key); ok {
			if w := m.weight(f, label); w != 0 {
				weights[describe(key)] += w
			}
		}
	}
	for c := range l.Clauses {
		l.collect(&l.Clauses[c], note)
	}
	note([]uint16{keyLength, l.length})
	return heaviest(weights, most)
}

// Strongest gives the features that weigh most for a label wherever they occur.
// Unlike Explain it gives only those that speak for it.
func (m *Model) Strongest(label, most int) []Reason {
	weights := map[string]int{}
	m.trie.Each(func(key []uint16, f uint32) {
		if w := m.weight(f, label); w > 0 {
			weights[describe(key)] = w
		}
	})
	return heaviest(weights, most)
}

func (m *Model) weight(feature uint32, label int) int {
	for k := m.starts[feature]; k < m.starts[feature+1]; k++ {
		if w := m.weights[k]; int(w.label) == label {
			return int(w.value)
		}
	}
	return 0
}

func heaviest(weights map[string]int, most int) []Reason {
	out := make([]Reason, 0, len(weights))
	for feature, weight := range weights {
		out = append(out, Reason{feature, weight})
	}
	slices.SortFunc(out, func(a, b Reason) int {
		return cmp.Or(cmp.Compare(max(b.Weight, -b.Weight), max(a.Weight, -a.Weight)), cmp.Compare(a.Feature, b.Feature))
	})
	return out[:min(most, len(out))]
}

var lengthNames = [...]string{"1", "2", "3–4", "5–7", "8–12", "13–20", "21–40", "over 40"}

// describe writes a key for people.
func describe(key []uint16) string {
	if key[0] == keyLength && len(key) == 2 {
		if n := int(key[1]) - 'a'; n >= 0 && n < len(lengthNames) {
			return "#" + lengthNames[n]
		}
	}
	var b strings.Builder
	for _, u := range key {
		switch u {
		case keyWord:
		case keyNext:
			b.WriteString(" ")
		case keyApart:
			b.WriteString(" … ")
		case markStart:
			b.WriteString("^")
		case markClause:
			b.WriteString("|")
		case markEnd:
			b.WriteString("$")
		default:
			b.WriteString(text.Decode([]uint16{u}))
		}
	}
	return b.String()
}
