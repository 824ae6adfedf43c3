package segment

import "huashu/core/segment/lexicon"

// choice is the word chosen at a position: its length in bits 8 and above,
// whether it is known in bit 7, its part of speech below.
type choice uint32

const knownBit choice = 1 << 7

func newChoice(length int, value uint32) choice {
	return choice(length)<<8 | knownBit | choice(lexicon.PosOf(value))
}

func (c choice) length() int32    { return int32(c >> 8) }
func (c choice) known() bool      { return c&knownBit != 0 }
func (c choice) pos() lexicon.POS { return lexicon.POS(c &^ knownBit & 0xff) }

// solve fills score and choice from the end of the text to its start. It adds
// the same numbers in the same order as cppjieba's MPSegment::CalcDP, and like
// it keeps the first, that is the shortest, of several words that are equally
// good: many sums tie but for their rounding, and a cut would change.
func (s *Segmenter) solve(units []uint16) {
	var (
		trie    = s.main.Trie()
		weights = s.main.Weights()
		unknown = s.main.MinWeight()
		n       = len(units)
		codes   = s.codes[:n]
		score   = s.score[:n+1]
		choices = s.choice[:n]
		begins  = s.extraBegins
		root    = trie.Root()
		reach   = trie.MaxLen()
	)
	score[n] = 0
	for i := n - 1; i >= 0; i-- {
		if begins != nil && begins[i] {
			s.solveMerged(units, i)
			continue
		}
		state, ok := trie.Next(root, codes[i])
		if !ok || codes[i] == 0 {
			s.solveUnknown(units, i)
			continue
		}
		best, chosen := score[i+1]+unknown, choice(1<<8)
		if value, isWord := trie.Value(state); isWord {
			best, chosen = score[i+1]+weights[lexicon.WeightIndex(value)], newChoice(1, value)
		}
		for j, end := i+1, min(n, i+reach); j < end; j++ {
			if state, ok = trie.Next(state, codes[j]); !ok || codes[j] == 0 {
				break
			}
			if value, isWord := trie.Value(state); isWord {
				if sum := score[j+1] + weights[lexicon.WeightIndex(value)]; sum > best {
					best, chosen = sum, newChoice(j+1-i, value)
				}
			}
		}
		score[i], choices[i] = best, chosen
	}
}

// solveUnknown is solve for one position, at which no word begins.
func (s *Segmenter) solveUnknown(units []uint16, i int) {
	w := width(units, i)
	s.choice[i] = choice(w << 8)
	s.score[i] = s.score[i+w] + s.main.MinWeight()
	if IsSeparator(units[i]) {
		// To cppjieba, what lies before is a text of its own, whose sums
		// start from nothing.
		s.score[i] = 0
	}
}

// width is the number of units of the character at i: two for a surrogate pair.
func width(units []uint16, i int) int {
	if units[i]&0xfc00 == 0xd800 && i+1 < len(units) && units[i+1]&0xfc00 == 0xdc00 {
		return 2
	}
	return 1
}

// IsSeparator tells whether a unit divides a text into parts that are segmented
// each by itself.
func IsSeparator(unit uint16) bool {
	switch unit {
	case ' ', '\t', '\n', '，', '。': // lexicon.Separators
		return true
	}
	return false
}
