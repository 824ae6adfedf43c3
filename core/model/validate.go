package model

import (
	"cmp"
	"math"
	"slices"
)

// Outcome is what cross-validation found about a label: how it would have
// judged examples that it had not seen.
type Outcome struct {
	Label                 string
	Examples              int // that have the label
	Precision, Recall, F1 float64
	Best                  float64 // F1 at the threshold that makes it best
	Threshold             float64
	Scores                []float64 // of every example
}

// validate trains on all folds but one and scores that one, for each fold. The
// features are those of all examples: one that only the held-out fold has gets
// no weight.
func validate(messages []message, features int, labels []string, o Options) []Outcome {
	out := make([]Outcome, len(labels))
	each(len(labels), func(label int) {
		scores := make([]float64, len(messages))
		all := instances(messages, label)
		for fold := range o.Folds {
			var train []instance
			for _, x := range all {
				if x.message.Fold%o.Folds != fold {
					train = append(train, x)
				}
			}
			w := solve(train, features, o.Cost)
			for i := range messages {
				if messages[i].Fold%o.Folds == fold {
					scores[i] = messages[i].score(w)
				}
			}
		}
		out[label] = Outcome{Label: labels[label], Scores: scores}
		out[label].judge(messages, label, o.Recall)
	})
	return out
}

// judge chooses the threshold of the best F: of precision and recall, with
// recall counting weight times as much as precision.
func (o *Outcome) judge(examples []message, label int, weight float64) {
	order := make([]int, len(examples))
	has := make([]bool, len(examples))
	for i := range order {
		order[i] = i
		if has[i] = slices.Contains(examples[i].Labels, label); has[i] {
			o.Examples++
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(o.Scores[b], o.Scores[a]) })
	o.Threshold = math.Inf(1)
	right, best := 0, 0.0
	for k, i := range order {
		if has[i] {
			right++
		}
		next := o.Scores[i] - 1
		if k+1 < len(order) {
			next = o.Scores[order[k+1]]
		}
		if next == o.Scores[i] || right == 0 {
			continue
		}
		p, r := float64(right)/float64(k+1), float64(right)/float64(o.Examples)
		f1 := fMeasure(p, r, 1)
		o.Best = max(o.Best, f1)
		if f := fMeasure(p, r, weight); f > best {
			best = f
			o.Precision, o.Recall, o.F1, o.Threshold = p, r, f1, (o.Scores[i]+next)/2
		}
	}
}

// fMeasure is van Rijsbergen's: the weighted harmonic mean of precision and
// recall.
func fMeasure(p, r, weight float64) float64 {
	square := weight * weight
	return (1 + square) * p * r / (float64(square*p) + r)
}
