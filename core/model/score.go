package model

import "math"

// Scorer scores texts with a model. It keeps its working memory from one text
// to the next and is therefore not safe for concurrent use.
type Scorer struct {
	model    *Model
	layout   *Layout
	codes    []uint16
	features []uint32
	sums     []row    // of each clause; one more for the length
	ones     []window // each clause
	twos     []window // each two neighbours, when there are more than two clauses
	whole    window
}

// row holds a sum for each label there can be, so that a byte is always in range.
type row [maxLabels]int32

// window is a stretch of clauses with what its sums are multiplied by.
type window struct {
	from, to int32
	factor   int64
}

// NewScorer returns a Scorer. A nil model knows no labels.
func NewScorer(m *Model) *Scorer { return &Scorer{model: m} }

// Read takes in a text, which must stay as it is until the next one.
func (s *Scorer) Read(l *Layout) {
	s.layout = l
	m := s.model
	clauses := len(l.Clauses)
	s.codes = m.trie.AppendCodes(s.codes[:0], l.symbols)
	if cap(s.sums) <= clauses {
		s.sums = make([]row, 2*(clauses+1))
	}
	s.sums = s.sums[:clauses+1]
	clear(s.sums)
	for c := range l.Clauses {
		s.features = l.walk(s.features[:0], m.trie, s.codes, &l.Clauses[c])
		m.add(&s.sums[c], s.features)
	}
	if f, ok := m.trie.Get([]uint16{keyLength, l.length}); ok {
		s.features = append(s.features[:0], f)
		m.add(&s.sums[clauses], s.features)
	}
	s.divide()
}

// divide lists the windows.
func (s *Scorer) divide() {
	s.ones, s.twos = s.ones[:0], s.twos[:0]
	clauses := s.layout.Clauses
	total := int32(0)
	for i := range clauses {
		c := int32(i)
		size := clauses[i].size()
		s.ones = append(s.ones, window{c, c + 1, fixedFactor(size)})
		if i > 0 && len(clauses) > 2 {
			s.twos = append(s.twos, window{c - 1, c + 1, fixedFactor(clauses[i-1].size() + size)})
		}
		total += size
	}
	s.whole = window{0, int32(len(clauses)), fixedFactor(total)}
}

// add adds the weights of features to the sums of the labels.
func (m *Model) add(sums *row, features []uint32) {
	for _, f := range features {
		for _, w := range m.weights[m.starts[f]:m.starts[f+1]] {
			sums[w.label] += int32(w.value)
		}
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
	most, at := s.best(label, s.ones)
	// Two clauses are pointed at only where one says clearly less.
	if two, pair := s.best(label, s.twos); two > most {
		if two-most > s.model.margin/pairLead {
			at = pair
		}
		most = two
	}
	whole := s.score(label, &s.whole)
	most = max(most, whole)
	clauses := s.layout.Clauses
	return Verdict{(whole+most)/2 - int64(s.model.thresholds[label]), clauses[at.from].Start, clauses[at.to-1].End}
}

// pairLead is the share of a margin by which two clauses must beat one.
const pairLead = 8

// best gives the window that scores highest.
func (s *Scorer) best(label int, windows []window) (score int64, at window) {
	score = math.MinInt64
	for i := range windows {
		if x := s.score(label, &windows[i]); x > score {
			score, at = x, windows[i]
		}
	}
	return score, at
}

func (s *Scorer) score(label int, w *window) int64 {
	sum := s.sums[len(s.layout.Clauses)][label]
	for c := w.from; c < w.to; c++ {
		sum += s.sums[c][label]
	}
	return int64(s.model.bias[label]) + int64(sum)*w.factor>>(factorBits-scoreBits)
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
