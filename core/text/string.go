package text

import (
	"strings"
	"unicode/utf8"
)

// FoldString folds a string as [AppendFold] folds its code units.
func FoldString(s string) string { return strings.Map(foldRune, s) }

func foldRune(r rune) rune {
	if r > 0xffff {
		return r
	}
	return rune(Fold(uint16(r)))
}

// Plain keeps the words of a string, folded, and drops marks, blanks and emoji, so
// that a text that was touched up is still known.
func Plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r = foldRune(r); r > 0xffff || !IsWord(uint16(r)) {
			return -1
		}
		return r
	}, s)
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

// CommonPrefix gives how many elements two texts have in common at their
// beginning, be they units or anything else.
func CommonPrefix[T comparable](a, b []T) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// AppendDecodeIndexed appends units[from:] as UTF-8 to dst, and to index for each
// of those bytes which unit it came from, with one more entry for the end.
func AppendDecodeIndexed(dst []byte, index []int32, units []uint16, from int) ([]byte, []int32) {
	for i := from; i < len(units); {
		r, width := RuneAt(units, i)
		n := len(dst)
		dst = utf8.AppendRune(dst, r)
		for range len(dst) - n {
			index = append(index, int32(i))
		}
		i += width
	}
	return dst, append(index, int32(len(units)))
}
