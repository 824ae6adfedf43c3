package text

import (
	"slices"
	"testing"
	"unicode/utf8"
)

func fold(s string) string { return Decode(AppendFold(nil, Encode(s))) }

func TestFold(t *testing.T) {
	for s, want := range map[string]string{
		"加我ＶＸ：ＡＢＣ１２３":    "加我vx:abc123",
		"WeChat":         "wechat",
		"退換貨須知，請聯繫賣家！":   "退换货须知,请联系卖家!",
		"妳喫飯了":           "你吃饭了",
		"亲　您好\u00a0吗":    "亲 您好 吗",
		"￥１９．９":          "¥19.9",
		"“您好”，。～":        "“您好”,。~",
		"É Ω Ж":          "é ω ж",
		"一\t二\n三😀":       "一\t二\n三😀",
		"著名 乾隆 瞭望 哪吒 蒜薹": "著名 乾隆 瞭望 哪吒 蒜薹",
		"大阪 覆盖 慰藉 彷徨":    "大阪 覆盖 慰藉 彷徨",
	} {
		if got := fold(s); got != want {
			t.Errorf("fold(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestFoldEveryUnit(t *testing.T) {
	for i := range 1 << 16 {
		u := uint16(i)
		f := Fold(u)
		if Fold(f) != f {
			t.Errorf("%04x folds to %04x, and that to %04x", u, f, Fold(f))
		}
		if ClassOf(u) != ClassOf(f) {
			t.Errorf("%04x (%b) folds to %04x (%b)", u, ClassOf(u), f, ClassOf(f))
		}
		if (u&0xf800 == 0xd800) && f != u {
			t.Errorf("half a pair %04x folds to %04x", u, f)
		}
	}
}

// newFoldTable relies on the pairs' being of three bytes each.
func TestSimplifiedPairs(t *testing.T) {
	if len(simplified)%6 != 0 || len(simplified) < 2900*6 {
		t.Fatalf("%d bytes", len(simplified))
	}
	for i, r := range simplified {
		if i%3 != 0 || utf8.RuneLen(r) != 3 {
			t.Fatalf("%c at byte %d", r, i)
		}
	}
}

func TestAppendFold(t *testing.T) {
	src := Encode("ＡＢ")
	if got := AppendFold([]uint16{'A'}, src); !slices.Equal(got, []uint16{'A', 'a', 'b'}) {
		t.Errorf("appended: %x", got)
	}
	if got := AppendFold(src[:0], src); !slices.Equal(src, Encode("ab")) || &got[0] != &src[0] {
		t.Errorf("in place: %x", src)
	}
	dst := make([]uint16, 0, 8)
	if n := testing.AllocsPerRun(100, func() { dst = AppendFold(dst[:0], src) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkAppendFold(b *testing.B) {
	src := Encode("您購買的這款連衣裙目前倉庫還有現貨，今天下午４點之前付款的話當天就可以安排發貨，ＯＫ！")
	dst := make([]uint16, 0, len(src))
	for b.Loop() {
		dst = AppendFold(dst[:0], src)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(src)), "ns/unit")
}
