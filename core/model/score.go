package model

import (
	"math"
	"slices"
)

// Scorer scores texts with a model. It keeps its working memory from one text
// to the next and is therefore not safe for concurrent use.
//
// No feature spans clauses. So the clauses at the beginning of a text that are as
// they were in the text before keep their sums, and while an agent types, only
// the last clause is looked up.
type Scorer struct {
	model    *Model
	last     Layout // the text before
	codes    []uint16
	features []uint32
	sums     []int32 // clause by clause, one for each label
	length   []int32 // what the class of the length adds for each label
	whole    []int32
	ones     []lead // label → its best clause
	twos     []lead // label → its best two clauses
	verdicts []Verdict
}

// lead is the best window of so many clauses for a label.
type lead struct {
	score int64
	at    int32
}

// NewScorer returns a Scorer. The model must not be nil.
func NewScorer(m *Model) *Scorer {
	n := len(m.labels)
	return &Scorer{
		model: m, length: make([]int32, n), whole: make([]int32, n),
		ones: make([]lead, n), twos: make([]lead, n), verdicts: make([]Verdict, n),
	}
}

// Verdict is what a model says of one label: the score, on a scale of its own
// on which a positive one is above the label's threshold, and the clause or two
// that show the label most, as positions in the text.
type Verdict struct {
	Score      int64
	Start, End int32
}

// Judge gives the verdict on a label of the text read last.
func (s *Scorer) Judge(label int) Verdict { return s.verdicts[label] }

// Read reads a text and judges it.
func (s *Scorer) Read(l *Layout) {
	m, labels := s.model, len(s.model.labels)
	kept, symbols := s.last.become(l)
	s.codes = m.trie.AppendCodes(s.codes[:symbols], l.symbols[symbols:])
	s.sums = slices.Grow(s.sums[:kept*labels], (len(l.Clauses)-kept)*labels)[:len(l.Clauses)*labels]
	clear(s.sums[kept*labels:])
	for c := kept; c < len(l.Clauses); c++ {
		s.features = l.walk(s.features[:0], m.trie, s.codes, &l.Clauses[c])
		m.add(s.row(c), s.features)
	}
	clear(s.length)
	if f, ok := m.trie.Get([]uint16{keyLength, l.length}); ok {
		s.features = append(s.features[:0], f)
		m.add(s.length, s.features)
	}
	s.judge(l)
}

// row gives the sums of a clause.
func (s *Scorer) row(clause int) []int32 {
	n := len(s.length)
	return s.sums[clause*n : (clause+1)*n]
}

// judge judges all labels at once, window by window. The class of the length
// counts in every window.
func (s *Scorer) judge(l *Layout) {
	length := s.length
	whole, ones, twos := s.whole[:len(length)], s.ones[:len(length)], s.twos[:len(length)]
	copy(whole, length)
	for i := range ones {
		ones[i].score, twos[i].score = math.MinInt64, math.MinInt64
	}
	size := int32(0)
	for c := range l.Clauses {
		row, own := s.row(c)[:len(length)], l.Clauses[c].size()
		factor := fixedFactor(own)
		for i := range length {
			whole[i] += row[i]
			if x := int64(row[i]+length[i]) * factor; x > ones[i].score {
				ones[i] = lead{x, int32(c)}
			}
		}
		if c > 0 && len(l.Clauses) > 2 {
			before := s.row(c - 1)[:len(length)]
			factor := fixedFactor(own + l.Clauses[c-1].size())
			for i := range length {
				if x := int64(before[i]+row[i]+length[i]) * factor; x > twos[i].score {
					twos[i] = lead{x, int32(c) - 1}
				}
			}
		}
		size += own
	}
	factor := fixedFactor(size)
	for i := range length {
		s.verdicts[i] = s.model.verdict(l, i, int64(whole[i])*factor, ones[i], twos[i])
	}
}

// verdict weighs the whole text against its best window.
func (m *Model) verdict(l *Layout, label int, whole int64, one, two lead) Verdict {
	const shift = factorBits - scoreBits
	most, from, to := one.score>>shift, one.at, one.at
	if x := two.score >> shift; x > most {
		// Two clauses are pointed at only where one says clearly less.
		if x-most > m.margin/pairLead {
			from, to = two.at, two.at+1
		}
		most = x
	}
	whole >>= shift
	score := int64(m.bias[label]) + (whole+max(most, whole))/2 - int64(m.thresholds[label])
	return Verdict{score, l.Clauses[from].Start, l.Clauses[to].End}
}

// pairLead is the share of a margin by which two clauses must beat one.
const pairLead = 8

// add adds the weights of features to the sums of the labels.
func (m *Model) add(sums []int32, features []uint32) {
	for _, f := range features {
		for _, w := range m.weights[m.starts[f]:m.starts[f+1]] {
			sums[w.label] += int32(w.value)
		}
	}
}

// fixedFactor is factor with factorBits after the point. Square roots and the
// rounding are exact on every machine.
func fixedFactor(size int32) int64 {
	if uint32(size) < uint32(len(factors)) {
		return factors[size]
	}
	return int64(math.Round(factor(size) * (1 << factorBits)))
}

// factors are the fixed factors of ordinary clauses.
var factors = func() (t [64]int64) {
	for size := range t {
		t[size] = int64(math.Round(factor(int32(size)) * (1 << factorBits)))
	}
	return t
}()

// Sureness turns a verdict's score into a number in (0, 1) that is ½ at the
// threshold. It is no probability, but rises and falls with it.
func (m *Model) Sureness(score int64) float64 {
	z := float64(score) / float64(m.margin) * sharpness
	return 0.5 + z/(2*(1+math.Abs(z)))
}

// sharpness says how fast sureness leaves ½: at one margin it is 0.9.
const sharpness = 4

// Beyond gives the score from which on sureness is at least so much.
func (m *Model) Beyond(sureness float64) int64 {
	z := 2*sureness - 1
	z /= 1 - math.Abs(z)
	return int64(math.Ceil(z / sharpness * float64(m.margin)))
}
