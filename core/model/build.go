package model

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"huashu/core/datrie"
	"huashu/core/segment"
)

// The bytes of a model, all little endian:
//
//	 0  "HSML", u32 version, u32 labels, u32 features, u32 weights, u32 bytes of names, u32 margin, u32 zero
//	32  i32 × labels: bias;  i32 × labels: threshold
//	    u32 × (features+1): the first weight of each feature
//	    (u8, i8) × weights: label and weight
//	    the names of the labels, each with a zero behind, and zeros up to a multiple of 8
//	    the trie of features
//
// Scores are integers, so that every machine computes the same: margin is what
// training calls 1, the distance it tries to keep between the two sides.
const (
	magic      = "HSML"
	version    = 2
	headerSize = 32

	factorBits  = 16            // after the point of a factor
	scoreBits   = 8             // after the point of a score
	maxWeight   = math.MaxInt8  // of a feature, as written
	leastWeight = 2             // lighter ones make a third of the file and no difference
	maxLabels   = 1 << 8        // so that a label fits in a byte
	maxScore    = math.MaxInt32 // of a bias or threshold
)

// Version numbers the way of training: the same examples and the same version
// give the same model. Whoever changes what Train does raises it.
const Version = 7

// Train trains a classifier for each label and gives the compiled model, and
// what cross-validation found. Labels are named by their indexes in examples.
func Train(examples []Example, labels []string, seg *segment.Segmenter, o Options) ([]byte, []Outcome, error) {
	if len(labels) > maxLabels {
		return nil, nil, fmt.Errorf("model: %d labels, at most %d fit", len(labels), maxLabels)
	}
	o = o.orDefaults()
	layouts := lay(examples, seg)
	t, keys, err := vocabulary(layouts, o.Least)
	if err != nil {
		return nil, nil, err
	}
	messages := vectors(examples, layouts, t)
	outcomes := validate(messages, len(keys), labels, o)
	weights := make([][]float64, len(labels))
	each(len(labels), func(label int) {
		weights[label] = solve(instances(messages, label), len(keys), o.Cost)
	})
	b, err := compile(labels, keys, weights, outcomes, o.Features)
	return b, outcomes, err
}

// weight is one number of the model, as it lies in the file.
type weight struct {
	label uint8
	value int8
}

// compile rounds the weights to bytes, leaves out the lightest, keeps the
// heaviest features and lays out the file.
func compile(labels, keys []string, weights [][]float64, outcomes []Outcome, limit int) ([]byte, error) {
	heaviest := 0.0
	for _, w := range weights {
		for _, v := range w[:len(keys)] {
			heaviest = max(heaviest, math.Abs(v))
		}
	}
	scale := maxWeight / max(heaviest, 1e-9)
	type feature struct {
		key     string
		weights []weight
		mass    int
	}
	var kept []feature
	for f, key := range keys {
		x := feature{key: key}
		for label, w := range weights {
			if v := int8(math.Round(w[f] * scale)); v >= leastWeight || v <= -leastWeight {
				x.weights = append(x.weights, weight{uint8(label), v})
				x.mass += int(v) * int(v)
			}
		}
		if x.mass > 0 {
			kept = append(kept, x)
		}
	}
	slices.SortStableFunc(kept, func(a, b feature) int { return cmp.Compare(b.mass, a.mass) })
	kept = kept[:min(len(kept), limit)]
	slices.SortFunc(kept, func(a, b feature) int { return cmp.Compare(a.key, b.key) })

	var trie datrie.Builder
	var starts []uint32
	var all []byte
	for i, x := range kept {
		if err := trie.Add(unpack(x.key), uint32(i)); err != nil {
			return nil, fmt.Errorf("model: feature %d: %w", i, err)
		}
		starts = append(starts, uint32(len(all)/2))
		for _, w := range x.weights {
			all = append(all, w.label, byte(w.value))
		}
	}
	starts = append(starts, uint32(len(all)/2))
	index, err := trie.Build()
	if err != nil {
		return nil, fmt.Errorf("model: features: %w", err)
	}

	le := binary.LittleEndian
	out := append([]byte(nil), magic...)
	var names []byte
	for _, name := range labels {
		names = append(append(names, name...), 0)
	}
	margin := scale * (1 << scoreBits)
	for _, n := range []int{version, len(labels), len(kept), len(all) / 2, len(names), int(math.Round(margin)), 0} {
		out = le.AppendUint32(out, uint32(n))
	}
	fixed := func(v float64) uint32 {
		return uint32(int32(math.Round(max(-maxScore, min(maxScore, v*margin)))))
	}
	for label := range labels {
		out = le.AppendUint32(out, fixed(weights[label][len(keys)]))
	}
	for label := range labels {
		out = le.AppendUint32(out, fixed(outcomes[label].Threshold))
	}
	for _, s := range starts {
		out = le.AppendUint32(out, s)
	}
	out = append(append(out, all...), names...)
	for len(out)%8 != 0 {
		out = append(out, 0)
	}
	return append(out, index...), nil
}
