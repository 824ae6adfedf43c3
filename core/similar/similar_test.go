package similar_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"huashu/core/datrie"
	"huashu/core/segment"
	"huashu/core/similar"
	"huashu/core/text"
)

// words cuts a text as the linter does.
type words struct {
	folded []uint16
	starts map[int32]int32 // start of a token → its end
}

func (w words) Boundary(i int32) bool {
	_, ok := w.starts[i]
	return ok || int(i) == len(w.folded)
}

func (w words) Alone(i int32) bool { return w.starts[i] == i+1 }

func cut(folded []uint16) words {
	w := words{folded, map[int32]int32{}}
	for _, t := range segment.New(segment.Default()).Segment(nil, folded) {
		w.starts[t.Start] = t.End
	}
	return w
}

// finder looks for terms; a term's number is its value.
func finder(t testing.TB, like similar.Likeness, terms ...string) *similar.Finder {
	t.Helper()
	var b datrie.Builder
	var keys [][]int32
	var list []similar.Term
	numbers := map[string]int{}
	for i, term := range terms {
		list = append(list, similar.Term{Text: text.Encode(term), Likeness: like, Value: uint32(i)})
		skeletons, err := similar.Skeletons(term)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range skeletons {
			n, ok := numbers[fmt.Sprint(s)]
			if !ok {
				n = len(keys)
				numbers[fmt.Sprint(s)] = n
				keys = append(keys, nil)
				if err := b.Add(s, uint32(n)); err != nil {
					t.Fatal(err)
				}
			}
			keys[n] = append(keys[n], int32(i))
		}
	}
	trie, err := b.Trie()
	if err != nil {
		t.Fatal(err)
	}
	return similar.NewFinder(trie, keys, list, func(u uint16) bool {
		return strings.ContainsRune("为位未心新信行平这一是的好家价在", rune(u))
	})
}

// marked gives the text with [ ] around each disguise found.
func marked(f *similar.Finder, s string) string {
	units := text.Encode(s)
	folded := text.AppendFold(nil, units)
	var b strings.Builder
	at := int32(0)
	for _, m := range f.AppendMatches(nil, folded, 0, cut(folded)) {
		if m.Start < at {
			continue
		}
		b.WriteString(text.Decode(units[at:m.Start]) + "[" + text.Decode(units[m.Start:m.End]) + "]")
		at = m.End
	}
	return b.String() + text.Decode(units[at:])
}

