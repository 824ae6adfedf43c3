package typo_test

import (
	"testing"

	"huashu/core/segment"
	"huashu/core/text"
	"huashu/core/typo"
)

// cut tells how the dictionary cuts a text.
type cut []segment.Token

func (c cut) Boundary(i int32) bool {
	for _, t := range c {
		if t.Start == i || t.End == i {
			return true
		}
	}
	return false
}

func (c cut) Alone(i int32) bool {
	for _, t := range c {
		if t.Start == i && t.End == i+1 {
			return true
		}
	}
	return false
}

func TestFinder(t *testing.T) {
	var words []typo.Word
	add := func(often int, list ...string) {
		for _, w := range list {
			words = append(words, typo.Word{Text: text.Encode(w), Often: often, Value: uint32(len(words))})
		}
	}
	add(22, "包裹", "等待", "收货地址", "下单", "申请")
	add(8, "方面")
	add(0, "神情")
	alone := map[uint16]uint8{'包': 8, '果': 8, '翻': 18, '面': 18, '等': 14, '是': 20}
	dict := segment.Default()
	f := typo.NewFinder(words, alone, func(w []uint16) float64 {
		_, freq, _ := dict.Find(w)
		return (freq + 0.5) / dict.Total()
	})
	seg := segment.New(dict, nil)
	cases := []struct{ message, want string }{
		{"您的包果到了", "包果"},   // by sound
		{"请耐心等侍", "等侍"},    // by look
		{"拍好就能下蛋", "下蛋"},   // a word, but not here
		{"神情很自然", ""},      // known to be right
		{"洗好翻面晾干", ""},     // both are often words
		{"包裹到了等待签收", ""},   // as it should be
		{"收货地趾不对", "收货地趾"}, // one of four
		{"果汁包装很好", ""},     // inside words
	}
	for _, c := range cases {
		units := text.Encode(c.message)
		got := ""
		for _, m := range f.AppendMatches(nil, units, cut(seg.Segment(nil, units))) {
			got += text.Decode(units[m.Start:m.End])
		}
		if got != c.want {
			t.Errorf("in %q finds %q, want %q", c.message, got, c.want)
		}
	}
}
