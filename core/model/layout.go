package model

import (
	"huashu/core/segment"
	"huashu/core/text"
)

// Symbols that stand for no character. Text cannot contain them: control
// characters end a clause.
const (
	markStart  = 1 // the message begins
	markClause = 2 // a clause begins or ends inside the message
	markEnd    = 3 // the message ends
	keyWord    = 4 // a key of words follows
	keyNext    = 5 // between two words that follow one another
	keyApart   = 6 // between two words that stand apart in a clause
	keyLength  = 7 // a key of the message's length follows
)

// Layout is a message as features see it: clauses of symbols and words. All
// slices are reused, so that laying out allocates nothing once they have grown.
type Layout struct {
	Clauses []Clause
	symbols []uint16 // of all clauses; each begins and ends in a mark
	words   []word   // likewise
	length  uint16   // key of the length of the whole message
}

// Clause is a stretch of the message, positions in its UTF-16 code units.
type Clause struct {
	Start, End int32
	symbols    stretch
	words      stretch
}

type stretch struct{ from, to int32 }

// word is a token's symbols: its folded characters, with numbers and Latin
// words in one piece.
type word stretch

// size is the number of symbols between the marks.
func (c *Clause) size() int32 { return c.symbols.to - c.symbols.from - 2 }

// Read lays out a message given as folded units and as tokens of the same
// positions.
func (l *Layout) Read(fold []uint16, tokens []segment.Token) {
	l.Clauses, l.symbols, l.words = l.Clauses[:0], l.symbols[:0], l.words[:0]
	l.open(0, markStart)
	for i := 0; i < len(tokens); {
		t := tokens[i]
		u := fold[t.Start]
		switch {
		case text.IsAlnum(u):
			i = l.alnum(fold, tokens, i)
			continue
		case u == '[':
			if end := bracketed(fold, tokens, i); end > i {
				l.mark('[')
				i = end
				continue
			}
			l.add(fold[t.Start:t.End])
		case breaks(u):
			if u == '?' {
				l.add(fold[t.Start:t.End])
			}
			l.shut(t.End)
		default:
			l.add(fold[t.Start:t.End])
		}
		i++
	}
	l.finish(int32(len(fold)))
}

// breaks says whether a unit ends a clause. A blank does: people type it
// instead of a comma.
func breaks(u uint16) bool {
	return u < ' ' || text.IsClauseEnd(u) || text.IsSpace(u) || u == '~'
}

// maxBracketed is the length of the longest name in brackets that is taken for
// one thing: [微笑], [订单编号].
const maxBracketed = 8

// bracketed gives the token after a name in brackets, or i if there is none.
// Platforms write emoticons, cards and what they mask so: it is no part of what
// the agent says.
func bracketed(fold []uint16, tokens []segment.Token, i int) int {
	for k := i + 1; k < len(tokens) && tokens[k].Start < tokens[i].Start+maxBracketed; k++ {
		switch fold[tokens[k].Start] {
		case ']':
			return k + 1
		case '[':
			return i
		}
	}
	return i
}

// alnum takes a run of digits or of letters as one word. A number keeps only
// its rough length: what counts is that there is one.
func (l *Layout) alnum(fold []uint16, tokens []segment.Token, i int) int {
	start := tokens[i].Start
	digits := text.IsDigit(fold[start])
	end := start
	for i < len(tokens) && text.IsAlnum(fold[tokens[i].Start]) && text.IsDigit(fold[tokens[i].Start]) == digits {
		end = tokens[i].End
		i++
	}
	if !digits {
		l.add(fold[start:end])
		return i
	}
	zeros := []uint16{'0', '0', '0', '0'}
	switch n := end - start; {
	case n <= 2:
		zeros = zeros[:n]
	case n <= 7:
		zeros = zeros[:3]
	}
	l.add(zeros)
	return i
}

func (l *Layout) open(at int32, mark uint16) {
	s, w := int32(len(l.symbols)), int32(len(l.words))
	l.Clauses = append(l.Clauses, Clause{Start: at, symbols: stretch{from: s}, words: stretch{from: w}})
	l.mark(mark)
}

func (l *Layout) mark(mark uint16) { l.add([]uint16{mark}) }

func (l *Layout) add(symbols []uint16) {
	at := int32(len(l.symbols))
	l.symbols = append(l.symbols, symbols...)
	l.words = append(l.words, word{at, int32(len(l.symbols))})
}

// shut ends the clause at hand and opens the next. A clause of nothing goes on.
func (l *Layout) shut(at int32) {
	c := &l.Clauses[len(l.Clauses)-1]
	c.End = at
	if int32(len(l.symbols))-c.symbols.from == 1 {
		return
	}
	l.mark(markClause)
	c.symbols.to, c.words.to = int32(len(l.symbols)), int32(len(l.words))
	l.open(at, markClause)
}

// finish ends the last clause; one of nothing joins the one before.
func (l *Layout) finish(n int32) {
	last := len(l.Clauses) - 1
	c := &l.Clauses[last]
	if last > 0 && int32(len(l.symbols))-c.symbols.from == 1 {
		l.symbols, l.words = l.symbols[:c.symbols.from], l.words[:c.words.from]
		l.Clauses = l.Clauses[:last]
		c = &l.Clauses[last-1]
		l.symbols[len(l.symbols)-1] = markEnd
	} else {
		l.mark(markEnd)
	}
	c.End = n
	c.symbols.to, c.words.to = int32(len(l.symbols)), int32(len(l.words))
	l.length = lengthKey(int32(len(l.symbols)) - 2*int32(len(l.Clauses)))
}

// become makes l a copy of another layout. It tells how many clauses at the
// beginning both have in common, and how many symbols those are.
func (l *Layout) become(o *Layout) (clauses int, symbols int32) {
	sameSymbols, sameWords := text.CommonPrefix(l.symbols, o.symbols), text.CommonPrefix(l.words, o.words)
	for clauses < min(len(l.Clauses), len(o.Clauses)) {
		was, is := &l.Clauses[clauses], &o.Clauses[clauses]
		if was.symbols != is.symbols || was.words != is.words || int(is.symbols.to) > sameSymbols || int(is.words.to) > sameWords {
			break
		}
		clauses, symbols = clauses+1, is.symbols.to
	}
	l.Clauses = append(l.Clauses[:0], o.Clauses...)
	l.symbols = append(l.symbols[:sameSymbols], o.symbols[sameSymbols:]...)
	l.words = append(l.words[:sameWords], o.words[sameWords:]...)
	return clauses, symbols
}

// lengthKey puts lengths into classes.
func lengthKey(symbols int32) uint16 {
	key := uint16('a')
	for _, bound := range [...]int32{1, 2, 4, 7, 12, 20, 40} {
		if symbols > bound {
			key++
		}
	}
	return key
}
