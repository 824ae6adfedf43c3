// Package similar finds words that are written so that a filter does not see
// them: 薇信, wei xin, 微.信, 加✨微✨信, v❤, 第①, 亻言 for 信.
//
// What such spellings keep is the sound. A term is therefore stored as its
// skeleton, a sequence of symbols: the syllable of each Chinese character
// without its tone, each letter, each digit. The text is read against the trie
// of all skeletons, and at each place there may be several ways to read on: a
// character is its syllable, letters spell one, a sign such as ❤ or ① stands for
// characters, two halves are a character split in two; and what is put in
// between, or repeated, may be passed over.
//
// Sound alone proves little, for Chinese has few syllables. [Finder] keeps only
// what looks like a disguise: see [Likeness] and genuine.
package similar

import (
	"fmt"

	"huashu/core/text"
)

// Likeness is how far a disguise may be from the word.
type Likeness uint8

// The kinds of likeness; each includes those before it. They are numbers of
// the compiled pack.
const (
	Spaced Likeness = iota + 1 // its own characters, with something in between or repeated
	Signs                      // letters, digits, signs and halves stand for characters
	Sounds                     // characters of the same sound do
)

// Bounds of a term, in UTF-16 code units. A single character is not enough to
// recognise a disguise by.
const (
	MinTerm = 2
	MaxTerm = 16
)

// maxSkeletons bounds the ways in which a term with characters of several
// readings may be pronounced.
const maxSkeletons = 16

// Skeletons gives the sequences of symbols by which a folded term is found: one,
// or several if a character of it has several everyday readings. A term that
// holds anything but common Chinese characters, the letters a–z and digits, or
// is too short or too long, is an error.
func Skeletons(term string) ([][]uint16, error) {
	units := text.Encode(term)
	if len(units) < MinTerm || len(units) > MaxTerm {
		return nil, fmt.Errorf("%q has %d characters, a disguise is looked for with %d to %d", term, len(units), MinTerm, MaxTerm)
	}
	out := [][]uint16{nil}
	for _, u := range units {
		symbols := symbolsOf(u)
		if len(symbols) == 0 {
			return nil, fmt.Errorf("%q: the sound of %q is not known", term, string(rune(u)))
		}
		var longer [][]uint16
		for _, s := range symbols {
			for _, skeleton := range out {
				longer = append(longer, append(skeleton[:len(skeleton):len(skeleton)], s))
			}
		}
		if out = longer; len(out) > maxSkeletons {
			return nil, fmt.Errorf("%q can be pronounced in more than %d ways", term, maxSkeletons)
		}
	}
	return out, nil
}

// symbolsOf gives the symbols of a unit of a term.
func symbolsOf(u uint16) []uint16 {
	if isLetter(u) || isDigit(u) {
		return []uint16{u}
	}
	return sounds().all[u]
}

func isLetter(u uint16) bool { return u >= 'a' && u <= 'z' }

func isDigit(u uint16) bool { return u >= '0' && u <= '9' }

// Readings gives the symbols of the sounds of a Chinese character, its usual one
// first; none if it is not known.
func Readings(u uint16) []uint16 { return sounds().all[u] }
