// Package typo finds words in which one character is wrong: one that sounds or
// looks like the right one, as an input method or a hurried eye picks it (包果 for
// 包裹, 等侍 for 等待).
//
// A list of wrong words can never be complete, so the wrong ones are not listed;
// the right ones are, with how often people of the trade write them. Chinese is
// full of words that sound alike and of single characters that meet by chance
// (翻面 is no 方面), so what counts is surprise: how much likelier the right word
// is than what stands there.
package typo

import (
	"cmp"
	"math"
	"slices"

	"huashu/core/datrie"
	"huashu/core/similar"
)

// Word is a word that may be misspelt.
type Word struct {
	Text []uint16 // MinWord to MaxWord Chinese characters, folded
	// Often is how often people write it: twice the binary logarithm of how many
	// times in bodySize words. A word with 0 is right as it stands, but is never
	// what a slip was meant to be.
	Often int
	Value uint32 // what a slip of it is reported as
}

// Bounds of a word, in characters.
const (
	MinWord = 2
	MaxWord = 4
)

// The bounds are natural logarithms: a word of the dictionary must be far less
// likely than the right one to be a slip of it, words that merely meet less so.
// A character that is a word of its own oftener than maxAlone (的, 您, 在) is never
// taken for a wrong one.
const (
	bodySize  = 160_000
	tradeless = 0.3 // weight of the language at large beside that of the trade
	wordBound = 8.0
	pairBound = 6.0
	maxAlone  = 18

	leastShare = 1e-8 // of the words of the language: that of one the dictionary lacks
)

// Finder looks for slips. It must not be used by two goroutines at once.
type Finder struct {
	words []Word
	slots []slot   // by key
	first []int32  // high bits of a key → the first slot that has them; one more for the end
	sieve []uint64 // a bit for the low sieveBits bits of each key: most keys asked for are none
	alone []uint8  // character, from firstHan → how often it is a word of its own
	likes []uint16 // character, from firstHan → its place in likenesses, 0 if it was not needed yet
	share func(word []uint16) float64

	likenesses [][]uint16 // the sounds of a character, and the groups of look-alikes it is in
}

// The characters that words are made of.
const (
	firstHan = 0x4e00
	lastHan  = 0x9fff
)

const (
	sieveBits = 18
	firstBits = 14 // about two slots begin with the same
)

// slot is a place in a word where another character may stand, or the word as
// a whole.
type slot struct {
	key  uint32 // of all that must be the same: see keyOf
	word int32
}

// NewFinder makes a finder. Alone says how often a character is a word of its
// own, in the unit of Often; characters it leaves out hardly ever are. Share
// gives the share a word has of all words of the language, 0 if it is none.
func NewFinder(words []Word, alone map[uint16]uint8, share func(word []uint16) float64) *Finder {
	f := &Finder{
		words: words, share: share, sieve: make([]uint64, 1<<sieveBits/64),
		alone: make([]uint8, lastHan-firstHan+1), likes: make([]uint16, lastHan-firstHan+1), likenesses: make([][]uint16, 1),
	}
	for u, often := range alone {
		if isHan(u) {
			f.alone[u-firstHan] = often
		}
	}
	for i, w := range words {
		f.slots = append(f.slots, slot{keyOf(w.Text, len(w.Text), 0), int32(i)})
		if w.Often == 0 {
			continue
		}
		for k, u := range w.Text {
			for _, like := range f.likenessesOf(u) {
				f.slots = append(f.slots, slot{keyOf(w.Text, k, like), int32(i)})
			}
		}
	}
	for _, s := range f.slots {
		bit := s.key & (1<<sieveBits - 1)
		f.sieve[bit/64] |= 1 << (bit % 64)
	}
	slices.SortFunc(f.slots, func(a, b slot) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.word, b.word))
	})
	f.first = make([]int32, 1<<firstBits+1)
	for _, s := range f.slots {
		f.first[s.key>>(32-firstBits)+1]++
	}
	for i := range f.first[1:] {
		f.first[i+1] += f.first[i]
	}
	return f
}

// keyOf is a number for a word without its character at k, and for how the
// character there sounds or looks; for all of it if k is its length. Different
// words may have the same number.
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

func isHan(u uint16) bool { return u >= firstHan && u <= lastHan }

// likenessesOf gives what a character may be taken for another by.
func (f *Finder) likenessesOf(u uint16) []uint16 {
	if !isHan(u) {
		return nil
	}
	at := &f.likes[u-firstHan]
	if *at == 0 {
		*at = uint16(len(f.likenesses))
		f.likenesses = append(f.likenesses, slices.Concat(similar.Readings(u), lookAlikes()[u]))
	}
	return f.likenesses[*at]
}

// Reach bounds how far AppendMatches looks ahead: the slips that start at i depend
// on what stands, and how it is cut into words, before i+Reach alone.
const Reach = 2 * MaxWord

