package datrie

// Each calls visit for every key, in the order of the codes of its units, with
// a key that is valid until visit returns. It tries every unit at every node,
// so it is for tools, not for texts.
func (t *Trie) Each(visit func(key []uint16, value uint32)) {
	var units []uint16 // that some key holds
	for u := range 1 << 16 {
		if t.Code(uint16(u)) != 0 {
			units = append(units, uint16(u))
		}
	}
	key := make([]uint16, 0, t.maxLen)
	var descend func(s State)
	descend = func(s State) {
		if value, ok := t.Value(s); ok {
			visit(key, value)
		}
		if len(key) == t.maxLen {
			return
		}
		for _, u := range units {
			if next, ok := t.Next(s, t.Code(u)); ok {
				key = append(key, u)
				descend(next)
				key = key[:len(key)-1]
			}
		}
	}
	descend(t.Root())
}
