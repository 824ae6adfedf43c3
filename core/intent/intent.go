// Package intent tells what a buyer wants from what the buyer writes.
//
// The classifier of the pack says how sure it is of each intent. The likeliest
// is always given, because a panel that shows a guess is of more use than an
// empty one, and after it those that the classifier is sure of as well.
package intent

import (
	"math"
	"slices"

	"huashu/core"
	"huashu/core/model"
	"huashu/core/pack"
	"huashu/core/segment"
	"huashu/core/segment/lexicon"
	"huashu/core/text"
)

// most is how many intents one message is given: people do not agree on more.
// Beside the likeliest one each must be this sure, a good deal more than the
// threshold: cross-validation says so, for most messages have one intent.
const (
	most = 3
	sure = 0.7
)

// Classifier reads buyers' messages with the classifier of one pack. It is not
// safe for concurrent use.
type Classifier struct {
	model  *model.Model
	scorer *model.Scorer
	seg    *segment.Segmenter
	layout model.Layout
	fold   []uint16
	tokens []segment.Token
	judged []judged
}

// judged is an intent with its score.
type judged struct {
	label int
	score int64
}

// New makes a Classifier. One for a pack without a classifier of intents finds
// nothing.
func New(p *pack.Pack, dict *lexicon.Lexicon) *Classifier {
	c := &Classifier{model: p.Intents, seg: segment.New(dict)}
	if c.model != nil {
		c.scorer = model.NewScorer(c.model)
	}
	return c
}

// Classify gives the intents of a message in UTF-16 code units, the surest
// first: none for an empty one, at least one for any other. Scores are ½ where
// the classifier begins to be sure.
func (c *Classifier) Classify(units []uint16) []core.Intent {
	c.fold = text.AppendFold(c.fold[:0], units)
	if c.model == nil || !slices.ContainsFunc(c.fold, func(u uint16) bool { return !text.IsSpace(u) }) {
		return []core.Intent{}
	}
	c.tokens = c.seg.Segment(c.tokens[:0], units)
	c.layout.Read(c.fold, c.tokens)
	c.scorer.Read(&c.layout)
	all := c.judged[:0]
	for label := range c.model.Labels() {
		all = append(all, judged{label, c.scorer.Judge(label).Score})
	}
	c.judged = all
	slices.SortStableFunc(all, func(a, b judged) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return 0
	})
	out := []core.Intent{}
	least := c.model.Beyond(sure)
	for i, j := range all {
		if i > 0 && j.score < least || i == most {
			break
		}
		// Three decimals say all there is to say, and read the same everywhere.
		out = append(out, core.Intent{ID: c.model.Labels()[j.label], Score: math.Round(1000*c.model.Sureness(j.score)) / 1000})
	}
	return out
}

// Reason is a feature that spoke for or against an intent, written as people
// read it, with its weight.
type Reason = model.Reason

// Explain gives the features of a message that weigh most for an intent, the
// heaviest first; nothing for an intent the pack does not know.
func (c *Classifier) Explain(units []uint16, intent string, most int) []Reason {
	if c.model == nil {
		return nil
	}
	label, ok := c.model.Label(intent)
	if !ok {
		return nil
	}
	c.fold = text.AppendFold(c.fold[:0], units)
	c.tokens = c.seg.Segment(c.tokens[:0], units)
	c.layout.Read(c.fold, c.tokens)
	return c.model.Explain(&c.layout, label, most)
}
