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
//
// An agent's message is checked at every key press, and hardly ever differs from
// the one before except at its end. So a message is read on from where it begins
// to differ: everything here that lies far enough before that place is kept (see
// read for how far each part looks ahead). The result is the same as if the
// message had been read from its beginning.
type doc struct {
	pack *pack.Pack
	seg  *segment.Segmenter

	units []uint16 // as written
	fold  []uint16 // folded; same length, same positions
	codes []uint16 // of the literal trie

	similar *similar.Finder // of disguised words; nil when the pack looks for none
	slips   *typo.Finder    // of words with one wrong character; nil likewise

	plain     []datrie.Match // literals that stand there as they are, by start, then end
	disguised []datrie.Match // those in disguise
	slipped   []datrie.Match // those of which a slip is there
	words     []datrie.Match // all of them, by start, then end
	wordsAt   []int32        // position → first of words that starts there or later

	listed  []bool       // sets whose words are asked for one by one; of others, whether there is any
	occ     []occurrence // words, once per set they are in; of sets that are not listed, the first
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

	str utf8Text // made when a rule wants it
}

const none = -1

// occurrence is a word found, in the list of one of its sets.
type occurrence struct {
	word           int32 // index in doc.words
	set            int32
	before, behind int32 // in the list, or none
}

func newDoc(p *pack.Pack, seg *segment.Segmenter) *doc {
	sets := p.Program.Sets
	return &doc{pack: p, seg: seg, listed: listedSets(&p.Program), head: fill[int32](nil, sets, none), tail: fill[int32](nil, sets, none)}
}

// read lays out a message. Of the message before it keeps what is sure to be the
// same in both:
//
//   - Segmentation begins anew at each of its separators, and clauses and what is
//     blank hang on no more than the next character. They are read on from the last
//     separator in front of the difference.
//   - A literal is found by looking as far ahead as the longest one is, a slip by
//     looking typo.Reach ahead.
//   - A disguise may spread over clauses, but never over the end of a sentence.
func (d *doc) read(units []uint16) {
	same := text.CommonPrefix(d.units, units)
	if same == len(units) && same == len(d.units) && len(d.clauses) > 0 {
		return
	}
	from := same
	for from--; from > 0 && !segment.IsSeparator(units[from]); {
		from--
	}
	from = max(from, 0)
	d.units = append(d.units[:from], units[from:]...)
	d.fold = text.AppendFold(d.fold[:from], units[from:])
	d.codes = d.pack.Literals.AppendCodes(d.codes[:from], d.fold[from:])
	d.str.keep(from)
	d.cut(from)
	d.divide(from)
	d.find(same, from)
	d.open(d.pack.Program.Address)
}

// cut cuts the message into words from a separator on.
func (d *doc) cut(from int) {
	n := len(d.units)
	kept := 0
	if from > 0 {
		kept = int(d.tokenAt[from])
	}
	d.tokens = d.seg.SegmentFrom(d.tokens[:kept], d.units, from)
	d.tokenAt = slices.Grow(d.tokenAt[:from], n+1-from)[:n+1]
	for i := from; i < n; i++ {
		d.tokenAt[i] = none
	}
	for i := kept; i < len(d.tokens); i++ {
		d.tokenAt[d.tokens[i].Start] = int32(i)
	}
	d.tokenAt[n] = int32(len(d.tokens))
}

// find finds the words of the rules: as they stand, in disguise, and misspelt.
// The text up to same is that of the message before; up to from, its words are.
func (d *doc) find(same, from int) {
	at := max(0, same-d.pack.Literals.MaxLen())
	d.plain = d.pack.Literals.AppendMatchesFrom(until(d.plain, at), d.codes, at)
	if d.slips != nil {
		slip := max(0, from-typo.Reach)
		d.slipped = d.slips.AppendMatches(until(d.slipped, slip), d.fold, slip, d)
		at = min(at, slip)
	}
	if d.similar != nil {
		sentence := d.sentenceBefore(from)
		kept, had := until(d.disguised, sentence), len(d.disguised)
		d.disguised = d.similar.AppendMatches(kept, d.fold, sentence, d)
		if had > len(kept) || len(d.disguised) > len(kept) {
			at = min(at, sentence)
		}
	}
	d.merge(at)
}

// sentenceBefore gives a position after the last end of a sentence before i, by
// its mark alone: emoji and dots do not keep a disguise together or apart.
func (d *doc) sentenceBefore(i int) int {
	for i > 0 && !text.IsSentenceEnd(d.fold[i-1]) {
		i--
	}
	return i
}

// until gives the matches that start before a position.
func until(matches []datrie.Match, position int) []datrie.Match {
	n, _ := slices.BinarySearchFunc(matches, int32(position), func(m datrie.Match, at int32) int { return cmp.Compare(m.Start, at) })
	return matches[:n]
}

