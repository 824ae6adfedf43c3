package text

import (
	"unicode"
	"unicode/utf16"
)

// foldTable holds what each unit folds to. It is flat, 128 KB, because a lookup
// then is one load, and a chat touches few of its cache lines.
var foldTable = newFoldTable()

// Fold returns the unit that stands for u and all that differ from it only in
//
//   - width: ＡＢＣ１２３，！ are ABC123,! and the kinds of blank are a space;
//     line feed and tab stay;
//   - case: letters, accented, Greek and Cyrillic too, are lower case;
//   - script: a traditional character is its simplified one, unless the
//     character is also ordinary in simplified text (著, 乾, 瞭, 吒, 薹, 覆, 藉 …)
//     or the simplified one is beyond the Basic Multilingual Plane.
//
// Characters of two units are left as they are. Folding twice is folding once.
func Fold(u uint16) uint16 { return foldTable[u] }

// AppendFold appends the folded units of src to dst and returns it: as many
// units as src has, so that positions hold for both. Give src[:0] as dst to
// fold in place.
func AppendFold(dst, src []uint16) []uint16 {
	n := len(dst)
	if need := n + len(src); need <= cap(dst) {
		dst = dst[:need]
	} else {
		dst = append(dst, src...)
	}
	out, table := dst[n:], foldTable
	for i, u := range src {
		out[i] = table[u]
	}
	return dst
}

func newFoldTable() *[1 << 16]uint16 {
	t := new([1 << 16]uint16)
	for u := range t {
		t[u] = uint16(u)
	}
	var from uint16
	for i, r := range simplified {
		if u := uint16(r); i%6 == 0 { // pairs of three bytes each
			from = u
		} else {
			t[from] = u
		}
	}
	for _, block := range [][2]rune{{'A', 'Z'}, {0xc0, 0x17f}, {0x370, 0x52f}} { // Latin; Greek and Cyrillic
		for u := block[0]; u <= block[1]; u++ {
			t[u] = uint16(unicode.ToLower(u))
		}
	}
	for u := rune('!'); u <= '~'; u++ {
		t[u-'!'+'！'] = t[u]
	}
	copy(t['￠':], utf16.Encode([]rune("¢£")))
	t['￥'] = '¥'
	t['｡'], t['､'] = '。', '、'
	for _, blank := range []rune{0xa0, 0x202f, 0x205f, 0x3000} {
		t[blank] = ' '
	}
	for blank := 0x2000; blank <= 0x200a; blank++ {
		t[blank] = ' '
	}
	return t
}
