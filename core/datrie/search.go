package datrie

// Hit is a key found at a known place of a text.
type Hit struct {
	End   int32  // one past the key's last unit
	Value uint32 // the key's value
}

// Match is a key found anywhere in a text, text[Start:End].
type Match struct {
	Start, End int32
	Value      uint32
}

// AppendPrefixes appends to dst every key that begins at text[i], the shortest
// first, and returns it. It allocates only if dst is too small.
func (t *Trie) AppendPrefixes(dst []Hit, text []uint16, i int) []Hit {
	s := t.Root()
	end := min(len(text), i+t.maxLen)
	for j := i; j < end; j++ {
		code := t.Code(text[j])
		if code == 0 {
			break
		}
		var ok bool
		if s, ok = t.Next(s, code); !ok {
			break
		}
		if v, found := t.Value(s); found {
			dst = append(dst, Hit{End: int32(j + 1), Value: v})
		}
	}
	return dst
}

// AppendMatches appends to dst every occurrence of every key in a text that
// [Trie.AppendCodes] has mapped, by start and then by end, and returns it.
// Occurrences may overlap. It allocates only if dst is too small.
func (t *Trie) AppendMatches(dst []Match, codes []uint16) []Match {
	return t.AppendMatchesFrom(dst, codes, 0)
}

// AppendMatchesFrom is AppendMatches for the occurrences that start at a position
// or later. Those that start at i depend on codes[i:i+MaxLen()] alone.
func (t *Trie) AppendMatchesFrom(dst []Match, codes []uint16, from int) []Match {
	if len(t.base) == 0 {
		return dst
	}
	base, check := t.base, t.check
	root := t.base[0]
	for i := from; i < len(codes); i++ {
		code := codes[i]
		if code == 0 {
			continue
		}
		slot := uint(root>>1) + uint(code)
		if slot >= uint(len(check)) || check[slot] != code {
			continue
		}
		end := min(len(codes), i+t.maxLen)
		for j := i + 1; ; j++ {
			e := base[slot]
			if e&leafBit != 0 {
				dst = append(dst, Match{Start: int32(i), End: int32(j), Value: e &^ leafBit})
				break
			}
			if e&1 != 0 {
				dst = append(dst, Match{Start: int32(i), End: int32(j), Value: base[e>>1] &^ leafBit})
			}
			if j >= end {
				break
			}
			code := codes[j]
			slot = uint(e>>1) + uint(code)
			if code == 0 || slot >= uint(len(check)) || check[slot] != code {
				break
			}
		}
	}
	return dst
}
