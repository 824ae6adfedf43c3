package datrie

import "math/bits"

// placer finds a base for each inner node so that no two nodes' children
// collide and no two nodes share a base.
//
// Nodes with many children go first, while there is room; the many with one
// child fill the holes. Both sets are bitmaps, and 64 bases are tried at once.
type placer struct {
	free     []uint64 // slots that are free, one bit each
	bases    []uint64 // bases that are free
	first    int      // no word of free before this one has a bit set
	lastSlot int      // the highest slot taken
}

// place lays the tree out and returns the two arrays, of equal length.
func place(nodes []node, codeOf []uint16) (base []uint32, check []uint16) {
	p := &placer{}
	p.grow(1 << 17)
	p.take(0) // the root's own slot

	baseOf := make([]int32, len(nodes))
	var codes []int
	hint, degree := 0, 0
	for _, i := range byDegree(nodes) {
		n := &nodes[i]
		codes = codes[:0]
		for _, c := range nodes[n.firstChild : n.firstChild+n.children] {
			codes = append(codes, int(codeOf[c.unit]))
		}
		if n.isKey {
			codes = append(codes, 0)
		}
		if len(codes) == 1 {
			baseOf[i] = int32(p.findOne(codes[0]))
		} else {
			// A node of the same size will hardly fit where the last did
			// not; a smaller one may.
			if len(codes) != degree {
				hint, degree = 0, len(codes)
			}
			baseOf[i], hint = p.find(codes, hint)
		}
		p.bases[baseOf[i]>>6] &^= 1 << (baseOf[i] & 63)
		for _, c := range codes {
			p.take(int(baseOf[i]) + c)
		}
	}
	return fill(nodes, codeOf, baseOf, p.lastSlot+1)
}

// byDegree returns the inner nodes, those of the highest degree first, else in
// the order of the tree.
func byDegree(nodes []node) []int32 {
	count := []int32{}
	for i := range nodes {
		d := nodes[i].degree()
		for len(count) <= d {
			count = append(count, 0)
		}
		count[d]++
	}
	start, sum := make([]int32, len(count)), int32(0)
	for d := len(count) - 1; d > 0; d-- {
		start[d] = sum
		sum += count[d]
	}
	order := make([]int32, sum)
	for i := range nodes {
		if d := nodes[i].degree(); d > 0 {
			order[start[d]] = int32(i)
			start[d]++
		}
	}
	return order
}

// fill writes the arrays once every base is known.
func fill(nodes []node, codeOf []uint16, baseOf []int32, slots int) (base []uint32, check []uint16) {
	base, check = make([]uint32, slots), make([]uint16, slots)
	slotOf := make([]int32, len(nodes))
	for i := range nodes {
		n := &nodes[i]
		if n.children == 0 {
			if n.isKey { // only the root of an empty trie is not
				base[slotOf[i]] = leafBit | n.value
			}
			continue
		}
		e := uint32(baseOf[i]) << 1
		if n.isKey {
			e |= 1
			base[baseOf[i]] = leafBit | n.value
		}
		base[slotOf[i]] = e
		for c := n.firstChild; c < n.firstChild+n.children; c++ {
			code := codeOf[nodes[c].unit]
			slotOf[c] = baseOf[i] + int32(code)
			check[slotOf[c]] = code
		}
	}
	return base, check
}

// grow makes room for slots and bases below n.
func (p *placer) grow(n int) {
	for len(p.free)*64 < n {
		p.free = append(p.free, ^uint64(0))
		p.bases = append(p.bases, ^uint64(0))
	}
}

func (p *placer) take(slot int) {
	p.free[slot>>6] &^= 1 << (slot & 63)
	p.lastSlot = max(p.lastSlot, slot)
}

// window returns 64 bits of a bitmap from any bit on.
func window(bitmap []uint64, from int) uint64 {
	w, shift := from>>6, from&63
	// In Go a shift by 64 gives 0, which is what an even start needs.
	return bitmap[w]>>shift | bitmap[w+1]<<(64-shift)
}

// find returns the lowest base from word hint on under which all codes are
// free, and the word it is in.
func (p *placer) find(codes []int, hint int) (base int32, word int) {
	const maxCode = 1 << 16
	for w := max(hint, p.firstUseful(codes)); ; w++ {
		p.grow(w<<6 + maxCode + 128)
		fits := p.bases[w]
		for _, c := range codes {
			if fits &= window(p.free, w<<6+c); fits == 0 {
				break
			}
		}
		if fits != 0 {
			return int32(w<<6 + bits.TrailingZeros64(fits)), w
		}
	}
}

// firstUseful returns a word of bases before which no base can fit, because
// all slots there are taken.
func (p *placer) firstUseful(codes []int) int {
	p.skipFull()
	greatest := 0
	for _, c := range codes {
		greatest = max(greatest, c)
	}
	return max(0, p.first-greatest>>6-1)
}

func (p *placer) skipFull() {
	for p.first < len(p.free) && p.free[p.first] == 0 {
		p.first++
	}
}

// findOne is find for a single code: it goes through the free slots, of which
// there are few, rather than through the bases.
func (p *placer) findOne(code int) int {
	p.skipFull()
	for w := max(p.first, code>>6); ; w++ {
		p.grow(w<<6 + 256)
		for free := p.free[w]; free != 0; free &= free - 1 {
			base := w<<6 + bits.TrailingZeros64(free) - code
			if base >= 0 && p.bases[base>>6]>>(base&63)&1 == 1 {
				return base
			}
		}
	}
}
