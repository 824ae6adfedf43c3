package datrie

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"unicode/utf16"
)

// Errors of [Builder.Add] and [Builder.Build].
var (
	ErrEmptyKey  = errors.New("datrie: empty key")
	ErrKeyTooBig = fmt.Errorf("datrie: key longer than %d units", MaxKeyLen)
	ErrValue     = fmt.Errorf("datrie: value greater than %d", MaxValue)
	ErrDuplicate = errors.New("datrie: key added twice")

	errTooMany = errors.New("datrie: too many keys")
)

// Builder collects keys and lays them out as a trie. The zero Builder is ready
// for use. The same keys and values give the same bytes, in whatever order
// they are added.
type Builder struct {
	units []uint16 // of all keys, one after the other
	keys  []key
}

type key struct {
	head  uint64 // its first four units, so that most comparisons end here
	start int32  // in Builder.units
	size  int32
	value uint32
}

// Add adds a key of UTF-16 code units with its value. It fails with
// [ErrEmptyKey], [ErrKeyTooBig] or [ErrValue]; a key added twice is found out
// by [Builder.Build].
func (b *Builder) Add(units []uint16, value uint32) error {
	switch {
	case len(units) == 0:
		return ErrEmptyKey
	case len(units) > MaxKeyLen:
		return ErrKeyTooBig
	case value > MaxValue:
		return ErrValue
	}
	k := key{start: int32(len(b.units)), size: int32(len(units)), value: value}
	for i := range 4 {
		k.head <<= 16
		if i < len(units) {
			k.head |= uint64(units[i])
		}
	}
	b.units = append(b.units, units...)
	b.keys = append(b.keys, k)
	return nil
}

// AddString is Add for a key in UTF-8.
func (b *Builder) AddString(s string, value uint32) error {
	return b.Add(utf16.Encode([]rune(s)), value)
}

// Len returns the number of keys added.
func (b *Builder) Len() int { return len(b.keys) }

// Trie builds the keys and loads the result.
func (b *Builder) Trie() (*Trie, error) {
	data, err := b.Build()
	if err != nil {
		return nil, err
	}
	return Load(data)
}

// Build returns the bytes of a trie with the keys added so far, for [Load]. It
// fails with an error that wraps [ErrDuplicate] and names the key.
func (b *Builder) Build() ([]byte, error) {
	b.sort()
	for i := 1; i < len(b.keys); i++ {
		if b.compare(b.keys[i-1], b.keys[i]) == 0 {
			return nil, fmt.Errorf("%w: %q", ErrDuplicate, string(utf16.Decode(b.unitsOf(b.keys[i]))))
		}
	}
	nodes := b.nodes()
	codeOf, codes := assignCodes(nodes)
	if codes > 1<<16 {
		return nil, errTooMany // all units there are need one code more than there is
	}
	base, check := place(nodes, codeOf)
	if len(base) > maxSlots {
		return nil, errTooMany
	}
	return b.encode(base, check, codeOf, codes), nil
}

func (b *Builder) unitsOf(k key) []uint16 { return b.units[k.start : k.start+k.size] }

func (b *Builder) compare(x, y key) int {
	if c := cmp.Compare(x.head, y.head); c != 0 {
		return c
	}
	return slices.Compare(b.unitsOf(x), b.unitsOf(y))
}

func (b *Builder) sort() {
	if !slices.IsSortedFunc(b.keys, b.compare) {
		slices.SortFunc(b.keys, b.compare)
	}
}

// node is a node of the plain tree that is to be laid out. Nodes are in order
// of depth, so that the children of a node follow each other.
type node struct {
	firstChild int32
	children   int32
	unit       uint16 // on the edge from its parent
	isKey      bool
	value      uint32 // if isKey
}

// degree is the number of slots that a node's base decides about.
func (n *node) degree() int {
	if n.isKey && n.children > 0 {
		return int(n.children) + 1
	}
	return int(n.children)
}

// nodes makes the tree of the sorted keys; the root comes first.
func (b *Builder) nodes() []node {
	type span struct{ lo, hi int32 } // of the keys that go through a node
	nodes := make([]node, 1, len(b.keys)*3/2+1)
	level, next := []span{{0, int32(len(b.keys))}}, []span{}
	for depth, at := int32(0), 0; len(level) > 0; depth++ {
		for _, s := range level {
			if s.lo < s.hi && b.keys[s.lo].size == depth {
				nodes[at].isKey, nodes[at].value = true, b.keys[s.lo].value
				s.lo++
			}
			nodes[at].firstChild = int32(len(nodes))
			for s.lo < s.hi {
				unit, hi := b.unitAt(s.lo, depth), s.lo+1
				for hi < s.hi && b.unitAt(hi, depth) == unit {
					hi++
				}
				next = append(next, span{s.lo, hi})
				nodes = append(nodes, node{unit: unit})
				nodes[at].children++
				s.lo = hi
			}
			at++
		}
		level, next = next, level[:0]
	}
	return nodes
}

func (b *Builder) unitAt(key, depth int32) uint16 { return b.units[b.keys[key].start+depth] }

// assignCodes numbers the units from 1 on, the most frequent first: children
// of small codes lie close together, which packs the array tightly.
func assignCodes(nodes []node) (codeOf []uint16, codes int) {
	count := make([]int32, 1<<16)
	for i := range nodes[1:] {
		count[nodes[1+i].unit]++
	}
	var units []uint16
	for u, n := range count {
		if n > 0 {
			units = append(units, uint16(u))
		}
	}
	slices.SortStableFunc(units, func(x, y uint16) int { return cmp.Compare(count[y], count[x]) })
	codeOf = make([]uint16, 1<<16)
	for i, u := range units {
		codeOf[u] = uint16(i + 1)
	}
	return codeOf, len(units) + 1
}

func (b *Builder) encode(base []uint32, check, codeOf []uint16, codes int) []byte {
	var (
		le             = binary.LittleEndian
		index          [256]uint16
		pages          = make([]uint16, 256)
		longest        int32
		greatest       uint32
		slots, numKeys = len(base), len(b.keys)
	)
	for _, k := range b.keys {
		longest, greatest = max(longest, k.size), max(greatest, k.value)
	}
	for high := range index {
		page := codeOf[high<<8 : high<<8+256]
		if slices.ContainsFunc(page, func(c uint16) bool { return c != 0 }) {
			index[high] = uint16(len(pages) / 256)
			pages = append(pages, page...)
		}
	}
	out := make([]byte, 0, headerSize+indexSize+slots*6+len(pages)*2)
	out = append(out, magic...)
	out = le.AppendUint16(out, version)
	out = le.AppendUint16(out, uint16(longest))
	for _, v := range []uint32{uint32(slots), uint32(codes), uint32(numKeys), uint32(len(pages) / 256), greatest, 0} {
		out = le.AppendUint32(out, v)
	}
	for _, p := range index {
		out = le.AppendUint16(out, p)
	}
	for _, e := range base {
		out = le.AppendUint32(out, e)
	}
	for _, c := range pages {
		out = le.AppendUint16(out, c)
	}
	for _, c := range check {
		out = le.AppendUint16(out, c)
	}
	return out
}
