package catalogue

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// numeral gives what a numeral stands for, −1 for any other character.
func numeral(r rune) float64 {
	switch r {
	case '零':
		return 0
	case '一':
		return 1
	case '二':
		return 2
	case '三':
		return 3
	case '四':
		return 4
	case '五':
		return 5
	case '六':
		return 6
	case '七':
		return 7
	case '八':
		return 8
	case '九':
		return 9
	}
	return -1
}

// multiple gives what a character multiplies by, 0 for any other.
func multiple(r rune) float64 {
	switch r {
	case '十':
		return 10
	case '百':
		return 100
	case '千':
		return 1000
	case '万':
		return 10000
	}
	return 0
}

// NumberAt reads the number a folded text begins with, in figures or in Chinese
// (两, 半, 一百二十, 一百二), and gives its length in bytes; 0 when there is none.
func NumberAt(folded string) (value float64, size int) {
	for size < len(folded) && (folded[size] >= '0' && folded[size] <= '9' || size > 0 && folded[size] == '.') {
		size++
	}
	if size > 0 {
		digits := strings.TrimRight(folded[:size], ".")
		v, err := strconv.ParseFloat(digits, 64)
		if err != nil {
			return 0, 0
		}
		return v, len(digits)
	}
	return chineseAt(folded)
}

func chineseAt(folded string) (value float64, size int) {
	section, digit, last := 0.0, -1.0, 1.0
	for size < len(folded) {
		r, width := utf8.DecodeRuneInString(folded[size:])
		n, times := numeral(r), multiple(r)
		switch {
		case r == '两':
			digit = 2
		case r == '半' && size == 0:
			return 0.5, width
		case n >= 0:
			if digit > 0 {
				return value + section + digit, size // 六五: two numbers
			}
			digit = n
		case times > 0:
			if size == 0 && r != '十' {
				return 0, 0
			}
			last = times
			if digit < 0 {
				digit = 1
			}
			if last == 10000 {
				value, section, digit = (section+digit)*last, 0, -1
			} else {
				section, digit = section+digit*last, -1
			}
		default:
			return finish(value, section, digit, last, folded[:size]), size
		}
		size += width
	}
	return finish(value, section, digit, last, folded[:size]), size
}

// finish adds the last digit: 一百二 is 120, 一百零二 is 102.
func finish(value, section, digit, last float64, read string) float64 {
	if digit > 0 && last > 10 && !strings.Contains(read, "零") {
		digit *= last / 10
	}
	return value + section + max(digit, 0)
}
