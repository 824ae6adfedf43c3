package lint

import (
	"cmp"
	"slices"

	"huashu/core/model"
	"huashu/core/pack"
)

// Explain gives the features of a message that weigh most in the classifiers
// that a rule asks, for and against, the heaviest first. A rule that knows words
// needs no explanation and gets none.
func (l *Linter) Explain(rule int, units []uint16, most int) []model.Reason {
	l.read(units)
	out := []model.Reason{}
	if l.pack.Categories == nil {
		return out
	}
	var layout model.Layout
	layout.Read(l.doc.fold, l.doc.tokens)
	var visit func(m *pack.MatchProg)
	visit = func(m *pack.MatchProg) {
		if m.Kind == pack.KindModel {
			out = append(out, l.pack.Categories.Explain(&layout, int(m.Label), most)...)
		}
		for i := range m.Subs {
			visit(&m.Subs[i])
		}
	}
	visit(&l.pack.Program.Rules[rule].Match)
	weight := func(r model.Reason) int { return max(r.Weight, -r.Weight) }
	slices.SortStableFunc(out, func(a, b model.Reason) int { return cmp.Compare(weight(b), weight(a)) })
	return out[:min(most, len(out))]
}