func TestFinder(t *testing.T) {
	f := finder(t, similar.Sounds, "加微信", "微信", "v信", "vx", "私聊", "企鹅号", "转账", "好评返现", "加权")
	for _, want := range []string{
		// homophones, of which one at least is no everyday word
		"[薇信]同号", "[威芯]", "[薇心]", "去[撕聊]", "[好平返现]哦",
		// things put in between, repeats
		"[微.信]", "[加✨微✨信]", "[微\u200b信]", "[加加加微微信]", "[微 信]", "[加，微，信]", "[V X]", "[薇 心]",
		// letters, digits, signs and halves for characters
		"发我[wei信]", "[wei xin]号", "[WeiXin]", "[weˉixin]", "[转zhàng]", "[v❤]", "[V❤️]", "[ⓥ信]", "[√信]", "[🐧号]", "[微 亻言]", "[力口微信]", "[加木又]",
		// the traditional and the full-width are folded, so these are the words as they are
		"微信", "ＶＸ", "加微信",
	} {
		if got := marked(f, strings.NewReplacer("[", "", "]", "").Replace(want)); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// What only sounds alike by chance is no disguise.
func TestFinderLeavesOrdinaryWordsAlone(t *testing.T) {
	f := finder(t, similar.Sounds, "加微信", "微信", "vx", "私聊", "转账", "好评", "第一", "心机")
	for _, s := range []string{
		"卫星", "维新", "微型", "未信", "威信", "饲料", "食疗", // words of the dictionary
		"这位新客户", "为新老客户准备", "一位新同事", // everyday characters
		"微芯片", "添加微量元素", "紫薇新款", // parts of longer words
		"vxrail", "wxyz", "weixiner", // parts of names
		"支持微。信封另装", // two sentences
		"喜欢紫薇，新款也有", "私，聊", "您可以加，微信支付也行",
		"第1.5次", "第10个",
		"这个价微信支付可以吗",
	} {
		if got := marked(f, s); got != s {
			t.Errorf("%s, want nothing", got)
		}
	}
}

func TestLikeness(t *testing.T) {
	for _, c := range []struct {
		like similar.Likeness
		want []string
	}{
		{similar.Spaced, []string{"[最*好]", "zui好", "蕞好"}},
		{similar.Signs, []string{"[最*好]", "[zui好]", "蕞好"}},
		{similar.Sounds, []string{"[最*好]", "[zui好]", "[蕞好]"}},
	} {
		f := finder(t, c.like, "最好")
		for _, want := range c.want {
			if got := marked(f, strings.NewReplacer("[", "", "]", "").Replace(want)); got != want {
				t.Errorf("likeness %d: %s, want %s", c.like, got, want)
			}
		}
	}
}

func TestSeveralReadings(t *testing.T) {
	f := finder(t, similar.Sounds, "银行卡")
	for _, want := range []string{"[银hang卡]", "[yinhangka]", "[银.行.卡]"} {
		if got := marked(f, strings.NewReplacer("[", "", "]", "").Replace(want)); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestSkeletonsRefuse(t *testing.T) {
	for _, term := range []string{"", "微", "微-信", "微❤", "一二三四五六七八九一二三四五六七八", "行行行行行行"} {
		if got, err := similar.Skeletons(term); err == nil {
			t.Errorf("%q: %v, want an error", term, got)
		}
	}
}

func TestAppendRuns(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"电话13800138000。", "13800138000"},
		{"13⑧ 0013 八000", "13800138000"},
		{"一三八零零幺幺二二三三", "13800112233"},
		{"壹叁柒〇〇〇贰贰伍伍陆", "13700022556"},
		{"1 3 9-0 0.0 1 2 3 4 5", "13900012345"},
		{"V：1️⃣3️⃣5️⃣0️⃣0️⃣0️⃣0️⃣8️⃣8️⃣9️⃣9️⃣", "13500008899"},
		{"１３９✨０００✨１２３４５", "13900012345"},
		{"¹³⁹00012345", "13900012345"},
		{"2024/11/11", ""},        // dates, lists and clocks are several numbers
		{"13、14、15、16、17", ""},    // none of five digits
		{"BT-52013, 52013ml", ""}, // names
		{"一二三四", ""},              // too short
		{"一百零五十", ""},             // number words
		{"12345,67890", "12345 67890"},
	} {
		var got []string
		for _, r := range similar.AppendRuns(nil, text.AppendFold(nil, text.Encode(c.text)), 5) {
			got = append(got, r.Digits)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}

// Whatever the text, what is found lies in it, in order, and nothing breaks.
func FuzzFinder(f *testing.F) {
	find := finder(f, similar.Sounds, "加微信", "微信", "vx", "企鹅号", "好评返现", "第一", "银行卡", "11")
	for _, s := range []string{"加✨微✨信", "🐧号", "亻言", "wei❤", "1️⃣3️⃣⑧〇", "微微微微信信信", "v\xff", "亻"} {
		f.Add(s, uint16(0xd83d))
	}
	f.Fuzz(func(t *testing.T, s string, unit uint16) {
		units := text.Encode(s)
		units = slices.Insert(units, len(units)/2, unit) // half a surrogate pair, or anything
		folded := text.AppendFold(nil, units)
		last := int32(0)
		for _, m := range find.AppendMatches(nil, folded, 0, cut(folded)) {
			if m.Start < last || m.End <= m.Start || int(m.End) > len(units) {
				t.Fatalf("%q: match %v after %d", s, m, last)
			}
			last = m.Start
		}
		end := int32(0)
		for _, r := range similar.AppendRuns(nil, folded, 1) {
			if r.Start < end || r.End <= r.Start || int(r.End) > len(units) || len(r.Digits) > int(r.End-r.Start) {
				t.Fatalf("%q: number %v after %d", s, r, end)
			}
			end = r.End
		}
	})
}

func BenchmarkFinder(b *testing.B) {
	terms := []string{"微信", "微信号", "加微信", "加微", "v信", "vx", "wx", "qq", "支付宝", "企鹅号", "公众号", "二维码", "收款码", "私聊", "转账", "好评返现", "全网最低", "国家级", "第一"}
	f := finder(b, similar.Sounds, terms...)
	s := strings.Repeat("亲，您好，这款羽绒服是90%白鸭绒的，充绒量150克，现在下单48小时内发货哦，有任何问题随时联系我们，祝您生活愉快~", 4)
	folded := text.AppendFold(nil, text.Encode(s))[:200]
	w := cut(folded)
	var dst []datrie.Match
	b.ReportAllocs()
	for b.Loop() {
		dst = f.AppendMatches(dst[:0], folded, 0, w)
	}
	if len(dst) > 0 {
		b.Fatal(dst)
	}
}

func BenchmarkRuns(b *testing.B) {
	s := strings.Repeat("亲，您好，这款羽绒服是90%白鸭绒的，充绒量150克，现在下单48小时内发货哦，有任何问题随时联系我们，祝您生活愉快~", 4)
	folded := text.AppendFold(nil, text.Encode(s))[:200]
	var dst []similar.Run
	b.ReportAllocs()
	for b.Loop() {
		dst = similar.AppendRuns(dst[:0], folded, 5)
	}
}

// A text that could be read in endlessly many ways is given up on, and the next
// is read as ever.
func TestHostileTextEnds(t *testing.T) {
	f := finder(t, similar.Sounds, strings.Repeat("微", similar.MaxTerm), strings.Repeat("w", similar.MaxTerm), "加微信")
	for _, s := range []string{"微", "微.", "薇.薇", "w.", "w.e.i.", "💚"} {
		folded := text.Encode(strings.Repeat(s, 2000))
		f.AppendMatches(nil, folded, 0, cut(folded))
	}
	if got := marked(f, "加.微.信"); got != "[加.微.信]" {
		t.Errorf("afterwards finds %q", got)
	}
}
