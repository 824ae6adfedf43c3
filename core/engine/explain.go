package engine

import (
	"slices"

	"huashu/core/model"
	"huashu/core/pack"
	"huashu/core/text"
)

// mostReasons is how many features an explanation names.
const mostReasons = 8

// Explain tells why a rule that rests on a classifier speaks up, or does not:
// the features of the message that weigh most, for and against, the heaviest
// first. None for a rule that knows words, or that is not there.
func (e *Engine) Explain(message, rule string) []model.Reason {
	i := slices.IndexFunc(e.info.Rules, func(r pack.RuleInfo) bool { return r.ID == rule })
	if i < 0 {
		return []model.Reason{}
	}
	e.units = text.AppendEncode(e.units[:0], message)
	return e.linter.Explain(i, e.units, mostReasons)
}
