package suggest

import (
	"slices"
	"strings"
	"unicode/utf8"

	"huashu/core/text"
)

// finder finds words in folded texts and what they stand for. A character of a
// text is looked at once and leads to the few words that begin with it.
type finder struct{ words map[rune][]entry }

type entry struct {
	word string // folded
	of   int
}

func newFinder() *finder { return &finder{map[rune][]entry{}} }

func (f *finder) add(words []string, of int) {
	for _, w := range words {
		folded := text.FoldString(w)
		first, _ := utf8.DecodeRuneInString(folded)
		f.words[first] = append(f.words[first], entry{folded, of})
	}
}

// find gives what the words in a text stand for, each once, in the order of
// their first occurrence. With denied, words directly behind a 不 or 没 do not
// count.
func (f *finder) find(folded string, denied bool) []int {
	var out []int
	before := ' '
	for i, r := range folded {
		if !denied || before != '不' && before != '没' && before != '非' {
			for _, e := range f.words[r] {
				if strings.HasPrefix(folded[i:], e.word) && !slices.Contains(out, e.of) {
					out = append(out, e.of)
				}
			}
		}
		before = r
	}
	return out
}
