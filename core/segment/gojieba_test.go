//go:build cgo

package segment

import (
	"bufio"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/yanyiwu/gojieba"

	"huashu/core/segment/lexicon"
	"huashu/core/text"
)

// The reference takes two seconds to load.
var reference = sync.OnceValue(func() *gojieba.Jieba { return gojieba.NewJieba() })

// compare cuts sentences both ways and returns the share that is cut alike. It
// prints the first differences.
func compare(t *testing.T, reference *gojieba.Jieba, s *Segmenter, sentences []string) float64 {
	t.Helper()
	same, shown := 0, 0
	for _, text := range sentences {
		want, got := strings.Join(reference.Cut(text, false), "/"), cut(s, text)
		if got == want {
			same++
		} else if shown < 10 {
			shown++
			t.Logf("%q:\n got     %s\n gojieba %s", text, got, want)
		}
	}
	return float64(same) / float64(max(1, len(sentences)))
}

func TestLikeGojieba(t *testing.T) {
	corpora := map[string][]string{
		"the packs' own sentences": packSentences(t),
		"composed sentences":       composed(6000),
		"random characters":        scrambled(6000),
	}
	for name, sentences := range corpora {
		share := compare(t, reference(), New(Default()), sentences)
		t.Logf("%s: %d, alike %.3f %%", name, len(sentences), 100*share)
		if len(sentences) >= 1000 && share < 0.999 {
			t.Errorf("%s: %.3f %% alike, want 99.9", name, 100*share)
		}
	}
}

func TestTagsLikeGojieba(t *testing.T) {
	s := New(Default())
	for _, sentence := range composed(300) {
		u := units(sentence)
		for _, tok := range s.Segment(nil, u) {
			word := text.Decode(u[tok.Start:tok.End])
			if tagged := reference().Tag(word); tok.Known && len(tagged) == 1 && tagged[0] != word+"/"+tok.POS.String() {
				t.Errorf("%s: %v, gojieba says %v", word, tok.POS, tagged)
			}
		}
	}
}

// Words added at run time act like gojieba's user words.
func TestExtrasLikeGojieba(t *testing.T) {
	added := []struct {
		word string
		freq int
	}{{"运费险", 500}, {"发货时间", 30}, {"您购买", 3}, {"满减", 9000}}
	jieba := gojieba.NewJieba() // not the shared one: words cannot be taken out again
	defer jieba.Free()
	var words []lexicon.Word
	for _, a := range added {
		jieba.AddWordEx(a.word, a.freq, "n")
		words = append(words, lexicon.Word{Text: a.word, Freq: float64(a.freq), Tag: "n"})
	}
	if share := compare(t, jieba, New(Default(), extra(t, words...)), composed(3000)); share < 0.999 {
		t.Errorf("%.3f %% alike, want 99.9", 100*share)
	}
}

// packSentences returns the sentences that the shipped packs are tested with,
// without their marks: [[…]] around a fault, =>… before its fix, #… for a tag.
func packSentences(t *testing.T) (sentences []string) {
	item := regexp.MustCompile(`^\s*- (?:text: )?["']?(.*?)["']?\s*$`)
	notes := regexp.MustCompile(`\[\[|\]\]|=>.*|( #[\w.\-]+)+$`)
	for _, pattern := range []string{"*/examples/*.yaml", "base/intents/*.yaml"} {
		files, err := filepath.Glob(filepath.Join("..", "packs", pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			f, err := os.Open(name)
			if err != nil {
				t.Fatal(err)
			}
			for lines := bufio.NewScanner(f); lines.Scan(); {
				if m := item.FindStringSubmatch(lines.Text()); m != nil {
					sentences = append(sentences, notes.ReplaceAllString(m[1], ""))
				}
			}
			f.Close()
		}
	}
	return sentences
}

// composed returns n sentences of the trade, put together at random.
func composed(n int) []string {
	slots := [][]string{
		{"亲，", "您好", "亲爱的", "宝贝~", "老板 ", "在吗？", "抱歉让您久等了，", "非常感谢您的光临！", "", ""},
		{"您购买的", "这款", "我昨天拍的", "店里那件", "2号下单的", "直播间推荐的", "赠送的", "订单里的"},
		{"连衣裙", "T恤", "iPhone 15手机壳", "蓝牙耳机", "不粘锅", "婴儿湿巾", "坚果礼盒", "羽绒服（加厚）", "电动牙刷", "防晒霜SPF50+", "行李箱20寸", "猫粮"},
		{"什么时候发货", "目前没有现货", "尺码偏小一码", "有没有运费险", "能不能再优惠一点", "已经从杭州仓库发出", "支持七天无理由退换货", "质量怎么样",
			"会不会褪色", "满300减40", "发的是顺丰快递吗", "物流三天没有更新了", "少发了一个配件", "收到就是坏的", "适合油性皮肤用", "可以开电子发票"},
		{"，", "。", "呢？", "哦", "呀！", "~~", "😀", " ", "……"},
		{"麻烦您提供一下订单号", "我马上帮您核实", "请您放心购买", "给您申请5元优惠券", "48小时内为您安排", "建议您按平时的尺码拍", "这边给您登记催一下仓库",
			"研究生命起源的书也有", "结婚的和尚未结婚的", "乒乓球拍卖完了", "下雨天留客天留我不留", "客服小妹为您服务", "您看这样可以吗"},
		{"", "，祝您生活愉快", "，谢谢", "！", "。期待您的下次光临"},
	}
	r := rand.New(rand.NewPCG(7, 8))
	out := make([]string, n)
	for i := range out {
		for _, slot := range slots {
			out[i] += slot[r.IntN(len(slot))]
		}
	}
	return out
}

// scrambled returns n strings of common characters in no order: they have many
// ways to be cut, many equally probable.
func scrambled(n int) []string {
	chars := []rune("的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联言权往展该领传近留红治决周保达办运武半候七必城父强步完革深区即求品士转量空甚众技轻程告江语英基派满式李息写呢识极令黄德收脸钱党倒未持取设始版双历越史商千片容研像找友孩站广改议形委早房音火际则首单据导影失拿网香似斯专石若兵弟谁校读志飞观争究包组造落视济喜离虽坏兴切节热，。 ,a1")
	r := rand.New(rand.NewPCG(9, 10))
	out := make([]string, n)
	for i := range out {
		text := make([]rune, 5+r.IntN(40))
		for j := range text {
			text[j] = chars[r.IntN(len(chars))]
		}
		out[i] = string(text)
	}
	return out
}

func BenchmarkGojieba(b *testing.B) {
	text := strings.Join(composed(10), "")
	jieba := reference()
	for b.Loop() {
		jieba.Cut(text, false)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(units(text))), "ns/unit")
}
