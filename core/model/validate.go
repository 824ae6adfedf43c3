package model

import (
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
		out[label].judge(messages, label, o.Precision)
	})
	return out
}

// judge chooses the threshold: of those with the wanted precision, the one of
// the best F1.
func (o *Outcome) judge(examples []message, label int, precision float64) {
	order := make([]int, len(examples))
	has := make([]bool, len(examples))
	for i := range order {
		order[i] = i
		if has[i] = slices.Contains(examples[i].Labels, label); has[i] {
			o.Examples++
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch sa, sb := o.Scores[a], o.Scores[b]; {
		case sa > sb:
			return -1
		case sa < sb:
			return 1
		}
		return 0
	})
	o.Threshold = math.Inf(1)
	right := 0
	for k, i := range order {
		if has[i] {
			right++
		}
		next := o.Scores[i] - 1
		if k+1 < len(order) {
			next = o.Scores[order[k+1]]
		}
		if next == o.Scores[i] {
			continue
		}
		p, r := float64(right)/float64(k+1), float64(right)/float64(max(1, o.Examples))
		f1 := 0.0
		if right > 0 {
			f1 = 2 * p * r / (p + r)
		}
		o.Best = max(o.Best, f1)
		if p >= precision && f1 > o.F1 {
			o.Precision, o.Recall, o.F1, o.Threshold = p, r, f1, (o.Scores[i]+next)/2
		}
	}
}
