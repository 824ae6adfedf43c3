package lint

import (
	"huashu/core/model"
	"huashu/core/pack"
)

// prepareJudge makes the classifier ready, if the pack has one, and notes which
// rules rest on it.
func (l *Linter) prepareJudge() {
	rules := l.pack.Program.Rules
	l.judges = make([]bool, len(rules))
	for i := range rules {
		l.judges[i] = restsOnModel(&rules[i].Match)
	}
	if l.pack.Categories != nil {
		l.scorer = model.NewScorer(l.pack.Categories)
	}
}

func restsOnModel(m *pack.MatchProg) bool {
	switch m.Kind {
	case pack.KindModel:
		return true
	case pack.KindRequire:
		return restsOnModel(&m.Subs[0])
	}
	return false
}

// judge asks the classifier about the message. What it finds is the clause or
// the two that show the category most.
func (l *Linter) judge(m *pack.MatchProg) (s span, sure bool) {
	if !l.judgeOK {
		l.layout.Read(l.doc.fold, l.doc.tokens)
		l.scorer.Read(&l.layout)
		l.judgeOK = true
	}
	v := l.scorer.Judge(int(m.Label))
	least := int64(1)
	if m.Threshold > 0 {
		least = l.pack.Categories.Beyond(m.Threshold)
	}
	if v.Score < least {
		return s, false
	}
	s = span{start: l.doc.skipBlank(v.Start), end: v.End, literal: none}
	for s.end > s.start && l.doc.blank[s.end-1] {
		s.end--
	}
	return s, s.end > s.start
}
