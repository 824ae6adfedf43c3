package segment

import (
	"slices"

	"huashu/core/segment/lexicon"
)

// edge is a word that may be chosen at a position.
type edge struct {
	end    int // one past its last unit
	weight float64
	value  uint32
}

// findExtras prepares the walks through the further dictionaries: it maps the
// text to their codes and marks where a word of theirs may begin. Such places
// are few, and only they leave the short way through solve.
func (s *Segmenter) findExtras(units []uint16) {
	if len(s.extras) == 0 {
		return
	}
	if cap(s.extraBegins) < len(units) {
		s.extraBegins = make([]bool, 2*len(units))
	}
	s.extraBegins = s.extraBegins[:len(units)]
	clear(s.extraBegins)
	for k, x := range s.extras {
		trie := x.Trie()
		codes := trie.AppendCodes(s.extraCodes[k][:0], units)
		s.extraCodes[k] = codes
		root := trie.Root()
		for i, code := range codes {
			if code != 0 {
				if _, ok := trie.Next(root, code); ok {
					s.extraBegins[i] = true
				}
			}
		}
	}
}

// solveMerged is solve for one position at which a word of a further dictionary
// may begin.
func (s *Segmenter) solveMerged(units []uint16, i int) {
	edges := appendEdges(s.edges[:0], s.main, s.codes, i)
	for k, x := range s.extras {
		edges = appendEdges(edges, x, s.extraCodes[k], i)
	}
	s.edges = edges
	// Of equal words the one of the last dictionary shall count. The sort is
	// stable, so that it is the last of its equals.
	slices.SortStableFunc(edges, func(a, b edge) int { return a.end - b.end })

	s.solveUnknown(units, i)
	single := i + width(units, i)
	for k, e := range edges {
		if k+1 < len(edges) && edges[k+1].end == e.end {
			continue
		}
		if sum := s.score[e.end] + e.weight; sum > s.score[i] || e.end == single {
			s.score[i], s.choice[i] = sum, newChoice(e.end-i, e.value)
		}
	}
}

// appendEdges appends the words of a lexicon that begin at i, the shortest
// first.
func appendEdges(dst []edge, l *lexicon.Lexicon, codes []uint16, i int) []edge {
	trie := l.Trie()
	state := trie.Root()
	for j, end := i, min(len(codes), i+trie.MaxLen()); j < end && codes[j] != 0; j++ {
		var ok bool
		if state, ok = trie.Next(state, codes[j]); !ok {
			break
		}
		if value, isWord := trie.Value(state); isWord {
			dst = append(dst, edge{end: j + 1, weight: l.Weight(value), value: value})
		}
	}
	return dst
}
