package lint

import (
	"cmp"
	"slices"
	"strings"

	"huashu/core/pack"
	"huashu/core/segment/lexicon"
	"huashu/core/text"
	"huashu/core/typo"
)

// wrongWord is what is known of a wrong word: an entry of the lists, its
// surroundings in code units, or a slip of a word, which has none.
type wrongWord struct {
	right         string
	unless        []surrounding
	after, before [][]uint16
}

// surrounding is a longer text that makes a wrong word right; the word stands
// at offset in it.
type surrounding struct {
	text   []uint16
	offset int
}

// packWord is the least frequency, on the dictionary's scale, that a word which a
// pack adds counts with: it is added because people write it.
const packWord = 1000

// newSlips makes what finds words with one wrong character; nil when the pack
// looks for none.
func newSlips(p *pack.Pack, dict *lexicon.Lexicon) *typo.Finder {
	if len(p.Program.Slips) == 0 {
		return nil
	}
	words := make([]typo.Word, len(p.Program.Slips))
	for i, s := range p.Program.Slips {
		words[i] = typo.Word{Text: text.Encode(s.Text), Often: int(s.Often), Value: uint32(s.Literal)}
	}
	alone := map[uint16]uint8{}
	for _, a := range p.Program.Alone {
		for _, u := range text.Encode(a.Chars) {
			alone[u] = a.Often
		}
	}
	return typo.NewFinder(words, alone, func(word []uint16) float64 {
		if _, freq, ok := p.Words.Find(word); ok {
			return max(freq, packWord) / dict.Total()
		}
		_, freq, _ := dict.Find(word)
		return freq / dict.Total()
	})
}

// typo gives the entry of a literal, nil if it is no wrong word. Entries are
// read when they are first needed: most never are, and start-up must not pay
// for them.
func (l *Linter) typo(literal int32) *wrongWord {
	w, ok := l.typos[literal]
	if !ok {
		w = readTypo(&l.pack.Program, literal)
		l.typos[literal] = w
	}
	return w
}

func readTypo(p *pack.Program, literal int32) *wrongWord {
	if i, ok := slices.BinarySearchFunc(p.Slips, literal, func(s pack.SlipProg, n int32) int { return cmp.Compare(s.Literal, n) }); ok {
		return &wrongWord{right: p.Slips[i].Text}
	}
	i, ok := slices.BinarySearchFunc(p.Typos, literal, func(t pack.TypoProg, n int32) int { return cmp.Compare(t.Literal, n) })
	if !ok {
		return nil
	}
	t := &p.Typos[i]
	w := &wrongWord{right: t.Right}
	for _, s := range t.After {
		w.after = append(w.after, text.Encode(s))
	}
	for _, s := range t.Before {
		w.before = append(w.before, text.Encode(s))
	}
	for _, u := range t.Unless {
		for i := range u {
			if strings.HasPrefix(u[i:], t.Wrong) {
				w.unless = append(w.unless, surrounding{text.Encode(u), text.Len(u[:i])})
			}
		}
	}
	return w
}

// eachTypo finds wrong words whose surroundings do not make them right.
func (l *Linter) eachTypo(m *pack.MatchProg, found func(span) bool) bool {
	return l.eachWord(&pack.MatchProg{Set: m.Set, Loose: true}, func(s span) bool {
		w := l.typo(s.literal)
		if w == nil || !l.isTypo(w, s) {
			return true
		}
		return found(s)
	})
}

func (l *Linter) isTypo(w *wrongWord, s span) bool {
	fold := l.doc.fold
	for _, u := range w.unless {
		if i := int(s.start) - u.offset; i >= 0 && hasPrefix(fold[i:], u.text) {
			return false
		}
	}
	if len(w.after) == 0 && len(w.before) == 0 {
		return l.whole(w, s)
	}
	for _, a := range w.after {
		if i := int(s.start) - len(a); i >= 0 && hasPrefix(fold[i:], a) {
			return true
		}
	}
	for _, b := range w.before {
		if hasPrefix(fold[s.end:], b) {
			return true
		}
	}
	return false
}

// whole says whether a wrong word with nothing beside it to vouch for it stands
// for itself: it does not when it is cut out of other words, as 鱼伞 is of 钓鱼伞,
// unless the right word makes more sense of them (因该是 is 应该 and 是).
func (l *Linter) whole(w *wrongWord, s span) bool {
	d := &l.doc
	if d.slips == nil || d.aligned(s.start, s.end) {
		return true
	}
	return d.slips.Mends(d.fold, s.start, s.end, text.Encode(text.FoldString(w.right)), d)
}

func hasPrefix(s, prefix []uint16) bool {
	if len(s) < len(prefix) {
		return false
	}
	for i, u := range prefix {
		if s[i] != u {
			return false
		}
	}
	return true
}
