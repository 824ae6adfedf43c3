package lint

import (
	"cmp"
	"slices"

	"huashu/core/datrie"
	"huashu/core/pack"
	"huashu/core/segment"
	"huashu/core/similar"
	"huashu/core/text"
	"huashu/core/typo"
)

// doc is one message laid out for matching. Its slices are reused from one
// message to the next, so that checking allocates nothing.
type doc struct {
	units []uint16 // as written
	fold  []uint16 // folded; same length, same positions
	codes []uint16 // of the literal trie

	similar *similar.Finder // of disguised words; nil when the pack looks for none
	slips   *typo.Finder    // of words with one wrong character; nil likewise
	words   []datrie.Match  // every literal in the text, by start, then end
	wordsAt []int32         // position → first of words that starts there or later

	occ     []occurrence // literals, once per set they are in
	head    []int32      // set → its first occurrence, or none
	tail    []int32      // set → its last
	touched []int32      // sets with occurrences

	tokens  []segment.Token
	tokenAt []int32 // position → token that starts there, or none
	blank   []bool  // position → space, punctuation, emoji or [sticker]

	clauses   []int32 // ends of clauses, rising; the last is the end of the text
	sentences []int32 // likewise
	openings  []int32 // where the message may be said to open: at its first word and after each form of address
	last      int32   // one past the last position that is not blank
}

const none = -1

// occurrence is a literal found, in the list of one of its sets.
type occurrence struct {
	start, end int32
	literal    uint32
	set        int32
	next       int32 // of the same set
}

func newDoc(sets int) *doc {
	d := &doc{head: make([]int32, sets), tail: make([]int32, sets)}
	for i := range d.head {
		d.head[i] = none
	}
	return d
}

func (d *doc) read(units []uint16, p *pack.Pack, seg *segment.Segmenter) {
	n := len(units)
	d.units = units
	d.fold = text.AppendFold(d.fold[:0], units)
	d.codes = p.Literals.AppendCodes(d.codes[:0], d.fold)
	d.words = p.Literals.AppendMatches(d.words[:0], d.codes)
	d.tokens = seg.Segment(d.tokens[:0], units)
	d.tokenAt = fill(d.tokenAt, n+1, none)
	for i, t := range d.tokens {
		d.tokenAt[t.Start] = int32(i)
	}
	d.tokenAt[n] = int32(len(d.tokens))
	d.disguises()
	d.index(n, p)
	d.divide()
	d.open(p.Program.Address)
}

// disguises adds the words that are there in disguise, and those of which a slip
// is there, to those that stand there as they are.
func (d *doc) disguises() {
	n := len(d.words)
	if d.similar != nil {
		d.words = d.similar.AppendMatches(d.words, d.fold, d)
	}
	if d.slips != nil {
		d.words = d.slips.AppendMatches(d.words, d.fold, d)
	}
	if len(d.words) > n {
		slices.SortStableFunc(d.words, func(a, b datrie.Match) int {
			return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
		})
	}
}

// index makes the words findable by position and by set.
func (d *doc) index(n int, p *pack.Pack) {
	d.wordsAt = slices.Grow(d.wordsAt[:0], n+1)[:n+1]
	next := 0
	for i := range d.wordsAt {
		for next < len(d.words) && int(d.words[next].Start) < i {
			next++
		}
		d.wordsAt[i] = int32(next)
	}
	for _, set := range d.touched {
		d.head[set] = none
	}
	d.touched, d.occ = d.touched[:0], d.occ[:0]
	for _, w := range d.words {
		for _, set := range p.SetsOf(w.Value) {
			at := int32(len(d.occ))
			d.occ = append(d.occ, occurrence{w.Start, w.End, w.Value, int32(set), none})
			if d.head[set] == none {
				d.head[set] = at
				d.touched = append(d.touched, int32(set))
			} else {
				d.occ[d.tail[set]].next = at
			}
			d.tail[set] = at
		}
	}
}

// divide finds clauses, sentences and what is blank.
func (d *doc) divide() {
	n := len(d.fold)
	d.blank = fill(d.blank, n, false)
	d.clauses, d.sentences, d.last = d.clauses[:0], d.sentences[:0], 0
	for i := 0; i < n; i++ {
		u := d.fold[i]
		if size := sticker(d.fold[i:]); size > 0 {
			for j := i; j < i+size; j++ {
				d.blank[j] = true
			}
			i += size - 1
			d.clauses = append(d.clauses, int32(i+1))
			continue
		}
		if text.IsWord(u) {
			d.last = int32(i + 1)
			continue
		}
		d.blank[i] = true
		switch {
		case d.insideLatin(i):
		case text.IsSentenceEnd(u) || u == '~' || u == '.' || text.Emoji.Is(u):
			d.sentences = append(d.sentences, int32(i+1))
			d.clauses = append(d.clauses, int32(i+1))
		case text.IsClauseEnd(u) || text.IsSpace(u) && !d.betweenLatin(i):
			d.clauses = append(d.clauses, int32(i+1))
		}
	}
	d.clauses = append(d.clauses, int32(n))
	d.sentences = append(d.sentences, int32(n))
}

