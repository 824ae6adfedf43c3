// Package text knows the units that Huashu's texts are made of: UTF-16 code
// units, as the DOM counts them. It converts them from and to UTF-8, tells of
// what kind a unit is, and folds units that mean the same to one.
//
// Everything here maps one unit to one unit, so that a position in a result is
// the position in the text.
package text

import (
	"unicode/utf16"
	"unicode/utf8"
)

// Encode returns the UTF-16 code units of s. Each byte that is not part of
// valid UTF-8 becomes one U+FFFD.
func Encode(s string) []uint16 {
	return AppendEncode(make([]uint16, 0, len(s)), s)
}

// AppendEncode appends the UTF-16 code units of s to dst and returns it, see
// [Encode].
func AppendEncode(dst []uint16, s string) []uint16 {
	for _, r := range s { // an invalid byte counts as one rune, U+FFFD
		dst = utf16.AppendRune(dst, r)
	}
	return dst
}

// Decode returns units as UTF-8. Each half of a surrogate pair that lacks its
// other half becomes one U+FFFD, so that [Encode] gives as many units again.
func Decode(units []uint16) string {
	return string(AppendDecode(make([]byte, 0, 3*len(units)), units))
}

// AppendDecode appends units as UTF-8 to dst and returns it, see [Decode].
func AppendDecode(dst []byte, units []uint16) []byte {
	for i := 0; i < len(units); {
		r, width := RuneAt(units, i)
		dst = utf8.AppendRune(dst, r)
		i += width
	}
	return dst
}

// RuneAt returns the character at units[i] and how many units it has: two for a
// surrogate pair, else one. Half a pair is U+FFFD.
func RuneAt(units []uint16, i int) (r rune, width int) {
	u := units[i]
	if u&0xf800 != 0xd800 {
		return rune(u), 1
	}
	if i+1 < len(units) && IsHighSurrogate(u) && IsLowSurrogate(units[i+1]) {
		return utf16.DecodeRune(rune(u), rune(units[i+1])), 2
	}
	return utf8.RuneError, 1
}

// IsHighSurrogate tells whether a unit is the first half of a pair.
func IsHighSurrogate(unit uint16) bool { return unit&0xfc00 == 0xd800 }

// IsLowSurrogate tells whether a unit is the second half of a pair.
func IsLowSurrogate(unit uint16) bool { return unit&0xfc00 == 0xdc00 }
