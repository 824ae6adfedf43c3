package typo_test

import (
	"strings"
	"testing"

	"huashu/core/segment"
	"huashu/core/segment/lexicon"
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

// newFinder knows some words of the trade: words by how often they are written.
func newFinder(dict *lexicon.Lexicon, byOften map[int][]string) *typo.Finder {
	var words []typo.Word
	for often, list := range byOften {
		for _, w := range list {
			words = append(words, typo.Word{Text: text.Encode(w), Often: often, Value: uint32(len(words))})
		}
	}
	alone := map[uint16]uint8{'包': 8, '果': 8, '翻': 18, '面': 18, '等': 14, '是': 20}
	return typo.NewFinder(words, alone, func(w []uint16) float64 {
		_, freq, _ := dict.Find(w)
		return freq / dict.Total()
	})
}

func TestFinder(t *testing.T) {
	dict := segment.Default()
	f := newFinder(dict, map[int][]string{
		22: {"包裹", "等待", "收货地址", "下单", "申请", "雨伞"},
		8:  {"方面"},
		0:  {"神情"},
	})
	seg := segment.New(dict, nil)
	cases := []struct{ message, want string }{
		{"您的包果到了", "包果"},   // by sound
		{"请耐心等侍", "等侍"},    // by look
		{"拍好就能下蛋", "下蛋"},   // a word, but not here
		{"神情很自然", ""},      // known to be right
		{"洗好翻面晾干", ""},     // both are often words
		{"钓鱼伞很大", ""},      // 钓鱼, not 雨伞
		{"包裹到了等待签收", ""},   // as it should be
		{"收货地趾不对", "收货地趾"}, // one of four
		{"果汁包装很好", ""},     // inside words
	}
	for _, c := range cases {
		units := text.Encode(c.message)
		got := ""
		for _, m := range f.AppendMatches(nil, units, 0, cut(seg.Segment(nil, units))) {
			got += text.Decode(units[m.Start:m.End])
		}
		if got != c.want {
			t.Errorf("in %q finds %q, want %q", c.message, got, c.want)
		}
	}
}

func TestMends(t *testing.T) {
	dict := segment.Default()
	f := newFinder(dict, map[int][]string{20: {"应该"}, 8: {"雨伞", "钓鱼"}})
	seg := segment.New(dict, nil)
	for _, c := range []struct {
		message, wrong, right string
		want                  bool
	}{
		{"这个因该是静电", "因该", "应该", true},
		{"钓鱼伞很大", "鱼伞", "雨伞", false},
	} {
		units, wrong := text.Encode(c.message), text.Encode(c.wrong)
		start := int32(text.Len(c.message[:strings.Index(c.message, c.wrong)]))
		got := f.Mends(units, start, start+int32(len(wrong)), text.Encode(c.right), cut(seg.Segment(nil, units)))
		if got != c.want {
			t.Errorf("%q for %q in %q mends: %v", c.right, c.wrong, c.message, got)
		}
	}
}
