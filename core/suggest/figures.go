package suggest

import (
	"strings"
	"unicode/utf8"

	"huashu/core"
	"huashu/core/catalogue"
)

// span is from what price to what price a buyer looks. The zero value is any.
type span struct{ low, high float64 }

func (s span) known() bool              { return s.high > 0 }
func (s span) holds(price float64) bool { return price >= s.low && price <= s.high }

// How far around a figure 左右 and a bare 预算 reach.
const (
	aroundLow  = 0.6
	aroundHigh = 1.25
)

// budgetIn reads a price range from what a buyer wrote: 预算300, 200以内, 一百块左右,
// 100到200. The last one counts.
func budgetIn(folded string) span {
	var out span
	for i := 0; i < len(folded); {
		n, size := catalogue.NumberAt(folded[i:])
		if size == 0 {
			_, width := utf8.DecodeRuneInString(folded[i:])
			i += width
			continue
		}
		before, rest := folded[:i], folded[i+size:]
		i += size
		if n < 5 {
			continue
		}
		told := endsWithAny(before, "预算", "预算是", "预算在", "预算大概", "预算大概在", "不超过", "别超过", "不要超过")
		yuan := hasPrefixAny(rest, "元", "块", "以内", "以下", "左右", "上下", "之内", "内预算")
		tail := strings.TrimLeft(rest, "-~～到至元块 ")
		if high, more := catalogue.NumberAt(tail); more > 0 && len(tail) < len(rest) && high > n && (told || hasPrefixAny(tail[more:], "元", "块", "之间", "左右", "预算", "的")) {
			out = span{n, high}
			i = len(folded) - len(tail) + more
			continue
		}
		rest = strings.TrimLeft(rest, "元块钱的 ")
		switch {
		case hasPrefixAny(rest, "以内", "以下", "之内", "内", "封顶") && (told || yuan), endsWithAny(before, "不超过", "别超过", "不要超过"):
			out = span{0, n}
		case told || yuan && hasPrefixAny(rest, "左右", "上下", "预算"):
			out = span{aroundLow * n, aroundHigh * n}
		}
	}
	return out
}

func hasPrefixAny(s string, prefixes ...string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

func endsWithAny(s string, suffixes ...string) bool {
	s = strings.TrimRight(s, " :：")
	for _, suffix := range suffixes {
		if strings.HasSuffix(s, suffix) {
			return true
		}
	}
	return false
}

// measures are the words that count goods.
const measures = "台套件个份箱盒张把条双瓶袋本支只包桶床组部辆副"

// quantityIn reads how many are wanted: 20台, 五十套. One or two is no quantity.
func quantityIn(folded string) string {
	for i := 0; i < len(folded); {
		n, size := catalogue.NumberAt(folded[i:])
		if size == 0 {
			_, width := utf8.DecodeRuneInString(folded[i:])
			i += width
			continue
		}
		i += size
		measure, width := utf8.DecodeRuneInString(folded[i:])
		if n > 2 && strings.ContainsRune(measures, measure) && !strings.HasPrefix(folded[i+width:], "月") {
			return core.Yuan(n).String() + string(measure)
		}
	}
	return ""
}
