package segment

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"huashu/core/segment/lexicon"
	"huashu/core/text"
)

func units(s string) []uint16 { return text.Encode(s) }

// cut returns the words of a text, with "/" between them.
func cut(s *Segmenter, sentence string) string {
	u := units(sentence)
	var words []string
	for _, t := range s.Segment(nil, u) {
		words = append(words, text.Decode(u[t.Start:t.End]))
	}
	return strings.Join(words, "/")
}

func extra(t testing.TB, words ...lexicon.Word) *lexicon.Lexicon {
	t.Helper()
	data, err := lexicon.Build(words, Default().Total())
	if err != nil {
		t.Fatal(err)
	}
	l, err := lexicon.Load(data)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestSegment(t *testing.T) {
	s := New(Default())
	for text, want := range map[string]string{
		"":              "",
		"亲":             "亲",
		"非常抱歉让您久等了":     "非常/抱歉/让/您/久等/了",
		"亲，在吗？":         "亲/，/在/吗/？",
		"优惠券怎么领取":       "优惠券/怎么/领取",
		"T恤买2件":         "T恤/买/2/件",
		"iPhone":        "i/P/h/o/n/e",
		"好的😀😀亲":         "好/的/😀/😀/亲",
		"  ，。\n":        " / /，/。/\n",
		"𠮷祥如意":          "𠮷/祥/如意",
		"\u0000亲\uffff": "\u0000/亲/\uffff",
	} {
		if got := cut(s, text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestTokens(t *testing.T) {
	got := New(Default()).Segment(nil, units("亲发货3天Q，😀"))
	want := []Token{
		{0, 1, pos("v"), true}, {1, 3, lexicon.Noun, true}, {3, 4, lexicon.Numeral, false}, {4, 5, pos("q"), true},
		{5, 6, lexicon.Latin, false}, {6, 7, lexicon.Unknown, false}, {7, 9, lexicon.Unknown, false},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func pos(tag string) lexicon.POS {
	p, ok := lexicon.ParsePOS(tag)
	if !ok {
		panic(tag)
	}
	return p
}

func TestSegmentAppends(t *testing.T) {
	first := []Token{{End: 7}}
	if got := New(Default()).Segment(first, units("亲")); len(got) != 2 || got[0] != first[0] {
		t.Errorf("got %v", got)
	}
}

func TestLoneSurrogates(t *testing.T) {
	s := New(Default())
	got := s.Segment(nil, []uint16{0xdc00, 0xd83d, '好', 0xd83d})
	for i, tok := range got {
		if tok.Start != int32(i) || tok.End != int32(i+1) {
			t.Fatalf("got %v", got)
		}
	}
	if len(got) != 4 {
		t.Fatalf("got %v", got)
	}
}

func TestExtraWords(t *testing.T) {
	if got := cut(New(Default()), "飞鸽传书赠运费险吗"); strings.Contains(got, "运费险") {
		t.Fatalf("the example is a word already: %s", got)
	}
	s := New(Default(),
		extra(t, lexicon.Word{Text: "运费险", Freq: 500, Tag: "nz"}),
		nil,
		extra(t, lexicon.Word{Text: "😀好", Freq: 500, Tag: "e"}))
	if got, want := cut(s, "有运费险吗😀好的"), "有/运费险/吗/😀好/的"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := s.Segment(nil, units("运费险")); got[0].POS != pos("nz") {
		t.Errorf("part of speech %v", got[0].POS)
	}
}

func TestFreq(t *testing.T) {
	s := New(Default())
	for _, word := range []string{"运费险", "的了", "差评师", "亲亲", "VX", "😀"} {
		freq := s.Freq(units(word))
		with := New(Default(), extra(t, lexicon.Word{Text: word, Freq: freq, Tag: "n"}))
		if got := cut(with, word); got != word {
			t.Errorf("frequency %v does not hold %s", freq, got)
		}
	}
	if got := s.Freq(nil); got != Default().Total() {
		t.Errorf("of nothing: %v", got)
	}
}

func TestLastLexiconWins(t *testing.T) {
	low := extra(t, lexicon.Word{Text: "优惠券", Freq: 1, Tag: "n"}, lexicon.Word{Text: "优惠", Freq: 1e6, Tag: "v"})
	high := extra(t, lexicon.Word{Text: "优惠券", Freq: 1e5, Tag: "nz"})
	if got, want := cut(New(Default(), low), "领优惠券"), "领/优惠/券"; got != want {
		t.Errorf("a lowered word: %s, want %s", got, want)
	}
	s := New(Default(), low, high)
	if got, want := cut(s, "领优惠券"), "领/优惠券"; got != want {
		t.Errorf("raised again: %s, want %s", got, want)
	}
}

// A text without extras' words is cut as if there were no extras.
func TestExtrasChangeNothingElse(t *testing.T) {
	plain, with := New(Default()), New(Default(), extra(t,
		lexicon.Word{Text: "亲亲亲亲", Freq: 3, Tag: "n"}, lexicon.Word{Text: "的的的的", Freq: 3, Tag: "n"}))
	r := rand.New(rand.NewPCG(1, 1))
	for range 200 {
		sentence := make([]uint16, r.IntN(60))
		for i := range sentence {
			sentence[i] = units("亲您好发货退换的了吗抱歉，。1a")[r.IntN(16)]
		}
		if a, b := plain.Segment(nil, sentence), with.Segment(nil, sentence); !slices.Equal(a, b) {
			t.Fatalf("%s:\n%v\n%v", text.Decode(sentence), a, b)
		}
	}
}

func TestLongTexts(t *testing.T) {
	s := New(Default())
	sentence := "非常抱歉让您久等了，小店今天就为您发货。"
	one := s.Segment(nil, units(sentence))
	n := 1000
	all := s.Segment(nil, units(strings.Repeat(sentence, n)))
	if len(all) != n*len(one) {
		t.Fatalf("%d tokens, want %d", len(all), n*len(one))
	}
	for i, tok := range all {
		want := one[i%len(one)]
		shift := int32(i / len(one) * len(units(sentence)))
		if tok.Start != want.Start+shift || tok.End != want.End+shift || tok.POS != want.POS {
			t.Fatalf("token %d: %v", i, tok)
		}
	}
	if got := len(s.score); got > 2*chunkSize {
		t.Errorf("scratch for %d units", got)
	}
}

func TestNoAllocations(t *testing.T) {
	s := New(Default(), extra(t, lexicon.Word{Text: "运费险", Freq: 500, Tag: "n"}))
	text, dst := units("非常抱歉让您久等了，运费险是赠送的"), make([]Token, 0, 64)
	if n := testing.AllocsPerRun(100, func() { dst = s.Segment(dst[:0], text) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// Default trusts the embedded bytes; here they are checked in full.
func TestEmbeddedDictionary(t *testing.T) {
	l, err := lexicon.Load(dictBin)
	if err != nil {
		t.Fatal(err)
	}
	if l.Len() < 340_000 || len(dictBin) > 7_500_000 {
		t.Errorf("%d words in %d bytes", l.Len(), len(dictBin))
	}
}

func FuzzSegment(f *testing.F) {
	s := New(Default(), extra(f, lexicon.Word{Text: "运费险", Freq: 500, Tag: "n"}, lexicon.Word{Text: "😀好", Freq: 9, Tag: "e"}))
	f.Add([]byte("亲，运费险 😀好"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, text := range [][]uint16{units(string(b)), pairs(b)} {
			at := int32(0)
			for _, tok := range s.Segment(nil, text) {
				if tok.Start != at || tok.End <= at {
					t.Fatalf("token %v at %d", tok, at)
				}
				at = tok.End
			}
			if int(at) != len(text) {
				t.Fatalf("tokens end at %d of %d", at, len(text))
			}
		}
	})
}

// pairs takes two bytes for a unit, which makes lone surrogates too.
func pairs(b []byte) (text []uint16) {
	for ; len(b) > 1; b = b[2:] {
		text = append(text, uint16(b[0])<<8|uint16(b[1]))
	}
	return text
}

func BenchmarkSegment(b *testing.B) {
	text := units("亲，您好，非常抱歉让您久等了，您购买的这款连衣裙目前仓库还有现货，今天下午四点之前付款的话当天就可以安排发货，" +
		"默认发中通快递，一般江浙沪地区一到两天能到，其他地区三到五天左右，偏远地区可能会稍微慢一些。收到货以后如果尺码不合适，" +
		"七天之内不影响二次销售都可以申请退换货的，我们店铺都有赠送运费险，您可以放心购买。另外现在下单还可以参加满三百减四十")
	words := extra(b, lexicon.Word{Text: "运费险", Freq: 500, Tag: "n"})
	for name, s := range map[string]*Segmenter{"main": New(Default()), "extras": New(Default(), words)} {
		b.Run(name, func(b *testing.B) {
			var dst []Token
			for b.Loop() {
				dst = s.Segment(dst[:0], text)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(text)), "ns/unit")
		})
	}
}
