package similar

import (
	"sync"

	"huashu/core/text"
)

// Run is a number as it stands in a text, however its digits are written.
type Run struct {
	Start, End int32  // from its first digit to its last
	Digits     string // the digits, 0–9
}

// maxDigitGap is how many units may stand between two digits of a number: the
// parts of a keycap are two, and a space.
const maxDigitGap = 3

// AppendRuns appends the numbers of at least that many digits in a folded text
// to dst and returns it. Digits may be plain (138), Chinese (一三八, 壹叁捌), in
// circles (①), keycaps or raised, and spaces, dashes, dots and emoji may stand
// between them. What touches a letter on its right, or several on its left, is
// part of a name and no number.
func AppendRuns(dst []Run, folded []uint16, least int) []Run {
	var digits []byte
	may := digitUnits()
	for i := 0; i < len(folded); {
		if u := folded[i]; may[u>>6]&(1<<(u&63)) == 0 {
			i++
			continue
		}
		digit, width := digitAt(folded, i)
		if digit == 0 {
			i += width
			continue
		}
		run := Run{Start: int32(i)}
		digits = digits[:0]
		for digit != 0 {
			digits = append(digits, digit)
			i += width
			run.End = int32(signEnd(folded, i))
			digit, width, i = nextDigit(folded, i)
		}
		if i = int(run.End); len(digits) >= least && !named(folded, run) {
			run.Digits = string(digits)
			dst = append(dst, run)
		}
	}
	return dst
}

// digitAt gives the digit that stands at i, 0 if none does, and its width.
func digitAt(folded []uint16, i int) (digit byte, width int) {
	u := folded[i]
	switch {
	case u <= 0x7f:
		if isDigit(u) {
			return byte(u), 1
		}
		return 0, 1
	case text.IsHan(u):
		return chineseDigit(u), 1
	}
	r, width := text.RuneAt(folded, i)
	if plain := plainOf(r); isDigit(plain) {
		return byte(plain), width
	}
	return 0, width
}

// digitUnits has a bit for each unit that a digit may begin with, so that the
// others, which are nearly all, are passed over at a glance.
var digitUnits = sync.OnceValue(func() *[1 << 16 / 64]uint64 {
	bits := new([1 << 16 / 64]uint64)
	add := func(first, last rune) {
		for r := first; r <= last; r++ {
			bits[r>>6] |= 1 << (r & 63)
		}
	}
	for r := range rune(1 << 16) {
		if isDigit(uint16(r)) || chineseDigit(uint16(r)) != 0 {
			add(r, r)
		}
	}
	for r := range plainSigns {
		add(r, r)
	}
	for _, block := range ornate {
		if block.to < 1<<16 {
			add(block.from, block.to)
		}
	}
	add(0xd800, 0xdbff) // the other blocks are of pairs
	return bits
})

// nextDigit looks for the next digit of a number, past what may stand between
// two.
func nextDigit(folded []uint16, i int) (digit byte, width, at int) {
	for at = i; at < len(folded); at += width {
		if digit, width = digitAt(folded, at); digit != 0 {
			return digit, width, at
		}
		if u := folded[at]; text.IsWord(u) || text.IsPunct(u) && !isJoint(u) || u == '\n' || at+width-i > maxDigitGap {
			break
		}
	}
	return 0, 0, at
}

// isJoint says whether a mark may stand inside a number. Commas, colons and
// slashes part numbers from one another.
func isJoint(u uint16) bool {
	switch u {
	case '-', '.', '·', '*', '_', '—', '–', '…', '(', ')':
		return true
	}
	return false
}

func named(folded []uint16, run Run) bool {
	if int(run.End) < len(folded) && text.IsLatin(folded[run.End]) {
		return true
	}
	left := run.Start
	if left > 0 && isJoint(folded[left-1]) {
		left--
	}
	return left >= 2 && text.IsLatin(folded[left-1]) && text.IsLatin(folded[left-2])
}

func chineseDigit(u uint16) byte {
	switch u {
	case '零', '〇':
		return '0'
	case '一', '壹', '幺':
		return '1'
	case '二', '贰':
		return '2'
	case '三', '叁':
		return '3'
	case '四', '肆':
		return '4'
	case '五', '伍':
		return '5'
	case '六', '陆':
		return '6'
	case '七', '柒':
		return '7'
	case '八', '捌':
		return '8'
	case '九', '玖':
		return '9'
	}
	return 0
}
