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
	for i, w := range []string{"包裹", "等待", "方面", "收货地址"} {
		words = append(words, typo.Word{Text: text.Encode(w), Often: 10, Value: uint32(i)})
	}
	alone := map[uint16]uint8{'包': 8, '果': 8, '翻': 12, '面': 12, '等': 14, '是': 20, '件': 10}
	f := typo.NewFinder(words, alone)
	seg := segment.New(segment.Default(), nil)
	cases := []struct{ message, want string }{
		{"您的包果到了", "包果"},   // by sound
		{"请耐心等侍", "等侍"},    // by look
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
