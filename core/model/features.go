package model

import "huashu/core/datrie"

// What is looked at. Cross-validation chose the figures; see `huashu pack
// learn`.
const (
	maxGram  = 2 // characters in a row
	maxApart = 2 // words between which a pair may span: 1 is a neighbour
)

// The features of a message:
//
//   - characters and pairs of characters, marks of clauses included;
//   - words, and pairs of words that follow one another or stand apart by up to
//     maxApart in a clause, marks included;
//   - the class of the message's length.
//
// No feature spans clauses, so that the evidence of a stretch of clauses is the
// sum of theirs. Keys stand in one trie.

// collect calls emit for each feature key of a clause. It is for gathering the
// vocabulary; walk finds the same ones in a trie.
func (l *Layout) collect(c *Clause, emit func(key []uint16)) {
	symbols := l.symbols[c.symbols.from:c.symbols.to]
	for i := range symbols {
		for n := 1; n <= maxGram && i+n <= len(symbols); n++ {
			if n > 1 || !isMark(symbols[i]) {
				emit(symbols[i : i+n])
			}
		}
	}
	words := l.words[c.words.from:c.words.to]
	var key []uint16
	for i, first := range words {
		key = append(append(key[:0], keyWord), l.symbols[first.from:first.to]...)
		if n := len(key); n <= maxWordKey {
			if !isMark(key[1]) {
				emit(key)
			}
			for j := i + 1; j < len(words) && j <= i+maxApart; j++ {
				between := uint16(keyApart)
				if j == i+1 {
					between = keyNext
				}
				second := l.symbols[words[j].from:words[j].to]
				if len(second) < maxWordKey {
					emit(append(append(key[:n], between), second...))
				}
			}
		}
	}
}

// maxWordKey keeps two words and what joins them below a trie's longest key.
const maxWordKey = datrie.MaxKeyLen/2 - 1

func isMark(symbol uint16) bool { return symbol <= markEnd }

// walk appends to dst the value of each feature of a clause that the trie has.
func (l *Layout) walk(dst []uint32, t *datrie.Trie, codes []uint16, c *Clause) []uint32 {
	root := t.Root()
	part := codes[c.symbols.from:c.symbols.to]
	for i := range part {
		s := root
		for _, code := range part[i:min(i+maxGram, len(part))] {
			var ok bool
			if s, ok = t.Next(s, code); !ok || code == 0 {
				break
			}
			if v, ok := t.Value(s); ok {
				dst = append(dst, v)
			}
		}
	}
	wordRoot, ok := t.Next(root, t.Code(keyWord))
	if !ok {
		return dst
	}
	next, apart := t.Code(keyNext), t.Code(keyApart)
	words := l.words[c.words.from:c.words.to]
	for i, first := range words {
		s, ok := follow(t, wordRoot, codes[first.from:first.to])
		if !ok {
			continue
		}
		if v, ok := t.Value(s); ok {
			dst = append(dst, v)
		}
		between := next
		for _, second := range words[i+1 : min(i+1+maxApart, len(words))] {
			if p, ok := t.Next(s, between); ok {
				if p, ok = follow(t, p, codes[second.from:second.to]); ok {
					if v, ok := t.Value(p); ok {
						dst = append(dst, v)
					}
				}
			}
			between = apart
		}
	}
	return dst
}

func follow(t *datrie.Trie, s datrie.State, codes []uint16) (datrie.State, bool) {
	for _, code := range codes {
		var ok bool
		if s, ok = t.Next(s, code); !ok || code == 0 {
			return s, false
		}
	}
	return s, true
}
