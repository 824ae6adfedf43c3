package model

import (
	"cmp"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"huashu/core/datrie"
	"huashu/core/segment"
	"huashu/core/text"
)

// Example is a labelled message.
type Example struct {
	Text   string
	Labels []int // indexes of the labels it has
	// Marks are where label Marked shows, in UTF-16 code units. Without them
	// the whole message stands for its labels.
	Marks  [][2]int
	Marked int
	Fold   int // the part of the cross-validation it belongs to
	// Share is how much an error on it costs beside one on another example; 0
	// means 1.
	Share float64
}

// Options are what training can be told. Zero values mean the defaults.
type Options struct {
	// Recall is how much recall counts beside precision when a threshold is
	// chosen; below 1 a label speaks more rarely and is right more often.
	Recall float64
	// Least is how many examples a feature must occur in.
	Least int
	// Cost is the price of an error beside that of weights, C in the literature.
	Cost float64
	// Folds is the number of parts of the cross-validation.
	Folds int
	// Features is how many are kept, the heaviest ones.
	Features int
}

func (o Options) orDefaults() Options {
	return Options{
		Recall:   cmp.Or(o.Recall, 1),
		Least:    cmp.Or(o.Least, 2),
		Cost:     cmp.Or(o.Cost, 0.2),
		Folds:    cmp.Or(o.Folds, 5),
		Features: cmp.Or(o.Features, 20_000),
	}
}

// Shares of the parts of a message in training beside the message itself: the
// clauses that are marked, and those that are not.
const (
	markedShare = 1.0
	otherShare  = 0.5
)

// message is an example laid out, with its windows as vectors.
type message struct {
	Example
	whole   vector
	windows []vector // clauses and pairs of neighbours, when there is more than one
	parts   []part   // what training uses beside the whole
}

// vector is a sparse vector: feature numbers, rising, and how often they occur
// times the factor that makes long texts comparable with short ones.
type vector struct {
	features []uint32
	values   []float64
	square   float64 // of its length
}

type part struct {
	vector
	marked bool
}

// instance is what the solver sees.
type instance struct {
	*vector
	message  *message
	positive bool
	share    float64
}

