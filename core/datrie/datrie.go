// Package datrie is Huashu's one dictionary structure: a double-array trie
// over UTF-16 code units. It holds the segmentation dictionary and the terms
// of rule packs alike.
//
// A trie is built once by a [Builder] into bytes, and read in place from those
// bytes by [Load]: nothing is parsed, so that a dictionary of 350,000 words is
// ready as soon as its module is. Lookups allocate nothing.
//
// Text is taken as UTF-16 code units and every position is an index of such a
// unit. Units are first mapped to dense codes (0 means that no key holds the
// unit), and the codes drive the automaton:
//
//	codes = t.AppendCodes(codes[:0], text)
//	for s, j, ok := t.Root(), i, true; ok && j < len(codes); j++ {
//		if s, ok = t.Next(s, codes[j]); ok {
//			if v, found := t.Value(s); found {
//				// the key text[i:j+1] has value v
//			}
//		}
//	}
//
// A Trie is immutable and may be shared between goroutines.
package datrie

// MaxKeyLen is the length of the longest key a trie can hold, in UTF-16 code
// units. The bound keeps a search linear in the text, whatever the trie's
// bytes say.
const MaxKeyLen = 255

// MaxValue is the greatest value a key can carry.
const MaxValue = 1<<31 - 1

// A base entry is one of two things:
//
//	leaf:  1 in bit 31, the key's value in bits 0–30. It has no children.
//	inner: the base of its children in bits 1–30; bit 0 says that the node is
//	       a key itself, whose value is the leaf entry in the slot at base.
//
// The child by code c of an inner node with base b is in slot b+c, and is there
// when check[b+c] == c. That is unambiguous because no two inner nodes share a
// base, and saves storing the parent: a slot costs six bytes. Code 0 is no
// unit's code, so slot b+0 is free for the value.
const leafBit = 1 << 31

// dead is an inner entry with no children: its base is beyond any trie's end.
const dead = 1<<31 - 2

// Trie is a read-only trie. Make one with [Load] or [Builder.Trie]; the zero
// Trie holds no key and may be searched.
type Trie struct {
	base  []uint32
	check []uint16 // as long as base
	index *[256]uint16
	pages []uint16 // code of each unit, by pages of 256

	keys     int
	maxLen   int
	maxValue uint32
	size     int
}

// Len returns the number of keys.
func (t *Trie) Len() int { return t.keys }

// MaxLen returns an upper bound of the length of the keys, in UTF-16 code
// units: no walk needs to look farther.
func (t *Trie) MaxLen() int { return t.maxLen }

// MaxValue returns an upper bound of the values of the keys, so that a caller
// who uses values as indexes can check a trie once, when it is loaded.
func (t *Trie) MaxValue() uint32 { return t.maxValue }

// Size returns the number of bytes the trie is read from.
func (t *Trie) Size() int { return t.size }

// Code returns the dense code of a UTF-16 code unit, 0 if no key holds it.
func (t *Trie) Code(unit uint16) uint16 {
	if t.index == nil {
		return 0
	}
	return t.pages[int(t.index[unit>>8])<<8|int(unit&0xff)]
}

// AppendCodes appends the code of each unit of text to dst and returns it.
// Mapping a text once is cheaper than at each of the walks that cross a unit.
func (t *Trie) AppendCodes(dst, text []uint16) []uint16 {
	n := len(dst)
	if need := n + len(text); need <= cap(dst) {
		dst = dst[:need]
	} else {
		dst = append(dst, text...)
	}
	out := dst[n:]
	if t.index == nil {
		clear(out)
		return dst
	}
	index, pages := t.index, t.pages
	for i, u := range text {
		out[i] = pages[int(index[u>>8])<<8|int(u&0xff)]
	}
	return dst
}

// State is a place in the trie: the string that leads there is a prefix of a
// key.
type State uint32

// Root returns the state of the empty string.
func (t *Trie) Root() State {
	if len(t.base) == 0 {
		return dead
	}
	return State(t.base[0])
}

// Next returns the state after one more unit, given by its code, and whether
// any key goes on that way.
func (t *Trie) Next(s State, code uint16) (State, bool) {
	// A leaf's bit makes the slot greater than any trie is long.
	slot := uint(s>>1) + uint(code)
	if slot < uint(len(t.check)) && t.check[slot] == code {
		return State(t.base[slot]), true
	}
	return dead, false
}

// Value returns the value of the key that leads to s, and whether there is
// one.
func (t *Trie) Value(s State) (value uint32, ok bool) {
	if s&leafBit != 0 {
		return uint32(s) &^ leafBit, true
	}
	if s&1 != 0 {
		return t.base[s>>1] &^ leafBit, true
	}
	return 0, false
}

// Get returns the value of a key and whether the trie holds it.
func (t *Trie) Get(key []uint16) (value uint32, ok bool) {
	if len(key) == 0 {
		return 0, false
	}
	s := t.Root()
	for _, u := range key {
		code := t.Code(u)
		if code == 0 {
			return 0, false
		}
		if s, ok = t.Next(s, code); !ok {
			return 0, false
		}
	}
	return t.Value(s)
}
