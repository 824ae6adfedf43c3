package catalogue

import (
	"slices"
	"strings"
	"unicode/utf8"

	"huashu/core/text"
)

// isFitting says whether an attribute names what a product goes with.
func isFitting(name string) bool {
	return slices.ContainsFunc([]string{"适配", "兼容", "适用机型", "适用型号", "接口", "机型", "配套", "卡口"}, func(w string) bool { return strings.Contains(name, w) })
}

// optionsIn takes "J3、J5 Pro" apart: each option is some codes.
func optionsIn(value string) [][]string {
	var out [][]string
	for _, option := range strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune("、,，/;；|和或", r) }) {
		if codes := modelsIn(option); len(codes) > 0 {
			out = append(out, codes)
		}
	}
	return out
}

// modelsIn gives codes of one character, too: a mount may be called F.
func modelsIn(folded string) []string {
	return strings.FieldsFunc(folded, func(r rune) bool { return !isAlnum(r) })
}

// Fits says whether part can be used with a product: where it says what it goes
// with, the product must be that; where it only carries a model's name, it must
// not be another model of the product's series.
func (c *Catalogue) Fits(part, product int) bool {
	p, of := &c.entries[part], &c.entries[product]
	if len(of.codes) == 0 {
		return true
	}
	if len(p.needs) > 0 {
		return slices.ContainsFunc(p.needs, func(option []string) bool {
			if strings.Contains(of.model, strings.Join(option, "")) {
				return true
			}
			return !slices.ContainsFunc(option, func(code string) bool { return !slices.Contains(of.codes, code) })
		})
	}
	for _, mine := range p.series {
		for _, other := range of.series {
			if mine != other && sameSeries(mine, other) {
				return slices.Contains(of.codes, mine)
			}
		}
	}
	return true
}

// sameSeries says whether two codes are letters followed by different numbers:
// j3 and j5. Measures (5l, 100g) have the number in front and are none.
func sameSeries(a, b string) bool {
	series := letters(a)
	return series != "" && len(a) > len(series) && len(b) > len(series) && letters(b) == series
}

func letters(code string) string {
	i := 0
	for i < len(code) && code[i] >= 'a' {
		i++
	}
	return code[:i]
}

// Dimension is something that figures of buyers and goods are compared in.
type Dimension uint8

// Dimensions and the units their figures are brought to.
const (
	Age    Dimension = iota + 1 // months
	Weight                      // kilograms
	Height                      // centimetres
	People
	Area // square metres
)

// Figure is something a buyer has said in numbers.
type Figure struct {
	Of    Dimension
	Value float64
}

var units = []struct {
	word  string
	of    Dimension
	times float64
}{
	{"个多月", Age, 1}, {"个月", Age, 1}, {"月龄", Age, 1}, {"月", Age, 1}, {"周岁", Age, 12}, {"岁", Age, 12},
	{"公斤", Weight, 1}, {"千克", Weight, 1}, {"kg", Weight, 1}, {"斤", Weight, 0.5},
	{"厘米", Height, 1}, {"公分", Height, 1}, {"cm", Height, 1},
	{"口人", People, 1}, {"个人", People, 1}, {"人", People, 1},
	{"平方米", Area, 1}, {"平方", Area, 1}, {"平米", Area, 1}, {"㎡", Area, 1}, {"m²", Area, 1}, {"m2", Area, 1}, {"平", Area, 1},
}

// unitAt gives the unit that folded begins with.
func unitAt(folded string) (of Dimension, times float64, size int) {
	for _, u := range units {
		if strings.HasPrefix(folded, u.word) {
			return u.of, u.times, len(u.word)
		}
	}
	return 0, 0, 0
}

// FiguresIn reads what a buyer says of ages, weights, heights, heads and areas:
// 两个月, 165cm, 一米六五, 120斤, 5口人, 60平.
func FiguresIn(words string) []Figure {
	folded := text.FoldString(words)
	var out []Figure
	for i := 0; i < len(folded); {
		n, size := NumberAt(folded[i:])
		if size == 0 {
			_, width := utf8.DecodeRuneInString(folded[i:])
			i += width
			continue
		}
		rest := strings.TrimLeft(folded[i+size:], " ")
		dated := i > 0 && strings.HasSuffix(folded[:i], "年") || strings.HasPrefix(rest, "月份")
		if tail, ok := cutMetre(rest); ok && n < 3 {
			cm, more := centimetresAt(tail)
			if n >= 1 && (more > 0 || n != float64(int(n))) {
				out = append(out, Figure{Height, 100*n + cm})
			}
			i = len(folded) - len(tail) + more
			continue
		}
		of, times, width := unitAt(rest)
		switch {
		case of != 0 && !dated:
			out = append(out, Figure{of, n * times})
		case of == 0 && n >= 140 && n <= 200 && plainHeight(folded, i, i+size):
			out = append(out, Figure{Height, n})
		}
		i = len(folded) - len(rest) + width
	}
	return out
}

// centimetresAt reads what follows a metre: 六五 and 65 are 65, 六 is 60.
func centimetresAt(tail string) (cm float64, size int) {
	for times := 10.0; times >= 1; times /= 10 {
		r, width := utf8.DecodeRuneInString(tail[size:])
		digit := numeral(r)
		if r >= '0' && r <= '9' {
			digit = float64(r - '0')
		}
		if digit < 0 {
			break
		}
		cm += times * digit
		size += width
	}
	return cm, size
}

