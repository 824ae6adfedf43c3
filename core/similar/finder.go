package similar

import (
	"slices"

	"huashu/core/datrie"
	"huashu/core/text"
)

// Term is a word whose disguises are looked for.
type Term struct {
	Text     []uint16 // folded
	Likeness Likeness
	Loose    bool   // may begin or end inside a word, unless it is merely spaced
	Value    uint32 // what a match of it is reported as
}

// Words tells how the text is cut into words.
type Words interface {
	// Boundary says whether a word may begin or end at i.
	Boundary(i int32) bool
	// Alone says whether the character at i is a word of its own.
	Alone(i int32) bool
}

// Finder looks for the disguises of terms. It keeps its working memory between
// calls and must not be used by two goroutines at once.
type Finder struct {
	trie   *datrie.Trie // skeleton → index in keys
	keys   [][]int32    // → terms
	terms  []Term
	common func(uint16) bool

	sounds *soundTable
	signs  *signTable
	begins [1 << 16 / 64]uint64 // units that a match may begin with

	text   []uint16
	words  Words
	steps  int   // readings that may still be tried
	left   []int // position → what steps was when it was come to
	pieces [MaxTerm]piece
	found  []datrie.Match
	first  int // of found that this call added
}

// piece is what stands for one character of a term.
type piece struct {
	start, end int32
	how        Likeness // 0: a character, the term's own or of its sound
}

const (
	maxGap = 6 // units passed over between two characters

	// So many readings are tried of a text, plus so many for each unit come to. An
	// ordinary one takes fewer than one a unit; what takes more is not read to the
	// end.
	maxSteps     = 1000
	stepsPerUnit = 4
)

// NewFinder makes a finder. The values of the trie must be indexes of keys, and
// the numbers in keys indexes of terms. Common says whether a character often is
// a word of its own.
func NewFinder(trie *datrie.Trie, keys [][]int32, terms []Term, common func(uint16) bool) *Finder {
	f := &Finder{trie: trie, keys: keys, terms: terms, common: common, sounds: sounds(), signs: signsOnce()}
	for u := range 1 << 16 {
		if f.mayBegin(uint16(u)) {
			f.begins[u>>6] |= 1 << (u & 63)
		}
	}
	return f
}

// mayBegin says whether a match may begin with a unit. It does not look at signs
// and letters closely.
func (f *Finder) mayBegin(u uint16) bool {
	switch {
	case text.IsHan(u):
		return f.signs.half[u] || f.leads(f.sounds.of(u))
	case isDigit(u):
		for _, r := range numerals[u-'0'] {
			if f.leads(f.sounds.of(uint16(r))) {
				return true
			}
		}
		return f.leads(u)
	case text.IsLatin(u):
		return true
	}
	return u > 0x7f && !text.IsPunct(u) && !text.IsSpace(u) || u == '+'
}

// leads says whether any skeleton begins with a symbol.
func (f *Finder) leads(symbol uint16) bool {
	code := f.trie.Code(symbol)
	_, ok := f.trie.Next(f.trie.Root(), code)
	return ok && code != 0
}

// AppendMatches appends the disguises found in a folded text from a position on
// to dst, by start, and returns it. A word that stands there as it is, is none.
// The position must be 0, or that after the end of a sentence up to which this
// text is the one of the call before: disguises do not reach beyond sentences.
func (f *Finder) AppendMatches(dst []datrie.Match, folded []uint16, from int, words Words) []datrie.Match {
	f.text, f.words, f.found, f.first = folded, words, dst, len(dst)
	f.steps = maxSteps
	if from > 0 {
		f.steps = f.left[from]
	}
	f.left = slices.Grow(f.left[:from], len(folded)-from)[:len(folded)]
	root := f.trie.Root()
	for i := from; i < len(folded); i++ {
		f.left[i] = f.steps
		f.steps = max(0, f.steps) + stepsPerUnit
		u := folded[i]
		if f.begins[u>>6]&(1<<(u&63)) == 0 || i > 0 && text.IsAlnum(u) && text.IsAlnum(folded[i-1]) {
			continue
		}
		f.read(root, 0, int32(i))
	}
	dst, f.text, f.words, f.found = f.found, nil, nil, nil
	return dst
}

