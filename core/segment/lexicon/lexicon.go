// Package lexicon stores the words that segmentation knows, with the weight and
// the part of speech of each, in bytes that are read in place.
//
// A lexicon is a [datrie.Trie] whose values are a part of speech and an index
// into a short table of weights: a dictionary of 350,000 words has only some
// 5,000 different ones.
package lexicon

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"huashu/core/datrie"
)

// Lexicon is a read-only dictionary. Make one with [Load]. It may be shared
// between goroutines.
type Lexicon struct {
	trie      *datrie.Trie
	weights   []float64
	total     float64
	minWeight float64
}

// The bytes of a lexicon, little endian:
//
//	 0  "HSLX", u32 version
//	 8  u32 weights, u32 zero
//	16  f64 total, f64 least weight
//	32  f64 × weights
//	    the trie; a word's value is weight index << 6 | part of speech
const (
	magic      = "HSLX"
	version    = 1
	headerSize = 32
)

// ErrFormat is wrapped by every error of [Load].
var ErrFormat = errors.New("lexicon: not a lexicon")

// Load returns the lexicon stored in b, which it goes on reading and which must
// not change. It checks the bytes as [datrie.Load] does: a lexicon that Load
// returns cannot make a lookup fail.
func Load(b []byte) (*Lexicon, error) { return load(b, datrie.Load) }

// LoadTrusted is [Load] without the checks that take time, for bytes that are
// part of the program; see [datrie.LoadTrusted].
func LoadTrusted(b []byte) (*Lexicon, error) { return load(b, datrie.LoadTrusted) }

func load(b []byte, loadTrie func([]byte) (*datrie.Trie, error)) (*Lexicon, error) {
	le := binary.LittleEndian
	if len(b) < headerSize || string(b[:4]) != magic || le.Uint32(b[4:]) != version {
		return nil, fmt.Errorf("%w: no mark %q of version %d", ErrFormat, magic, version)
	}
	n := uint64(le.Uint32(b[8:]))
	if n > uint64(len(b)-headerSize)/8 {
		return nil, fmt.Errorf("%w: %d weights in %d bytes", ErrFormat, n, len(b))
	}
	l := &Lexicon{
		total:     math.Float64frombits(le.Uint64(b[16:])),
		minWeight: math.Float64frombits(le.Uint64(b[24:])),
		weights:   make([]float64, n),
	}
	b = b[headerSize:]
	for i := range l.weights {
		l.weights[i] = math.Float64frombits(le.Uint64(b[8*i:]))
		if !isWeight(l.weights[i]) {
			return nil, fmt.Errorf("%w: weight %d is %v", ErrFormat, i, l.weights[i])
		}
	}
	if !isWeight(l.minWeight) || !(l.total >= 1 && l.total < 1e15) {
		return nil, fmt.Errorf("%w: total %v, least weight %v", ErrFormat, l.total, l.minWeight)
	}
	var err error
	if l.trie, err = loadTrie(b[8*n:]); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if l.trie.Len() > 0 && uint64(l.trie.MaxValue()>>posBits) >= n {
		return nil, fmt.Errorf("%w: a word's weight is missing", ErrFormat)
	}
	return l, nil
}

// isWeight tells whether w is the logarithm of a frequency that can occur.
func isWeight(w float64) bool { return w <= 0 && w > -1000 }

// Trie returns the words; give their values to [Lexicon.Weight] and [PosOf].
func (l *Lexicon) Trie() *datrie.Trie { return l.trie }

// Len returns the number of words.
func (l *Lexicon) Len() int { return l.trie.Len() }

// Total returns the sum of frequencies to which the words' frequencies relate.
func (l *Lexicon) Total() float64 { return l.total }

// MinWeight returns the least weight of a word. Segmentation gives it to a
// character that no word holds.
func (l *Lexicon) MinWeight() float64 { return l.minWeight }

// Weight returns the weight of a word given its value in the trie: the natural
// logarithm of its frequency divided by [Lexicon.Total], at most 0.
func (l *Lexicon) Weight(value uint32) float64 { return l.weights[value>>posBits] }

// Weights returns the table of weights, to be indexed with [WeightIndex]. It
// must not be changed.
func (l *Lexicon) Weights() []float64 { return l.weights }

// WeightIndex returns the index of a word's weight given its value in the trie.
func WeightIndex(value uint32) uint32 { return value >> posBits }

// PosOf returns the part of speech of a word given its value in the trie.
func PosOf(value uint32) POS { return POS(value & posMask) }

// Find returns the part of speech and the frequency of a word in UTF-16 code
// units, and whether the lexicon has it. The frequency is on the scale of
// [Lexicon.Total].
func (l *Lexicon) Find(word []uint16) (pos POS, freq float64, ok bool) {
	value, ok := l.trie.Get(word)
	if !ok {
		return Unknown, 0, false
	}
	return PosOf(value), math.Exp(l.Weight(value)) * l.total, true
}