// insideLatin tells the marks of 3.5, 1,000 and a link from those that end a
// sentence.
func (d *doc) insideLatin(i int) bool {
	switch d.fold[i] {
	case '.', ',', '?', ';':
		return d.betweenLatin(i)
	}
	return false
}

func (d *doc) betweenLatin(i int) bool {
	return i > 0 && i+1 < len(d.fold) && text.IsAlnum(d.fold[i-1]) && text.IsAlnum(d.fold[i+1])
}

// maxSticker is the length of the longest name platforms give an emoticon,
// brackets included: [玫瑰], [爱心], [谢谢老板].
const maxSticker = 7

// sticker gives the length of an emoticon written as a name in brackets, 0 if
// there is none at the beginning of units.
func sticker(units []uint16) int {
	if units[0] != '[' {
		return 0
	}
	for i := 1; i < min(len(units), maxSticker); i++ {
		switch {
		case units[i] == ']' && i > 1:
			return i + 1
		case !text.IsHan(units[i]):
			return 0
		}
	}
	return 0
}

// maxOpenings bounds the forms of address counted at the head of a message.
const maxOpenings = 8

// open finds where the message opens: 亲，您好，… has three openings.
func (d *doc) open(address int32) {
	d.openings = d.openings[:0]
	at := d.skipBlank(0)
	d.openings = append(d.openings, at)
	for address != pack.NoSet && len(d.openings) < maxOpenings {
		end := d.longest(address, at)
		if end == none {
			break
		}
		at = d.skipBlank(end)
		d.openings = append(d.openings, at)
	}
}

// opening is where an insertion at the opening goes.
func (d *doc) opening() int32 { return d.openings[len(d.openings)-1] }

func (d *doc) skipBlank(i int32) int32 {
	for int(i) < len(d.blank) && d.blank[i] {
		i++
	}
	return i
}

// longest gives the end of the longest word of a set that starts at i, or none.
func (d *doc) longest(set, i int32) int32 {
	end := int32(none)
	for o := d.occAt(set, i); o != none && d.occ[o].start == i; o = d.occ[o].next {
		if d.aligned(i, d.occ[o].end) {
			end = d.occ[o].end
		}
	}
	return end
}

// occAt gives the first occurrence of a set at position i, or none. Occurrences
// stand by their start, so those of one place are neighbours.
func (d *doc) occAt(set, i int32) int32 {
	if d.head[set] == none {
		return none
	}
	k, _ := slices.BinarySearchFunc(d.occ, i, func(o occurrence, i int32) int { return int(o.start - i) })
	for ; k < len(d.occ) && d.occ[k].start == i; k++ {
		if d.occ[k].set == set {
			return int32(k)
		}
	}
	return none
}

// aligned says whether [start, end) begins and ends where words do: on the
// boundaries of tokens, and never inside a number or a Latin word.
func (d *doc) aligned(start, end int32) bool {
	return d.Boundary(start) && d.Boundary(end)
}

// Boundary says whether a word may begin or end at i.
func (d *doc) Boundary(i int32) bool {
	if d.tokenAt[i] == none {
		return false
	}
	return i == 0 || int(i) == len(d.fold) || !text.IsAlnum(d.fold[i-1]) || !text.IsAlnum(d.fold[i])
}

// Alone says whether the character at i is a word of its own.
func (d *doc) Alone(i int32) bool {
	return d.tokenAt[i] != none && d.tokens[d.tokenAt[i]].End == i+1
}

// clause and sentence give the bounds of the one that holds position i.
func (d *doc) clause(i int32) (start, end int32)   { return within(d.clauses, i) }
func (d *doc) sentence(i int32) (start, end int32) { return within(d.sentences, i) }

func within(ends []int32, i int32) (start, end int32) {
	k, found := slices.BinarySearch(ends, i)
	if found {
		k++
	}
	k = min(k, len(ends)-1)
	if k > 0 {
		start = ends[k-1]
	}
	return start, ends[k]
}

// fill gives a slice of n times v, in s's memory if it fits.
func fill[T any](s []T, n int, v T) []T {
	s = slices.Grow(s[:0], n)[:n]
	for i := range s {
		s[i] = v
	}
	return s
}
