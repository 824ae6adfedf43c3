package model

import "math"

// Scorer scores texts with a model. It keeps its working memory from one text
// to the next and is therefore not safe for concurrent use.
type Scorer struct {
	model  *Model
	layout *Layout
	codes  []uint16
	sums   []int32 // clause by clause, of each label; one row more for the length
}

// NewScorer returns a Scorer. A nil model knows no labels.
func NewScorer(m *Model) *Scorer { return &Scorer{model: m} }

// Read takes in a text, which must stay as it is until the next one.
func (s *Scorer) Read(l *Layout) {
	s.layout = l
	m := s.model
	n := len(m.labels)
	s.codes = m.trie.AppendCodes(s.codes[:0], l.symbols)
	if need := (len(l.Clauses) + 1) * n; cap(s.sums) < need {
		s.sums = make([]int32, need, 2*need)
	}
	s.sums = s.sums[:(len(l.Clauses)+1)*n]
	clear(s.sums)
	for c := range l.Clauses {
		row := s.sums[c*n : c*n+n]
		l.walk(m.trie, s.codes, &l.Clauses[c], func(f uint32) { m.add(row, f) })
	}
	if f, ok := m.trie.Get([]uint16{keyLength, l.length}); ok {
		m.add(s.sums[len(l.Clauses)*n:], f)
	}
}

func (m *Model) add(row []int32, feature uint32) {
	from, to := m.starts[feature], m.starts[feature+1]
	values := m.values[from:to]
	for k, label := range m.of[from:to] {
		row[label] += int32(values[k])
	}
}

// Verdict is what a model says of one label: the score, on a scale of its own
// on which a positive one is above the label's threshold, and the window of
// clauses that shows the label most, as positions in the text.
type Verdict struct {
	Score      int64
	Start, End int32
}

// Judge gives the verdict on a label of the text read last.
func (s *Scorer) Judge(label int) Verdict {
	clauses := s.layout.Clauses
	n := len(clauses)
	one, from := s.best(label, 1)
	best, size := one, 1
	if n > 2 {
		if two, at := s.best(label, 2); two > one {
			best = two
			// Two clauses are pointed at only where one says clearly less.
			if two-one > s.model.margin/pairLead {
				from, size = at, 2
			}
		}
	}
	whole := s.window(label, 0, n)
	best = max(best, whole)
	return Verdict{(whole+best)/2 - int64(s.model.thresholds[label]), clauses[from].Start, clauses[from+size-1].End}
}

// pairLead is the share of a margin by which two clauses must beat one.
const pairLead = 8

// best gives the window of so many clauses that scores highest.
func (s *Scorer) best(label, size int) (score int64, from int) {
	score = math.MinInt64
	for c := 0; c+size <= len(s.layout.Clauses); c++ {
		if x := s.window(label, c, c+size); x > score {
			score, from = x, c
		}
	}
	return score, from
}

// window scores the clauses [from, to).
func (s *Scorer) window(label, from, to int) int64 {
	n := len(s.model.labels)
	sum, size := s.sums[len(s.layout.Clauses)*n+label], int32(0)
	for c := from; c < to; c++ {
		sum += s.sums[c*n+label]
		size += s.layout.Clauses[c].size()
	}
	return int64(s.model.bias[label]) + int64(sum)*fixedFactor(size)>>(factorBits-scoreBits)
}

// fixedFactor is factor with factorBits after the point. Square roots and the
// rounding are exact on every machine.
func fixedFactor(size int32) int64 { return int64(math.Round(factor(size) * (1 << factorBits))) }

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
