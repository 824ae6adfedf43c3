package similar

import (
	"strings"
	"sync"

	"huashu/core/text"
)

// The symbol of a syllable is made of its initial and its final, so that it does
// not depend on which syllables the table happens to have: compiled packs hold
// it. Letters and digits are their own symbols.
const syllableBase = 0xe000

var (
	initials = strings.Fields("b p m f d t l g k h j q x z c s r y w")
	finals   = strings.Fields("a ai an ang ao e ei en eng er i ia ian iang iao ie in ing iong iu o ong ou u ua uai uan uang ue ui un uo v ve")
)

// near merges what many speakers do not tell apart, and evaders use as the
// same: n and l, zh and z, ch and c, sh and s; -ang and -an, -eng and -en, -ing
// and -in.
func near(syllable string) string {
	switch {
	case strings.HasPrefix(syllable, "n"):
		syllable = "l" + syllable[1:]
	case strings.HasPrefix(syllable, "zh"), strings.HasPrefix(syllable, "ch"), strings.HasPrefix(syllable, "sh"):
		syllable = syllable[:1] + syllable[2:]
	}
	stem, ok := strings.CutSuffix(syllable, "ng")
	if ok && !strings.HasSuffix(stem, "o") && !strings.HasSuffix(stem, "ia") && !strings.HasSuffix(stem, "ua") {
		return stem + "n"
	}
	return syllable
}

// symbolOf gives the symbol of a syllable in letters.
func symbolOf(syllable string) uint16 {
	syllable = near(syllable)
	initial, rest := 0, syllable
	for i, name := range initials {
		if after, ok := strings.CutPrefix(syllable, name); ok {
			initial, rest = i+1, after
		}
	}
	for i, name := range finals {
		if name == rest {
			return syllableBase | uint16(initial<<6|i)
		}
	}
	return 0
}

// soundTable is the table of readings, laid out for looking up.
type soundTable struct {
	usual   []uint16            // character, from firstHan → symbol of its usual reading, 0 if it is not known
	all     map[uint16][]uint16 // character → symbols of all its readings, the usual first
	spelled map[uint32]uint16   // syllable as packed letters → symbol
}

const (
	firstHan = 0x4e00
	lastHan  = 0x9fff

	maxSyllable = 6 // letters: zhuang
)

// sounds is made when it is first needed: most packs' readers never do.
var sounds = sync.OnceValue(func() *soundTable {
	t := &soundTable{make([]uint16, lastHan-firstHan+1), map[uint16][]uint16{}, map[uint32]uint16{}}
	lines := strings.Split(strings.TrimSuffix(readings, "\n"), "\n")
	for _, line := range lines {
		syllable, usual, _ := strings.Cut(line, " ")
		usual, _, _ = strings.Cut(usual, "|")
		symbol := symbolOf(syllable)
		for _, r := range usual {
			t.usual[r-firstHan] = symbol
			t.all[uint16(r)] = []uint16{symbol}
		}
		// One letter may stand for many things, and spells nothing.
		if len(syllable) > 1 {
			t.spelled[pack(syllable)] = symbol
		}
	}
	for _, line := range lines {
		syllable, chars, _ := strings.Cut(line, " ")
		_, also, _ := strings.Cut(chars, "|")
		for _, r := range also {
			t.all[uint16(r)] = append(t.all[uint16(r)], symbolOf(syllable))
		}
	}
	return t
})

// of gives the symbol of a Chinese character, 0 if it has none.
func (t *soundTable) of(u uint16) uint16 {
	if i := int(u) - firstHan; i >= 0 && i < len(t.usual) {
		return t.usual[i]
	}
	return 0
}

// pack makes a number of up to maxSyllable letters.
func pack(letters string) (packed uint32) {
	for i := range len(letters) {
		packed = addLetter(packed, uint16(letters[i]))
	}
	return packed
}

func addLetter(packed uint32, u uint16) uint32 { return packed<<5 | uint32(u-'a'+1) }

// toned are the vowels with tones, each before the one it is typed for; the
// text is folded.
const toned = "āaáaǎaàaēeéeěeèeīiíiǐiìiōoóoǒoòoūuúuǔuùuüvǖvǘvǚvǜv"

var withoutTone = sync.OnceValue(func() map[uint16]uint16 {
	m := map[uint16]uint16{}
	units := text.Encode(toned)
	for i := 0; i < len(units); i += 2 {
		m[units[i]] = units[i+1]
	}
	return m
})

// letterOf gives the plain letter of a Latin unit, 0 if it has none.
func letterOf(u uint16) uint16 {
	if isLetter(u) {
		return u
	}
	return withoutTone()[u]
}