// walk goes on from state s, n pieces on, at the end of the last of them.
func (f *Finder) walk(s datrie.State, n int, at int32) {
	if key, ok := f.trie.Value(s); ok {
		f.offer(key, n)
	}
	if n == MaxTerm {
		return
	}
	for i, gap := at, int32(0); int(i) < len(f.text); {
		f.read(s, n, i)
		width := f.passed(i, f.text[at-1])
		if gap += width; width == 0 || gap > maxGap {
			return
		}
		i += width
	}
}

// passed gives the width of what may be passed over at i: nothing that is said,
// except the last character once more.
func (f *Finder) passed(i int32, last uint16) int32 {
	u := f.text[i]
	switch {
	case text.IsSentenceEnd(u):
		return 0
	case text.IsWord(u):
		if u == last {
			return 1
		}
		return 0
	}
	_, width := text.RuneAt(f.text, int(i))
	return int32(width)
}

// read tries every way to read what stands at i as the next character.
func (f *Finder) read(s datrie.State, n int, i int32) {
	if f.steps--; f.steps < 0 {
		return
	}
	u := f.text[i]
	if symbol := f.sounds.of(u); symbol != 0 {
		f.step(s, n, symbol, piece{i, i + 1, 0})
	}
	switch {
	case text.IsHan(u):
		f.readHalves(s, n, i)
	case text.IsLatin(u):
		f.readLetters(s, n, i)
	case isDigit(u):
		f.step(s, n, u, piece{i, i + 1, 0})
		f.readDigit(s, n, u, i, int32(signEnd(f.text, int(i)+1)))
	default:
		f.readSign(s, n, i)
	}
}

// step goes on by one symbol, if any term does.
func (f *Finder) step(s datrie.State, n int, symbol uint16, p piece) {
	code := f.trie.Code(symbol)
	if code == 0 || n == MaxTerm {
		return
	}
	if next, ok := f.trie.Next(s, code); ok {
		f.pieces[n] = p
		f.walk(next, n+1, p.end)
	}
}

func (f *Finder) readHalves(s datrie.State, n int, i int32) {
	if !f.signs.half[f.text[i]] || int(i)+1 == len(f.text) {
		return
	}
	if whole, ok := f.signs.whole[uint32(f.text[i])<<16|uint32(f.text[i+1])]; ok {
		f.step(s, n, f.sounds.of(whole), piece{i, i + 2, Signs})
	}
}

// readLetters reads a letter as itself, and up to six as a syllable. Marks may
// stand between the letters of a syllable, but no space.
func (f *Finder) readLetters(s datrie.State, n int, i int32) {
	if isLetter(f.text[i]) {
		f.step(s, n, f.text[i], piece{i, i + 1, 0})
	}
	packed, letters, gap := uint32(0), 0, int32(0)
	for j := i; int(j) < len(f.text) && letters < maxSyllable && gap <= maxGap; j++ {
		u := f.text[j]
		letter := letterOf(u)
		if letter == 0 {
			if text.IsWord(u) || text.IsSpace(u) || text.IsClauseEnd(u) {
				return
			}
			gap++
			continue
		}
		packed = addLetter(packed, letter)
		letters++
		if symbol, ok := f.sounds.spelled[packed]; ok {
			f.step(s, n, symbol, piece{i, j + 1, Signs})
		}
	}
}

func (f *Finder) readDigit(s datrie.State, n int, digit uint16, start, end int32) {
	for _, r := range numerals[digit-'0'] {
		f.step(s, n, f.sounds.of(uint16(r)), piece{start, end, Signs})
	}
}

