package lexicon

// POS is a part of speech. Its numbers are stored in dictionaries: new tags go
// to the end of the table, and no more than 64 fit.
type POS uint8

// The parts of speech that code asks for by name; the others are reached with
// [ParsePOS]. The tags are those of jieba (ICTCLAS).
const (
	Unknown   POS = iota // x: punctuation, symbols, characters of no word
	Noun                 // n
	Person               // nr: the name of a person
	Place                // ns
	Verb                 // v
	Adjective            // a
	Adverb               // d
	Pronoun              // r
	Numeral              // m: also digits
	Measure              // q
	Latin                // eng: Latin letters
)

var posNames = [...]string{
	"x", "n", "nr", "ns", "v", "a", "d", "r", "m", "q", "eng",
	"ad", "ag", "an", "b", "c", "df", "dg", "e", "f", "g", "h", "i", "j", "k", "l",
	"mg", "mq", "ng", "nrfg", "nrt", "nt", "nz", "o", "p", "rg", "rr", "rz", "s",
	"t", "tg", "u", "ud", "ug", "uj", "ul", "uv", "uz", "vd", "vg", "vi", "vn", "vq",
	"y", "z", "zg",
}

const (
	posBits = 6
	posMask = 1<<posBits - 1
)

var posOf = func() map[string]POS {
	m := make(map[string]POS, len(posNames))
	for i, name := range posNames {
		m[name] = POS(i)
	}
	return m
}()

// String returns the tag, such as "nr"; "x" for a number that has no tag.
func (p POS) String() string {
	if int(p) >= len(posNames) {
		return posNames[Unknown]
	}
	return posNames[p]
}

// ParsePOS returns the part of speech of a tag and whether there is such a
// tag.
func ParsePOS(tag string) (POS, bool) {
	p, ok := posOf[tag]
	return p, ok
}

// Tags returns all tags, in the order of their numbers.
func Tags() []string { return append([]string(nil), posNames[:]...) }
