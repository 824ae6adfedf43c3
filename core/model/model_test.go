package model

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"huashu/core/segment"
	"huashu/core/text"
)

// lesson is a small body of examples: complaints (0), thanks (1), the rest.
func lesson() []Example {
	var out []Example
	add := func(labels []int, marked int, texts ...string) {
		for i, t := range texts {
			e := Example{Text: t, Labels: labels, Marked: -1, Fold: i}
			if a, b, ok := strings.Cut(t, "|"); ok { // what stands before | shows it
				e.Text, e.Marked, e.Marks = a+b, marked, [][2]int{{0, len([]rune(a))}}
			}
			out = append(out, e)
		}
	}
	add([]int{0}, 0, "太差了", "质量真差", "这也太差劲了|，算了", "差评", "差得离谱|，我要退货", "服务太差", "东西差|，包装还行", "真差劲")
	add([]int{1}, 1, "谢谢", "太谢谢了", "谢谢您|，好的", "多谢老板", "谢谢啦|，再见", "非常感谢", "感谢", "谢谢你们")
	add(nil, -1, "好的", "什么时候发货", "有没有大一码的", "算了", "我要退货", "包装还行", "再见", "在吗", "多少钱", "能便宜点吗")
	return out
}

var labels = []string{"complaint", "thanks"}

func train(t testing.TB, examples []Example) (*Model, []byte) {
	t.Helper()
	b, _, err := Train(examples, labels, segment.New(segment.Default()), Options{Least: 1, Cost: 1})
	if err != nil {
		t.Fatal(err)
	}
	m, err := Load(b)
	if err != nil {
		t.Fatal(err)
	}
	return m, b
}

func layOut(s string) *Layout {
	units := text.Encode(s)
	tokens := segment.New(segment.Default()).Segment(nil, units)
	l := new(Layout)
	l.Read(text.AppendFold(units[:0], units), tokens)
	return l
}

// verdicts gives the labels a text scores above the threshold.
func verdicts(m *Model, s string) []string {
	scorer := NewScorer(m)
	scorer.Read(layOut(s))
	var out []string
	for i, label := range m.Labels() {
		if scorer.Judge(i).Score > 0 {
			out = append(out, label)
		}
	}
	return out
}

func TestTrainedModelReadsNewTexts(t *testing.T) {
	m, _ := train(t, lesson())
	for _, c := range []struct {
		text string
		want []string
	}{
		{"这个太差了吧", []string{"complaint"}},
		{"谢谢老板", []string{"thanks"}},
		{"什么时候到", nil},
	} {
		if got := verdicts(m, c.text); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.text, got, c.want)
		}
	}
}

func TestTrainingGivesTheSameBytes(t *testing.T) {
	_, first := train(t, lesson())
	_, second := train(t, lesson())
	if !bytes.Equal(first, second) {
		t.Error("two trainings differ")
	}
}

func TestVerdictPointsAtTheClause(t *testing.T) {
	m, _ := train(t, lesson())
	const message = "东西收到了，服务太差"
	s := NewScorer(m)
	s.Read(layOut(message))
	v := s.Judge(0)
	units := text.Encode(message)
	if got := text.Decode(units[v.Start:v.End]); got != "服务太差" {
		t.Errorf("points at %q, want the clause 服务太差", got)
	}
}

func TestSurenessIsHalfAtTheThreshold(t *testing.T) {
	m, _ := train(t, lesson())
	if got := m.Sureness(0); got != 0.5 {
		t.Errorf("sureness at the threshold is %v, want 0.5", got)
	}
	for _, sure := range []float64{0.2, 0.5, 0.8, 0.95} {
		score := m.Beyond(sure)
		if m.Sureness(score) < sure || m.Sureness(score-2) >= sure {
			t.Errorf("sureness %v begins at %d, where it is %v", sure, score, m.Sureness(score))
		}
	}
}

func TestExplainNamesTheWords(t *testing.T) {
	m, _ := train(t, lesson())
	reasons := m.Explain(layOut("质量真差"), 0, 3)
	if len(reasons) == 0 || !strings.Contains(reasons[0].Feature, "差") {
		t.Errorf("got %v, want 差 first", reasons)
	}
	strongest := m.Strongest(1, 3)
	if len(strongest) == 0 || !strings.Contains(strongest[0].Feature, "谢") {
		t.Errorf("got %v, want 谢 first", strongest)
	}
}