// readSign reads a sign as what it stands for.
func (f *Finder) readSign(s datrie.State, n int, i int32) {
	r, width := text.RuneAt(f.text, int(i))
	end := int32(signEnd(f.text, int(i)+width))
	if plain := plainOf(r); plain != 0 {
		f.step(s, n, plain, piece{i, end, Signs})
		if isDigit(plain) {
			f.readDigit(s, n, plain, i, end)
		}
		return
	}
	meaning := f.signs.of[r]
	if len(meaning) == 0 || n+len(meaning) > MaxTerm {
		return
	}
	// All characters but the last of what the sign stands for take no room.
	for k, u := range meaning {
		symbol := u
		if !isLetter(u) {
			symbol = f.sounds.of(u)
		}
		if k == len(meaning)-1 {
			f.step(s, n+k, symbol, piece{i, end, Signs})
			return
		}
		f.pieces[n+k] = piece{i, i, Signs}
		var ok bool
		if s, ok = f.trie.Next(s, f.trie.Code(symbol)); !ok {
			return
		}
	}
}

// offer adds the terms of a skeleton that were read, if they are genuine.
func (f *Finder) offer(key uint32, n int) {
	start, end := f.pieces[0].start, f.pieces[n-1].end
	if f.inName(start) || f.inName(end) {
		return
	}
	whole := f.words.Boundary(start) && f.words.Boundary(end)
	for _, t := range f.keys[key] {
		term := &f.terms[t]
		like := f.genuine(term, n)
		if like == 0 || like > term.Likeness || !whole && (!term.Loose || like == Spaced) || f.has(term.Value, end) {
			continue
		}
		f.found = append(f.found, datrie.Match{Start: start, End: end, Value: term.Value})
	}
}

// inName says whether i stands inside a name or a number: 1|50, 1|.5, wei|xiner.
func (f *Finder) inName(i int32) bool {
	if i == 0 || int(i) == len(f.text) {
		return false
	}
	before, after := f.text[i-1], f.text[i]
	if after == '.' && int(i)+1 < len(f.text) && isDigit(before) {
		after = f.text[i+1]
	}
	return text.IsAlnum(before) && text.IsAlnum(after)
}

// has says whether a term was already found up to end, from farther left: 加 in
// 加加微信 can be either.
func (f *Finder) has(value uint32, end int32) bool {
	for _, m := range f.found[f.first:] {
		if m.Value == value && m.End == end {
			return true
		}
	}
	return false
}

// genuine says in what way the first n pieces are a disguise of a term; 0 if
// they are none. Any text is full of syllables that could spell a term, so:
//
//   - a character that only sounds like the term's must be a word of its own:
//     the 未 of 未来 is no 微;
//   - one such character must be one that seldom is (薇, 芯, not 新 or 为), or
//     the term must be long enough, and else as written, that chance is unlikely
//     (好平返现);
//   - the end of a clause between two characters counts against it, unless the
//     characters are the term's own and all parted so: 加，微，信.
func (f *Finder) genuine(term *Term, n int) Likeness {
	like := Likeness(0)
	if len(term.Text) != n {
		return 0 // only in a forged pack
	}
	sounding, rare, clauses := 0, 0, 0
	for k, p := range f.pieces[:n] {
		if k > 0 && p.start > f.pieces[k-1].end {
			like = max(like, Spaced)
			clauses += f.clauseEnds(f.pieces[k-1].end, p.start)
		}
		switch u := f.text[min(int(p.start), len(f.text)-1)]; {
		case p.how == Signs:
			like = max(like, Signs)
			if p.end > p.start && text.IsHan(u) && !(f.words.Alone(p.start) && f.words.Alone(p.start+1)) {
				return 0
			}
		case u != term.Text[k]:
			if like = Sounds; !f.words.Alone(p.start) {
				return 0
			}
			if sounding++; !f.common(u) {
				rare++
			}
		}
	}
	if sounding > 0 && rare == 0 && !(sounding == 1 && n >= 4) {
		return 0
	}
	if clauses > 0 && (like > Spaced || n < 3 || clauses < n-1) {
		return 0
	}
	return like
}

// clauseEnds gives 1 if a clause ends in a stretch of the text, else 0.
func (f *Finder) clauseEnds(start, end int32) int {
	for _, u := range f.text[start:end] {
		if text.IsClauseEnd(u) {
			return 1
		}
	}
	return 0
}
