package catalogue

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	numerals  = "零一二三四五六七八九"
	multiples = "十百千万"
)

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
		switch {
		case r == '两':
			digit = 2
		case r == '半' && size == 0:
			return 0.5, width
		case strings.ContainsRune(numerals, r):
			if digit > 0 {
				return value + section + digit, size // 六五: two numbers
			}
			digit = float64(strings.Index(numerals, string(r)) / 3)
		case strings.ContainsRune(multiples, r):
			if size == 0 && r != '十' {
				return 0, 0
			}
			last = [...]float64{10, 100, 1000, 10000}[strings.Index(multiples, string(r))/3]
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
