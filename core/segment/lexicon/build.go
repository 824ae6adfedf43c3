package lexicon

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"math/big"
	"slices"
	"strings"

	"huashu/core/datrie"
)

// Separators are the characters at which segmentation always cuts; no word may
// hold one. They are those of cppjieba.
const Separators = " \t\n，。"

// Word is a word to be put into a lexicon.
type Word struct {
	Text string
	Freq float64 // how often it occurs in Total words; more than 0
	Tag  string  // part of speech, see [ParsePOS]
}

// Build returns the bytes of a lexicon of words for [Load]. Frequencies are
// relative to total; 0 stands for their own sum. Words that extend a dictionary
// are built with that dictionary's [Lexicon.Total].
//
// The same words give the same bytes, in whatever order they are and on every
// machine. Errors name the word: it is empty, too long, twice there, holds a
// separator, has an unknown tag, or a frequency not in (0, total].
func Build(words []Word, total float64) ([]byte, error) {
	if total == 0 {
		for _, w := range words {
			total += w.Freq
		}
		total = max(total, 1)
	}
	weights, weightOf, err := weigh(words, total)
	if err != nil {
		return nil, err
	}
	minWeight := 0.0
	if len(weights) > 0 {
		minWeight = slices.Min(weights)
	}
	var trie datrie.Builder
	for _, w := range words {
		pos, ok := ParsePOS(w.Tag)
		switch {
		case !ok:
			return nil, fmt.Errorf("lexicon: word %q: unknown part of speech %q", w.Text, w.Tag)
		case strings.ContainsAny(w.Text, Separators):
			return nil, fmt.Errorf("lexicon: word %q holds a separator", w.Text)
		}
		if err := trie.AddString(w.Text, weightOf[w.Freq]<<posBits|uint32(pos)); err != nil {
			return nil, fmt.Errorf("lexicon: word %q: %w", w.Text, err)
		}
	}
	body, err := trie.Build()
	if err != nil {
		return nil, fmt.Errorf("lexicon: %w", err)
	}

	le := binary.LittleEndian
	b := make([]byte, 0, headerSize+8*len(weights)+len(body))
	b = append(b, magic...)
	b = le.AppendUint32(b, version)
	b = le.AppendUint32(b, uint32(len(weights)))
	b = le.AppendUint32(b, 0)
	b = le.AppendUint64(b, math.Float64bits(total))
	b = le.AppendUint64(b, math.Float64bits(minWeight))
	for _, w := range weights {
		b = le.AppendUint64(b, math.Float64bits(w))
	}
	return append(b, body...), nil
}

// weigh returns the table of different weights, the most used first so that it
// stays in the processor's cache, and the index of each frequency in it.
func weigh(words []Word, total float64) (weights []float64, indexOf map[float64]uint32, err error) {
	uses := map[float64]int{}
	for _, w := range words {
		if !(w.Freq > 0 && w.Freq <= total) {
			return nil, nil, fmt.Errorf("lexicon: word %q: frequency %v not in (0, %v]", w.Text, w.Freq, total)
		}
		uses[w.Freq]++
	}
	freqs := slices.SortedFunc(maps.Keys(uses), func(x, y float64) int {
		return cmp.Or(cmp.Compare(uses[y], uses[x]), cmp.Compare(x, y))
	})
	indexOf = make(map[float64]uint32, len(freqs))
	for i, f := range freqs {
		indexOf[f] = uint32(i)
		weights = append(weights, logarithm(f/total))
	}
	return weights, indexOf, nil
}

// logarithm returns the natural logarithm of x in (0, 1], correctly rounded.
//
// math.Log may be off by one in the last place, and differently so on different
// processors. Segmentations of equal probability are common, and which one is
// chosen hangs on such last places: correct rounding gives the same bytes
// everywhere and agrees with the C library that gojieba uses.
func logarithm(x float64) float64 {
	const precision, halvings = 160, 12
	num := func() *big.Float { return new(big.Float).SetPrec(precision) }

	// One step of Halley's method from y = math.Log(x), with e^y by its series
	// on y/2^12 and twelve squarings.
	y := num().SetFloat64(math.Log(x))
	small := num().SetMantExp(y, -halvings)
	exp, term := num().SetInt64(1), num().SetInt64(1)
	for i := int64(1); i < 20; i++ {
		term.Mul(term, small)
		term.Quo(term, num().SetInt64(i))
		exp.Add(exp, term)
	}
	for range halvings {
		exp.Mul(exp, exp)
	}
	target := num().SetFloat64(x)
	step := num().Sub(target, exp)
	step.Quo(step, num().Add(target, exp))
	y.Add(y, step.Add(step, step))
	rounded, _ := y.Float64()
	return rounded
}
