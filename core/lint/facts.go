package lint

import (
	"huashu/core/fact"
	"huashu/core/pack"
)

// SetFacts sets the shop's own figures that replies are compared with. Without
// them rules about facts are silent and cost nothing.
func (l *Linter) SetFacts(f *fact.Facts) { l.facts = f }

func comparesFacts(m *pack.MatchProg) bool {
	if m.Kind == pack.KindFact {
		return true
	}
	for i := range m.Subs {
		if comparesFacts(&m.Subs[i]) {
			return true
		}
	}
	return false
}

// eachFact finds the figures that contradict the shop's.
func (l *Linter) eachFact(m *pack.MatchProg, found func(span) bool) bool {
	if l.facts == nil {
		return true
	}
	bytes, units := l.doc.utf8()
	if string(bytes) != l.reply {
		l.reply = string(bytes)
	}
	for _, wrong := range l.facts.Check(m.Fact, l.reply) {
		if !found(span{start: units[wrong.Start], end: units[wrong.End], literal: none, right: wrong.Right}) {
			return false
		}
	}
	return true
}