func cutMetre(rest string) (tail string, ok bool) {
	if tail, ok = strings.CutPrefix(rest, "米"); ok {
		return tail, true
	}
	if strings.HasPrefix(rest, "m") && !strings.HasPrefix(rest, "m²") && !strings.HasPrefix(rest, "m2") && !strings.HasPrefix(rest, "ml") && !strings.HasPrefix(rest, "mm") {
		return rest[1:], true
	}
	return rest, false
}

// plainHeight says whether a bare number is a height: "身高165", "165 110斤".
func plainHeight(folded string, start, end int) bool {
	if strings.HasSuffix(strings.TrimRight(folded[:start], " :是"), "高") {
		return true
	}
	rest := strings.TrimLeft(folded[end:], " ,/、。")
	if len(rest) == len(folded[end:]) {
		return false
	}
	rest = strings.TrimPrefix(rest, "体重")
	_, size := NumberAt(rest)
	of, _, _ := unitAt(rest[size:])
	return size > 0 && of == Weight
}

// rangeOf is what a product is made for, both ends included.
type rangeOf struct {
	of        Dimension
	low, high float64
}

const unbounded = 1e9

// rangesIn reads "2-12月", "12月以上", "60人" and the like. A single figure counts
// only where the attribute says that it is about whom or what for; people are
// always a number up to which.
func rangesIn(name, value string) []rangeOf {
	if slices.ContainsFunc([]string{"净重", "毛重", "尺寸", "规格", "质保", "保修", "保质", "日期", "重量", "承重", "尺码"}, func(w string) bool { return strings.Contains(name, w) }) {
		return nil
	}
	apt := slices.ContainsFunc([]string{"适用", "适合", "适宜", "年龄", "月龄", "人数", "面积", "身高", "体重", "供水", "阶段", "范围", "场景"}, func(w string) bool { return strings.Contains(name, w) })
	var out []rangeOf
	for i := 0; i < len(value); {
		low, size := NumberAt(value[i:])
		if size == 0 {
			_, width := utf8.DecodeRuneInString(value[i:])
			i += width
			continue
		}
		rest := value[i+size:]
		r := rangeOf{low: low, high: low}
		of, times, width := unitAt(rest)
		rest = rest[width:]
		if tail := strings.TrimLeft(rest, "-~～—至到 "); len(tail) < len(rest) {
			if high, more := NumberAt(tail); more > 0 {
				// The unit may stand behind either figure or behind both.
				highOf, highTimes, width2 := unitAt(tail[more:])
				if highOf == 0 {
					highOf, highTimes = of, times
				}
				if of == 0 {
					of, times = highOf, highTimes
				}
				if of != 0 {
					out = append(out, rangeOf{of, low * times, high * highTimes})
				}
				i = len(value) - len(tail) + more + width2
				continue
			}
		}
		r.of, r.low, r.high = of, low*times, low*times
		switch {
		case strings.HasPrefix(rest, "以上") || strings.HasPrefix(rest, "起") || strings.HasPrefix(rest, "+"):
			r.high = unbounded
		case strings.HasPrefix(rest, "以下") || strings.HasPrefix(rest, "以内") || strings.HasPrefix(rest, "内") || of == People && apt:
			r.low = 0
		case !apt:
			r.of = 0
		}
		if r.of != 0 {
			out = append(out, r)
		}
		i = len(value) - len(rest)
	}
	return out
}

// size is one row of a size chart: M 90-105斤.
type size struct {
	label string
	rows  []rangeOf
}

// sizesIn reads a size chart: labels (S, XL, 2XL, 均码, 42码), each with the ranges
// that follow it.
func sizesIn(name, value string) []size {
	if !strings.Contains(name, "码") {
		return nil
	}
	var out []size
	for _, row := range strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune("、,，;；|\n", r) }) {
		row = strings.TrimSpace(row)
		end := 0
		for end < len(row) && (isAlnum(rune(row[end])) && (end < 3) || row[end] == '/') {
			end++
		}
		if strings.HasPrefix(row, "均码") {
			end = len("均码")
		}
		label := row[:end]
		if label != "均码" && !strings.ContainsAny(label, "smlx") {
			continue
		}
		if rows := rangesIn("", row[end:]); len(rows) > 0 {
			out = append(out, size{strings.ToUpper(label), rows})
		}
	}
	return out
}

// SizeFor gives the size of a product that fits all figures its chart speaks of;
// "" when the chart leaves it open.
func (c *Catalogue) SizeFor(product int, figures []Figure) string {
	for _, s := range c.entries[product].sizes {
		if fit, misfit := compare(s.rows, figures); fit > 0 && misfit == 0 {
			return s.label
		}
	}
	return ""
}

// HasSizes says whether the size chart of a product is known.
func (c *Catalogue) HasSizes(product int) bool { return len(c.entries[product].sizes) > 0 }

// Compare counts in how many dimensions a product is made for a buyer's
// figures, and in how many it is not.
func (c *Catalogue) Compare(product int, figures []Figure) (fit, misfit int) {
	return compare(c.entries[product].ranges, figures)
}

func compare(ranges []rangeOf, figures []Figure) (fit, misfit int) {
	for _, f := range figures {
		spoken, inside := false, false
		for _, r := range ranges {
			if r.of == f.Of {
				spoken = true
				inside = inside || f.Value >= r.low && f.Value <= r.high
			}
		}
		switch {
		case inside:
			fit++
		case spoken:
			misfit++
		}
	}
	return fit, misfit
}