// AppendMatches appends the slips found in a folded text from a position on to
// dst, by start, and returns it. Where several words could be meant, the
// likeliest is.
func (f *Finder) AppendMatches(dst []datrie.Match, folded []uint16, from int, words similar.Words) []datrie.Match {
	for i := from; i < len(folded); i++ {
		if !isHan(folded[i]) || !words.Boundary(int32(i)) {
			continue
		}
		for n := MaxWord; n >= MinWord; n-- {
			if i+n > len(folded) || !words.Boundary(int32(i+n)) {
				continue
			}
			if w := f.meant(folded, i, n, words); w != nil {
				dst = append(dst, datrie.Match{Start: int32(i), End: int32(i + n), Value: w.Value})
				break
			}
		}
	}
	return dst
}

// meant gives the word that the n characters at i are a slip of, or nil.
func (f *Finder) meant(folded []uint16, i, n int, words similar.Words) *Word {
	wrong := folded[i : i+n]
	for _, u := range wrong {
		if !isHan(u) {
			return nil
		}
	}
	var best *Word
	for k, u := range wrong {
		if f.alone[u-firstHan] > maxAlone {
			continue
		}
		for _, like := range f.likenessesOf(u) {
			for _, s := range f.with(keyOf(wrong, k, like)) {
				if w := &f.words[s.word]; differsAt(wrong, w.Text, k) && (best == nil || w.Often > best.Often) {
					best = w
				}
			}
		}
	}
	if best == nil || f.known(wrong) != nil {
		return nil
	}
	chance, pieces := f.asItStands(wrong, int32(i), words)
	bound := pairBound
	if pieces == 1 {
		bound = wordBound
	}
	if f.likelihood(best.Text, best)-chance < bound || f.crossed(folded, i, n) {
		return nil
	}
	return best
}

// crossed says whether a word begins before a stretch and ends in it, or begins
// in it and ends after it: then its characters may belong there, as 鱼 does in
// 钓鱼伞, which is no 雨伞.
func (f *Finder) crossed(folded []uint16, i, n int) bool {
	crosses := func(edge, low, high int) bool {
		for start := max(low, edge-MaxWord+1, 0); start < edge; start++ {
			for end := edge + 1; end <= min(high, start+MaxWord, len(folded)); end++ {
				if f.share(folded[start:end]) > 0 {
					return true
				}
			}
		}
		return false
	}
	return crosses(i, 0, i+n-1) || crosses(i+n, i+1, len(folded))
}

// Mends says whether the words around a wrong one become likelier when the right
// one is written on [start, end).
func (f *Finder) Mends(folded []uint16, start, end int32, right []uint16, words similar.Words) bool {
	low, high := start, end
	for !words.Boundary(low) {
		low--
	}
	for !words.Boundary(high) {
		high++
	}
	before, _ := f.asItStands(folded[low:high], low, words)
	after := 0.0
	for _, word := range [][]uint16{folded[low:start], right, folded[end:high]} {
		if len(word) > 0 {
			after += f.likelihood(word, f.known(word))
		}
	}
	return after > before
}

// asItStands gives the likelihood of the words that a stretch of text at i is
// cut into, and their number.
func (f *Finder) asItStands(stretch []uint16, i int32, words similar.Words) (chance float64, pieces int) {
	start := 0
	for end := 1; end <= len(stretch); end++ {
		if words.Boundary(i + int32(end)) {
			piece := stretch[start:end]
			chance += f.likelihood(piece, f.known(piece))
			pieces++
			start = end
		}
	}
	return chance, pieces
}

// likelihood gives the natural logarithm of how likely a word is, W its entry
// or nil.
func (f *Finder) likelihood(word []uint16, w *Word) float64 {
	count := 0.0
	switch {
	case w != nil:
		count = math.Exp2(float64(w.Often) / 2)
	case len(word) == 1 && isHan(word[0]):
		count = math.Exp2(float64(f.alone[word[0]-firstHan])/2) - 1
	}
	return math.Log(tradeless*max(f.share(word), leastShare) + (1-tradeless)*count/bodySize)
}

// known gives the entry of a word as it stands, or nil.
func (f *Finder) known(word []uint16) *Word {
	for _, s := range f.with(keyOf(word, len(word), 0)) {
		if w := &f.words[s.word]; slices.Equal(word, w.Text) {
			return w
		}
	}
	return nil
}

// with gives the slots of a key.
func (f *Finder) with(key uint32) []slot {
	if bit := key & (1<<sieveBits - 1); f.sieve[bit/64]&(1<<(bit%64)) == 0 {
		return nil
	}
	slots := f.slots[f.first[key>>(32-firstBits)]:f.first[key>>(32-firstBits)+1]]
	low := 0
	for low < len(slots) && slots[low].key < key {
		low++
	}
	high := low
	for high < len(slots) && slots[high].key == key {
		high++
	}
	return slots[low:high]
}

// differsAt says whether two words are of one length and differ at k alone.
func differsAt(a, b []uint16, k int) bool {
	return len(a) == len(b) && a[k] != b[k] && slices.Equal(a[:k], b[:k]) && slices.Equal(a[k+1:], b[k+1:])
}