// merge makes one list of the words that start at a position or later.
func (d *doc) merge(from int) {
	kept := len(until(d.words, from))
	d.words = d.words[:kept]
	for _, found := range [...][]datrie.Match{d.plain, d.disguised, d.slipped} {
		d.words = append(d.words, found[len(until(found, from)):]...)
	}
	if len(d.disguised)+len(d.slipped) > 0 {
		slices.SortStableFunc(d.words[kept:], func(a, b datrie.Match) int {
			return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
		})
	}
	n := len(d.fold)
	d.wordsAt = slices.Grow(d.wordsAt[:min(from, len(d.wordsAt))], n+1)[:n+1]
	next := kept
	for i := from; i <= n; i++ {
		for next < len(d.words) && int(d.words[next].Start) < i {
			next++
		}
		d.wordsAt[i] = int32(next)
	}
	d.index(int32(kept))
}

// index puts the words from kept on in the lists of their sets. Those that stood
// there before are taken out, the last first, so that each list is cut back at
// its end.
func (d *doc) index(kept int32) {
	n := len(d.occ)
	for ; n > 0 && d.occ[n-1].word >= kept; n-- {
		o := d.occ[n-1]
		if d.tail[o.set] = o.before; o.before != none {
			d.occ[o.before].behind = none
			continue
		}
		d.head[o.set] = none
		d.touched = d.touched[:len(d.touched)-1]
	}
	d.occ = d.occ[:n]
	for word := kept; int(word) < len(d.words); word++ {
		for _, set := range d.pack.SetsOf(d.words[word].Value) {
			at, before := int32(len(d.occ)), d.tail[set]
			if before != none && !d.listed[set] {
				continue
			}
			d.occ = append(d.occ, occurrence{word, int32(set), before, none})
			if before == none {
				d.head[set] = at
				d.touched = append(d.touched, int32(set))
			} else {
				d.occ[before].behind = at
			}
			d.tail[set] = at
		}
	}
}

// listedSets finds the sets that matches and what reads clauses walk through.
func listedSets(p *pack.Program) []bool {
	listed := make([]bool, p.Sets)
	list := func(set int32) {
		if set != pack.NoSet {
			listed[set] = true
		}
	}
	var visit func(m *pack.MatchProg)
	visit = func(m *pack.MatchProg) {
		list(m.Set)
		if m.Kind == pack.KindPattern {
			list(firstElement(m).Set)
		}
		for i := range m.Subs {
			visit(&m.Subs[i])
		}
	}
	for i := range p.Rules {
		r := &p.Rules[i]
		visit(&r.Match)
		for _, conditions := range [...][]pack.CondProg{r.With, r.Unless} {
			for k := range conditions {
				visit(&conditions[k].Match)
			}
		}
	}
	for _, set := range p.Topics {
		list(set)
	}
	return listed
}

// divide finds clauses, sentences and what is blank from a position on.
func (d *doc) divide(from int) {
	n := len(d.fold)
	d.blank = slices.Grow(d.blank[:from], n-from)[:n]
	clear(d.blank[from:])
	d.clauses, d.sentences = upTo(d.clauses, from), upTo(d.sentences, from)
	for d.last = int32(from); d.last > 0 && d.blank[d.last-1]; {
		d.last--
	}
	for i := from; i < n; i++ {
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

// upTo gives the ends that lie no farther than a position.
func upTo(ends []int32, position int) []int32 {
	n, _ := slices.BinarySearch(ends, int32(position)+1)
	return ends[:n]
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
	for _, w := range d.at(i) {
		if d.pack.InSet(w.Value, set) && d.aligned(i, w.End) {
			end = w.End
		}
	}
	return end
}

// at gives the words that start at i, the shortest first.
func (d *doc) at(i int32) []datrie.Match {
	if int(i) >= len(d.fold) {
		return nil
	}
	return d.words[d.wordsAt[i]:d.wordsAt[i+1]]
}

// word gives the word of an occurrence.
func (d *doc) word(occurrence int32) *datrie.Match { return &d.words[d.occ[occurrence].word] }

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

// utf8Text is the folded text as expressions read it.
type utf8Text struct {
	bytes []byte
	units []int32 // byte → position; one more for the end
	kept  int     // units of the text that bytes hold already
	done  bool    // bytes hold all of it
}

// keep says that the text has changed from a position on.
func (t *utf8Text) keep(from int) { t.kept, t.done = min(t.kept, from), false }

// utf8 gives the folded text as UTF-8 and the position of each of its bytes.
func (d *doc) utf8() ([]byte, []int32) {
	t := &d.str
	if !t.done {
		at, _ := slices.BinarySearch(t.units, int32(t.kept))
		t.bytes, t.units = text.AppendDecodeIndexed(t.bytes[:at], t.units[:at], d.fold, t.kept)
		t.kept, t.done = len(d.fold), true
	}
	return t.bytes, t.units
}

// fill gives a slice of n times v, in s's memory if it fits.
func fill[T any](s []T, n int, v T) []T {
	s = slices.Grow(s[:0], n)[:n]
	for i := range s {
		s[i] = v
	}
	return s
}