func TestLayout(t *testing.T) {
	for _, c := range []struct {
		text string
		want string // clauses by /, marks as ^ | $
	}{
		{"亲，在的", "^亲|/|在的$"},
		{"好的～～", "^好的$"},
		{"是吗？可以", "^是吗?|/|可以$"},
		{"iPhone 15有货", "^iphone|/|00有货$"},
		{"单号73128837465510", "^单号0000$"},
		{"[微笑]谢谢", "^[谢谢$"},
		{"", "^$"},
		{"，，，", "^$"},
	} {
		l := layOut(c.text)
		var got []string
		for _, clause := range l.Clauses {
			got = append(got, strings.NewReplacer("\x01", "^", "\x02", "|", "\x03", "$").Replace(text.Decode(l.symbols[clause.symbols.from:clause.symbols.to])))
		}
		if s := strings.Join(got, "/"); s != c.want {
			t.Errorf("%q: got %s, want %s", c.text, s, c.want)
		}
		if end := l.Clauses[len(l.Clauses)-1].End; int(end) != len(text.Encode(c.text)) {
			t.Errorf("%q: clauses end at %d", c.text, end)
		}
	}
}

// What collect gathers and what walk finds must be the same features.
func TestWalkFindsWhatCollectGathers(t *testing.T) {
	m, _ := train(t, lesson())
	for _, e := range lesson() {
		l := layOut(e.Text + "，真的太差了谢谢")
		codes := m.trie.AppendCodes(nil, l.symbols)
		for c := range l.Clauses {
			var gathered, found []uint32
			l.collect(&l.Clauses[c], func(key []uint16) {
				if f, ok := m.trie.Get(key); ok {
					gathered = append(gathered, f)
				}
			})
			found = l.walk(nil, m.trie, codes, &l.Clauses[c])
			slices.Sort(gathered)
			slices.Sort(found)
			if !slices.Equal(gathered, found) {
				t.Errorf("%q: gathered %v, found %v", e.Text, gathered, found)
			}
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	_, good := train(t, lesson())
	for name, spoil := range map[string]func([]byte) []byte{
		"nothing":        func([]byte) []byte { return nil },
		"another mark":   func(b []byte) []byte { b[0] = 'X'; return b },
		"another format": func(b []byte) []byte { b[4]++; return b },
		"cut short":      func(b []byte) []byte { return b[:len(b)/2] },
		"too many labels": func(b []byte) []byte {
			b[9] = 0xff
			return b
		},
		"no margin":               func(b []byte) []byte { clear(b[24:28]); return b },
		"weights out of order":    func(b []byte) []byte { b[headerSize+16+4] = 0xff; return b },
		"a label beyond the last": func(b []byte) []byte { b[headerSize+16+4*(1+int(b[12])|int(b[13])<<8)] = 7; return b },
	} {
		if _, err := Load(spoil(slices.Clone(good))); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: got %v, want ErrFormat", name, err)
		}
	}
}

func FuzzLoad(f *testing.F) {
	_, good := train(f, lesson())
	f.Add(good)
	f.Add(good[:headerSize])
	l := layOut("这个太差了，谢谢")
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := Load(b)
		if err != nil {
			return
		}
		s := NewScorer(m)
		s.Read(l)
		for i := range m.Labels() {
			if v := s.Judge(i); v.Start < 0 || v.End > 8 || v.Start > v.End {
				t.Errorf("verdict %+v", v)
			}
			m.Explain(l, i, 3)
		}
	})
}

func BenchmarkScore(b *testing.B) {
	m, _ := train(b, lesson())
	l := layOut(strings.Repeat("亲，您拍的这款今天可以发货，谢谢您的支持哦", 10))
	s := NewScorer(m)
	b.ReportAllocs()
	for b.Loop() {
		s.Read(l)
		for i := range m.Labels() {
			s.Judge(i)
		}
	}
}
