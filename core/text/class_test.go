package text

import "testing"

func TestClassOf(t *testing.T) {
	for _, c := range []struct {
		class   Class
		are     string
		areNot  string
		comment string
	}{
		{Han, "亲您々〇㐂𠮷", "aあ，1😀", "characters of any plane"},
		{Latin, "aZｑＱé", "1亲×÷α", "letters"},
		{Digit, "09０９", "一①a", "digits"},
		{Space, " \t\n　\u00a0", "亲\u200b", "blanks"},
		{Punct, "，。！？、；：“”‘’（）《》【】…—～·,.!?;:'\"()~@#", "亲a1+=$￥😀 ", "punctuation"},
		{SentenceEnd, "。！？!?…\n", ".，,;；~", "ends of sentences"},
		{ClauseEnd, "。！？!?…\n，,；;", "、：:.～", "ends of clauses"},
		{Opening, "“‘（(【《「『[\"'", "”）", "opening marks"},
		{Closing, "”’）)】》」』]\"'", "“（", "closing marks"},
		{Emoji, "😀🎉❤⭐☺✨🤝", "亲a。1", "pictographs"},
		{Ignorable, "\u200b\u200d\ufe0f\ufeff\u00ad", " 亲", "what nobody sees"},
		{Surrogate, "😀𠮷", "亲", "halves of pairs"},
	} {
		for _, r := range c.are {
			if u := Encode(string(r))[0]; !c.class.Is(u) {
				t.Errorf("%s: %q is not among them", c.comment, r)
			}
		}
		for _, r := range c.areNot {
			if u := Encode(string(r))[0]; c.class.Is(u) {
				t.Errorf("%s: %q is among them", c.comment, r)
			}
		}
	}
}

func TestPredicates(t *testing.T) {
	for name, is := range map[string]bool{
		"IsHan": IsHan('亲'), "IsPunct": IsPunct('，'), "IsSpace": IsSpace(' '), "IsSentenceEnd": IsSentenceEnd('。'),
		"IsClauseEnd": IsClauseEnd('，'), "IsDigit": IsDigit('1'), "IsLatin": IsLatin('a'),
	} {
		if !is {
			t.Error(name)
		}
	}
}

func TestClassTableHasRoom(t *testing.T) {
	pages := 0
	for _, n := range classPage {
		pages = max(pages, int(n)+1)
	}
	if pages > maxClassPages {
		t.Errorf("%d pages", pages)
	}
	t.Logf("%d pages", pages)
}

func BenchmarkClassOf(b *testing.B) {
	src := Encode("您购买的这款连衣裙目前仓库还有现货，今天下午4点之前付款的话当天就可以安排发货，OK！")
	n := 0
	for b.Loop() {
		for _, u := range src {
			if Punct.Is(u) {
				n++
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(src)), "ns/unit")
}
