package engine

import (
	"cmp"
	"slices"

	"huashu/core"
	"huashu/core/pack"
)

// Measure is how well the engine reads the labelled messages of a category.
type Measure struct {
	Category string
	Found    int      // messages that break it and are found to
	Missed   []string // messages that break it and are not found to
	False    []string // messages that do not and are
}

// Precision is the share of findings that are right, 1 without findings.
func (m Measure) Precision() float64 { return share(m.Found, m.Found+len(m.False)) }

// Recall is the share of breaches that are found, 1 without breaches.
func (m Measure) Recall() float64 { return share(m.Found, m.Found+len(m.Missed)) }

func share(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

// MeasureCorpora checks every labelled message and counts by category, in the
// order of their names. A message counts for each category it is labelled with
// and against each other one that is found in it.
func (e *Engine) MeasureCorpora(corpora []pack.Corpus) []Measure {
	by := map[string]*Measure{}
	of := func(category string) *Measure {
		if by[category] == nil {
			by[category] = &Measure{Category: category}
		}
		return by[category]
	}
	one := func(line string, labels []string) {
		found := map[string]bool{}
		for _, f := range e.Check(line, core.Context{}) {
			found[f.Category] = true
		}
		for _, label := range labels {
			if found[label] {
				of(label).Found++
			} else {
				of(label).Missed = append(of(label).Missed, line)
			}
			delete(found, label)
		}
		for category := range found {
			of(category).False = append(of(category).False, line)
		}
	}
	for _, c := range corpora {
		for _, line := range c.Bad {
			example, more := pack.ParseCorpusLine(line)
			marked, err := pack.ParseExample(example)
			if err != nil {
				marked.Text = example.Text
			}
			one(marked.Text, append(more, c.Category))
		}
		for _, line := range c.Good {
			example, more := pack.ParseCorpusLine(line)
			one(example.Text, more)
		}
	}
	var out []Measure
	for _, m := range by {
		out = append(out, *m)
	}
	slices.SortFunc(out, func(a, b Measure) int { return cmp.Compare(a.Category, b.Category) })
	return out
}