// vocabulary numbers the features that enough examples have.
func vocabulary(layouts []Layout, least int) (*datrie.Trie, []string, error) {
	seen := map[string]int{} // key → 1 + last example
	count := map[string]int{}
	var bytes []byte
	for i := range layouts {
		l := &layouts[i]
		emit := func(key []uint16) {
			bytes = bytes[:0]
			for _, u := range key {
				bytes = append(bytes, byte(u>>8), byte(u))
			}
			if seen[string(bytes)] != i+1 {
				seen[string(bytes)] = i + 1
				count[string(bytes)]++
			}
		}
		for c := range l.Clauses {
			l.collect(&l.Clauses[c], emit)
		}
		emit([]uint16{keyLength, l.length})
	}
	var keys []string
	for key, n := range count {
		if n >= least {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	t, err := index(keys)
	return t, keys, err
}

// index builds the trie of feature keys, written as big-endian bytes.
func index(keys []string) (*datrie.Trie, error) {
	var b datrie.Builder
	for i, key := range keys {
		if err := b.Add(unpack(key), uint32(i)); err != nil {
			return nil, err
		}
	}
	return b.Trie()
}

func unpack(key string) []uint16 {
	units := make([]uint16, len(key)/2)
	for i := range units {
		units[i] = uint16(key[2*i])<<8 | uint16(key[2*i+1])
	}
	return units
}

// lay lays out all examples.
func lay(examples []Example, seg *segment.Segmenter) []Layout {
	layouts := make([]Layout, len(examples))
	var tokens []segment.Token
	for i := range examples {
		units := text.Encode(examples[i].Text)
		tokens = seg.Segment(tokens[:0], units)
		layouts[i].Read(text.AppendFold(units[:0], units), tokens)
	}
	return layouts
}

// vectors turns layouts into vectors over the features of a trie.
func vectors(examples []Example, layouts []Layout, t *datrie.Trie) []message {
	out := make([]message, len(examples))
	var codes []uint16
	for i := range examples {
		l := &layouts[i]
		m := &out[i]
		m.Example = examples[i]
		codes = t.AppendCodes(codes[:0], l.symbols)
		clauses := make([][]uint32, len(l.Clauses))
		for c := range l.Clauses {
			clauses[c] = l.walk(nil, t, codes, &l.Clauses[c])
		}
		var length []uint32
		if f, ok := t.Get([]uint16{keyLength, l.length}); ok {
			length = []uint32{f}
		}
		of := func(from, to int) vector {
			var all []uint32
			size := int32(0)
			for c := from; c < to; c++ {
				all = append(all, clauses[c]...)
				size += l.Clauses[c].size()
			}
			return newVector(append(all, length...), size)
		}
		n := len(l.Clauses)
		m.whole = of(0, n)
		if n == 1 {
			continue
		}
		for c := range n {
			m.windows = append(m.windows, of(c, c+1))
		}
		for c := 0; n > 2 && c+1 < n; c++ {
			m.windows = append(m.windows, of(c, c+2))
		}
		m.parts = parts(m, l, of)
	}
	return out
}

// parts divides a message into its marked stretches and its other clauses.
func parts(m *message, l *Layout, of func(from, to int) vector) []part {
	var out []part
	marked := func(c int) bool {
		return slices.ContainsFunc(m.Marks, func(at [2]int) bool {
			return at[0] < int(l.Clauses[c].End) && int(l.Clauses[c].Start) < at[1]
		})
	}
	for c := 0; c < len(l.Clauses); c++ {
		if !marked(c) {
			out = append(out, part{of(c, c+1), false})
			continue
		}
		from := c
		for c+1 < len(l.Clauses) && marked(c+1) {
			c++
		}
		if from > 0 || c+1 < len(l.Clauses) {
			out = append(out, part{of(from, c+1), true})
		}
	}
	return out
}

func newVector(features []uint32, size int32) vector {
	slices.Sort(features)
	one, v := factor(size), vector{}
	for _, f := range features {
		if n := len(v.features); n > 0 && v.features[n-1] == f {
			v.values[n-1] += one
			continue
		}
		v.features, v.values = append(v.features, f), append(v.values, one)
	}
	for _, x := range v.values {
		v.square += float64(x * x)
	}
	return v
}

// factor makes long texts comparable with short ones: the fourth root, because
// of what features of a long text say, much is said twice. Both roots are exact
// to the last bit on every machine.
func factor(size int32) float64 { return 1 / math.Sqrt(math.Sqrt(float64(max(1, size)))) }

// instances gives what a label's classifier is trained on.
func instances(messages []message, label int) []instance {
	var out []instance
	for i := range messages {
		m := &messages[i]
		has := slices.Contains(m.Labels, label)
		share := cmp.Or(m.Share, 1)
		out = append(out, instance{&m.whole, m, has, share})
		for k := range m.parts {
			p := &m.parts[k]
			switch {
			case has && m.Marked != label: // where it shows is not known
			case p.marked:
				out = append(out, instance{&p.vector, m, has, share * markedShare})
			default:
				out = append(out, instance{&p.vector, m, false, share * otherShare})
			}
		}
	}
	return out
}

// rounds is how often the solver goes over the instances. Those that lie on
// their side by more than ease after the first few rounds are left out of the
// later ones: they have no say in where the border runs.
const (
	rounds = 8
	settle = 2
	ease   = 0.3
)

// solve trains one label's linear classifier with a bias as its last weight:
// dual coordinate descent for the squared hinge loss with quadratic
// regularisation (Hsieh et al. 2008). It takes additions, multiplications and
// divisions only, in a fixed order, each rounded by itself, so that every
// machine finds the same weights.
func solve(train []instance, features int, cost float64) []float64 {
	w := make([]float64, features+1)
	alpha := make([]float64, len(train))
	order := rand.New(rand.NewPCG(1, 1)).Perm(len(train))
	for round := range rounds {
		kept := order[:0]
		for _, i := range order {
			gradient := step(w, &train[i], &alpha[i], cost)
			if round < settle || alpha[i] > 0 || gradient < ease {
				kept = append(kept, i)
			}
		}
		order = kept
	}
	return w
}

// step settles one instance's share in the weights and gives how far beyond the
// margin the instance was.
func step(w []float64, x *instance, alpha *float64, cost float64) (gradient float64) {
	y := -1.0
	if x.positive {
		y = 1
	}
	slack := 0.5 / float64(cost*x.share)
	gradient = float64(y*x.dot(w)) - 1 + float64(slack**alpha)
	next := max(0, *alpha-gradient/(1+slack+x.square))
	delta := float64((next - *alpha) * y)
	*alpha = next
	if delta == 0 {
		return gradient
	}
	for k, f := range x.features {
		w[f] += float64(delta * x.values[k])
	}
	w[len(w)-1] += delta
	return gradient
}

func (v *vector) dot(w []float64) float64 {
	sum := w[len(w)-1]
	for k, f := range v.features {
		sum += float64(w[f] * v.values[k])
	}
	return sum
}

// score is how a message is judged: half by all of it, half by the window that
// shows the label most.
func (m *message) score(w []float64) float64 {
	whole := m.whole.dot(w)
	best := whole
	for i := range m.windows {
		best = max(best, m.windows[i].dot(w))
	}
	return (whole + best) / 2
}

// each runs f for 0 … n-1 on all processors.
func each(n int, f func(i int)) {
	var group sync.WaitGroup
	var next atomic.Int64
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				f(int(i))
			}
		})
	}
	group.Wait()
}
