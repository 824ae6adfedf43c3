// Package segment cuts Chinese text into words.
//
// It chooses the most probable of all ways to cut a text into dictionary words,
// as jieba does without its hidden Markov model: the cuts are those of
// gojieba's Cut(s, false), down to the ties. Text is UTF-16 code units, and
// so are all positions.
//
// The text is taken as it is, for the dictionary tells cases apart, and holds
// some traditional characters. Who wants the words of traditional or full-width
// text folds it first with package text, which keeps positions. Measured on the
// 6,900 sentences of the shipped packs, folding cuts 5 otherwise: four times T恤
// falls into t and 恤, unless an extra dictionary has t恤, and 妳好 becomes a word.
package segment

import (
	"math"

	"huashu/core/segment/lexicon"
	"huashu/core/text"
)

// Token is a word of a text, or a single character that is no word.
type Token struct {
	Start, End int32       // units[Start:End]; the tokens of a text leave no gap
	POS        lexicon.POS // of an unknown character by its kind: digit, letter, other
	Known      bool        // whether a dictionary has it
}

// Segmenter cuts text. It keeps its scratch memory between calls, so that they
// allocate nothing once it has grown to the texts; therefore a Segmenter must
// not be used by two goroutines at once. The dictionaries may be shared.
type Segmenter struct {
	main   *lexicon.Lexicon
	extras []*lexicon.Lexicon

	codes  []uint16  // of the units in main's trie
	score  []float64 // of the best way to cut the text from here on
	choice []choice  // the first word of that way

	extraCodes  [][]uint16 // of the units in each extra's trie
	extraBegins []bool     // whether an extra's word may begin here; nil without extras
	edges       []edge
}

// New returns a Segmenter that knows the words of main and those of extras,
// which are looked up beside it and not copied. Where several know a word, the
// last one decides its weight and part of speech. Extras must have been built
// with main's total, else their weights do not compare.
func New(main *lexicon.Lexicon, extras ...*lexicon.Lexicon) *Segmenter {
	s := &Segmenter{main: main}
	for _, x := range extras {
		if x != nil && x.Len() > 0 {
			s.extras = append(s.extras, x)
		}
	}
	s.extraCodes = make([][]uint16, len(s.extras))
	return s
}

// chunkSize is how many units are cut at a time, at least: a text is divided at
// the next separator after so many. It bounds the scratch memory for long texts.
const chunkSize = 4096

// Segment appends the tokens of units to dst and returns it.
//
// Letters and digits that form no word of the dictionary are one token each, as
// are all separators; a surrogate pair is one token. The dictionary is case
// sensitive and has the few words of letters that it has in capitals (T恤, B超).
func (s *Segmenter) Segment(dst []Token, units []uint16) []Token {
	return s.SegmentFrom(dst, units, 0)
}

// SegmentFrom is Segment for the tokens that start at a position or later, which
// must be 0 or that of a separator: no word spans one, and what lies before it
// makes no difference to what comes after, nor the other way round.
func (s *Segmenter) SegmentFrom(dst []Token, units []uint16, from int) []Token {
	for start := from; start < len(units); {
		end := chunkEnd(units, start)
		dst = s.segment(dst, units[start:end], int32(start))
		start = end
	}
	return dst
}

// Freq returns the least whole frequency, on the scale of the dictionary, with
// which a word stays in one piece where it stands alone: what to give a word
// that is added without one.
func (s *Segmenter) Freq(word []uint16) float64 {
	s.segment(nil, word, 0)
	// The score of the best way to cut the word is the logarithm of its
	// probability; one more occurrence beats it.
	return min(math.Floor(math.Exp(s.score[0])*s.main.Total())+1, s.main.Total())
}

func chunkEnd(units []uint16, start int) int {
	for end := start + chunkSize; end < len(units); end++ {
		if IsSeparator(units[end]) {
			return end
		}
	}
	return len(units)
}

func (s *Segmenter) segment(dst []Token, units []uint16, offset int32) []Token {
	n := len(units)
	s.codes = s.main.Trie().AppendCodes(s.codes[:0], units)
	if cap(s.score) < n+1 {
		s.score, s.choice = make([]float64, n+1, 2*n+1), make([]choice, n, 2*n)
	}
	s.score, s.choice = s.score[:n+1], s.choice[:n]
	s.findExtras(units)
	s.solve(units)
	for i := int32(0); int(i) < n; {
		c := s.choice[i]
		t := Token{Start: offset + i, End: offset + i + c.length(), POS: c.pos(), Known: c.known()}
		if !t.Known {
			t.POS = kind(units[i])
		}
		dst = append(dst, t)
		i += c.length()
	}
	return dst
}

// kind is the part of speech of a character that is no word.
func kind(unit uint16) lexicon.POS {
	switch class := text.ClassOf(unit); {
	case class&text.Digit != 0:
		return lexicon.Numeral
	case class&text.Latin != 0:
		return lexicon.Latin
	}
	return lexicon.Unknown
}
