// Package typo finds words in which one character is wrong: one that sounds or
// looks like the right one, as an input method or a hurried eye picks it (包果 for
// 包裹, 等侍 for 等待).
//
// A list of wrong words can never be complete, so the wrong ones are not listed;
// the right ones are, with how often people write them. Chinese is full of
// characters that sound alike and words of one character that meet by chance
// (翻面 is no 方面). What tells them apart is how surprising it is: a pair of
// characters that seldom are words of their own, beside a word that is often
// meant.
package typo

import (
	"cmp"
	"slices"

	"huashu/core/datrie"
	"huashu/core/similar"
	"huashu/core/text"
)

// Word is a word that may be misspelt.
type Word struct {
	Text  []uint16 // MinWord to MaxWord Chinese characters, folded
	Often int      // how often people write it: twice its binary logarithm
	Value uint32   // what a slip of it is reported as
}

// Bounds of a word, in characters.
const (
	MinWord = 2
	MaxWord = 4
)

// Surprise is weighed in the unit of Often. A pair of single characters counts
// as a slip of a word if word − one − other ≥ pairBound. In a longer word two
// characters and more stand as they should, and only the wrong one counts,
// twice: word − 2 × wrong ≥ longBound. A character that is a word of its own
// oftener than maxAlone (的, 您, 先) is never taken for a wrong one.
const (
	pairBound = -12
	longBound = -20
	maxAlone  = 14
)

// Finder looks for slips. It keeps no state between calls.
type Finder struct {
	words []Word
	slots []slot // by key
	alone map[uint16]uint8
}

// slot is a place in a word where another character may stand.
type slot struct {
	key  uint32 // of all that must be the same: see keyOf
	word int32
}

// NewFinder makes a finder. Alone says how often a character is a word of its
// own, in the unit of Often; characters it leaves out hardly ever are.
func NewFinder(words []Word, alone map[uint16]uint8) *Finder {
	f := &Finder{words: words, alone: alone}
	for i, w := range words {
		for k, u := range w.Text {
			for _, likes := range likenesses(u) {
				for _, like := range likes {
					f.slots = append(f.slots, slot{keyOf(w.Text, k, like), int32(i)})
				}
			}
		}
	}
	slices.SortFunc(f.slots, func(a, b slot) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.word, b.word))
	})
	return f
}

// keyOf is a number for a word without its character at k, and for how the
// character there sounds or looks. Different words may have the same number.
func keyOf(word []uint16, k int, like uint16) uint32 {
	const prime = 16777619 // of the hash FNV-1
	h := uint32(len(word)<<8 | k)
	for i, u := range word {
		if i == k {
			u = like
		}
		h = (h ^ uint32(u)) * prime
	}
	return h
}

// likenesses gives the sounds of a character, and the groups of look-alikes it
// is in.
func likenesses(u uint16) [2][]uint16 {
	return [...][]uint16{similar.Readings(u), lookAlikes()[u]}
}

// AppendMatches appends the slips found in a folded text to dst, by start, and
// returns it. Where several words could be meant, the likeliest is.
func (f *Finder) AppendMatches(dst []datrie.Match, folded []uint16, words similar.Words) []datrie.Match {
	for i := range folded {
		if !text.IsHan(folded[i]) || !words.Boundary(int32(i)) {
			continue
		}
		for n := MaxWord; n >= MinWord; n-- {
			if i+n > len(folded) || !words.Boundary(int32(i+n)) {
				continue
			}
			if w := f.meant(folded[i:i+n], int32(i), words); w != nil {
				dst = append(dst, datrie.Match{Start: int32(i), End: int32(i + n), Value: w.Value})
				break
			}
		}
	}
	return dst
}

// meant gives the word that a stretch of text at i is a slip of, or nil.
func (f *Finder) meant(wrong []uint16, i int32, words similar.Words) *Word {
	var best *Word
	surest := 0
	for k, u := range wrong {
		if !text.IsHan(u) {
			return nil
		}
		if !words.Alone(i+int32(k)) || f.alone[u] > maxAlone {
			continue
		}
		for _, likes := range likenesses(u) {
			for _, like := range likes {
				for _, s := range f.with(keyOf(wrong, k, like)) {
					w := &f.words[s.word]
					if sure := f.surprise(wrong, k, w); differsAt(wrong, w.Text, k) && sure >= 0 && (best == nil || sure > surest) {
						best, surest = w, sure
					}
				}
			}
		}
	}
	return best
}

// with gives the slots of a key.
func (f *Finder) with(key uint32) []slot {
	low, _ := slices.BinarySearchFunc(f.slots, key, func(s slot, key uint32) int { return cmp.Compare(s.key, key) })
	high := low
	for high < len(f.slots) && f.slots[high].key == key {
		high++
	}
	return f.slots[low:high]
}

// surprise says how far the likelihood of a slip lies above its bound.
func (f *Finder) surprise(wrong []uint16, k int, w *Word) int {
	if len(wrong) > MinWord {
		return w.Often - 2*int(f.alone[wrong[k]]) - longBound
	}
	return w.Often - int(f.alone[wrong[0]]) - int(f.alone[wrong[1]]) - pairBound
}

// differsAt says whether two words are of one length and differ at k alone.
func differsAt(a, b []uint16, k int) bool {
	return len(a) == len(b) && a[k] != b[k] && slices.Equal(a[:k], b[:k]) && slices.Equal(a[k+1:], b[k+1:])
}
