package text

import "unicode/utf8"

// FoldString folds a string as [AppendFold] folds its code units.
func FoldString(s string) string {
	units := Encode(s)
	return Decode(AppendFold(units[:0], units))
}

// Len gives the length of a string in UTF-16 code units.
func Len(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}

// IsWord tells whether a unit is part of what is said: a Chinese character, a
// letter or a digit.
func IsWord(u uint16) bool { return (Han | Latin | Digit).Is(u) }

// IsAlnum tells whether a unit is a Latin letter or a digit.
func IsAlnum(u uint16) bool { return (Latin | Digit).Is(u) }

// DecodeIndexed decodes units and tells for each byte of the string, and for
// its end, which unit it came from. The index is written into the given slice
// if it fits.
func DecodeIndexed(units []uint16, index []int32) (string, []int32) {
	index = index[:0]
	b := make([]byte, 0, 3*len(units))
	for i := 0; i < len(units); {
		r, width := RuneAt(units, i)
		b = utf8.AppendRune(b, r)
		for len(index) < len(b) {
			index = append(index, int32(i))
		}
		i += width
	}
	return string(b), append(index, int32(len(units)))
}
