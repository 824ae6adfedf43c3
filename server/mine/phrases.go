package mine

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"huashu/server"
)

const (
	maxWords      = 4 // of a phrase
	maxCharacters = 8
	minCount      = 3
	minCohesion   = 3.0 // bits
	minFreedom    = 0.8 // bits
)

// Phrases finds new terms by the two marks that terms have (the method of
// entropy and mutual information that Chinese new-word discovery commonly
// uses): their parts belong together, and they are free among others. Lines
// are cut into words; stop words neither begin nor end a phrase.
func Phrases(lines [][]string, stop map[string]bool, limit int) []server.Phrase {
	c := count(lines)
	var found []server.Phrase
	for text, g := range c.grams {
		words := strings.Split(text, sep)
		if len(words) < 2 || g.count < minCount || stop[words[0]] || stop[words[len(words)-1]] {
			continue
		}
		phrase := server.Phrase{
			Text: strings.Join(words, ""), Count: g.count,
			Cohesion: c.cohesion(words, g.count), Freedom: min(entropy(g.before), entropy(g.after)),
		}
		if phrase.Cohesion >= minCohesion && phrase.Freedom >= minFreedom {
			found = append(found, phrase)
		}
	}
	found = whole(found)
	slices.SortFunc(found, func(a, b server.Phrase) int {
		return cmp.Or(cmp.Compare(worth(b), worth(a)), strings.Compare(a.Text, b.Text))
	})
	return found[:min(limit, len(found))]
}

// mostly is the share of a phrase's uses inside a longer one from which on it is
// only a part of that.
const mostly = 0.6

// whole leaves out phrases that are mostly part of a longer one.
func whole(found []server.Phrase) []server.Phrase {
	return slices.DeleteFunc(slices.Clone(found), func(part server.Phrase) bool {
		return slices.ContainsFunc(found, func(p server.Phrase) bool {
			return len(p.Text) > len(part.Text) && strings.Contains(p.Text, part.Text) && float64(p.Count) >= mostly*float64(part.Count)
		})
	})
}

// worth orders phrases: how often, weighed by how free.
func worth(p server.Phrase) float64 { return float64(p.Count) * p.Freedom }

// sep stands between the words of a gram's key; it stands in no word.
const sep = "\x00"

type gram struct {
	count         int
	before, after map[string]int
}

type counts struct {
	grams map[string]*gram // words joined by sep
	total int              // words
}

func count(lines [][]string) counts {
	c := counts{grams: map[string]*gram{}}
	for _, words := range lines {
		c.total += len(words)
		for i := range words {
			for n := 1; n <= maxWords && i+n <= len(words) && isWord(words[i+n-1]); n++ {
				key := strings.Join(words[i:i+n], sep)
				if utf8.RuneCountInString(key)-n+1 > maxCharacters {
					break
				}
				g := c.grams[key]
				if g == nil {
					g = &gram{before: map[string]int{}, after: map[string]int{}}
					c.grams[key] = g
				}
				g.count++
				g.before[at(words, i-1)]++
				g.after[at(words, i+n)]++
			}
		}
	}
	return c
}

// at gives a word, or beyond either end of the line a mark.
func at(words []string, i int) string {
	if i < 0 || i >= len(words) {
		return sep
	}
	return words[i]
}

// isWord leaves out punctuation, numbers and blanks: they join nothing.
func isWord(word string) bool {
	for _, r := range word {
		if !unicode.IsLetter(r) {
			return false
		}
	}
	return word != ""
}

// cohesion is the pointwise mutual information at the weakest joint.
func (c counts) cohesion(words []string, together int) float64 {
	weakest := math.Inf(1)
	for cut := 1; cut < len(words); cut++ {
		left, right := c.grams[strings.Join(words[:cut], sep)].count, c.grams[strings.Join(words[cut:], sep)].count
		weakest = min(weakest, math.Log2(float64(together)*float64(c.total)/(float64(left)*float64(right))))
	}
	return weakest
}

// entropy is that of a distribution, in bits. The ends of a line are one
// neighbour like any other: a line that is sent again and again is no term.
func entropy(neighbours map[string]int) float64 {
	total := 0
	for _, n := range neighbours {
		total += n
	}
	bits := 0.0
	for _, n := range neighbours {
		p := float64(n) / float64(total)
		bits -= p * math.Log2(p)
	}
	return bits
}
