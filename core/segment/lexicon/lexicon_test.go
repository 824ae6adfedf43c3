package lexicon

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

func units(s string) []uint16 { return utf16.Encode([]rune(s)) }

func TestBuildAndFind(t *testing.T) {
	data, err := Build([]Word{{"发货", 30, "v"}, {"优惠券", 10, "n"}, {"亲", 60, "r"}}, 0)
	if err != nil {
		t.Fatal(err)
	}
	l, err := Load(data)
	if err != nil {
		t.Fatal(err)
	}
	if l.Len() != 3 || l.Total() != 100 {
		t.Errorf("Len, Total = %d, %v", l.Len(), l.Total())
	}
	pos, freq, ok := l.Find(units("发货"))
	if !ok || pos != Verb || math.Abs(freq-30) > 1e-9 {
		t.Errorf("发货: %v, %v, %v", pos, freq, ok)
	}
	if _, _, ok := l.Find(units("发")); ok {
		t.Error("发 is not a word here")
	}
	if l.MinWeight() != math.Log(0.1) {
		t.Errorf("least weight %v", l.MinWeight())
	}
}

func TestSameBytesInAnyOrder(t *testing.T) {
	words := []Word{{"发货", 30, "v"}, {"优惠券", 10, "n"}, {"亲", 60, "r"}, {"退货", 30, "v"}}
	first, _ := Build(words, 1e6)
	slices.Reverse(words)
	if second, _ := Build(words, 1e6); !bytes.Equal(first, second) {
		t.Error("order changed the bytes")
	}
}

func TestBuildRefuses(t *testing.T) {
	for want, words := range map[string][]Word{
		"unknown part of speech": {{"亲", 1, "qq"}},
		"separator":              {{"你好，亲", 1, "n"}},
		"empty key":              {{"", 1, "n"}},
		"added twice":            {{"亲", 1, "n"}, {"亲", 2, "n"}},
		"frequency 0":            {{"亲", 0, "n"}},
		"frequency NaN":          {{"亲", math.NaN(), "n"}},
	} {
		if _, err := Build(words, 100); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Build(%v) = %v, want %q", words, err, want)
		}
	}
}

func TestEmptyLexicon(t *testing.T) {
	data, err := Build(nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	if l, err := Load(data); err != nil || l.Len() != 0 {
		t.Errorf("%v", err)
	}
}

func TestLoadRefusesDamage(t *testing.T) {
	data, _ := Build([]Word{{"发货", 30, "v"}, {"亲", 60, "r"}}, 0)
	for n := range data {
		if _, err := Load(data[:n]); err == nil {
			t.Fatalf("%d bytes of %d accepted", n, len(data))
		}
	}
	for name, damage := range map[string]func(b []byte){
		"a weight that is no number": func(b []byte) { binary.LittleEndian.PutUint64(b[32:], math.Float64bits(math.NaN())) },
		"a total of nothing":         func(b []byte) { clear(b[16:24]) },
		"no weights":                 func(b []byte) { binary.LittleEndian.PutUint32(b[8:], 0) },
	} {
		bad := bytes.Clone(data)
		damage(bad)
		if _, err := Load(bad); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func TestTags(t *testing.T) {
	for i, tag := range Tags() {
		if p, ok := ParsePOS(tag); !ok || p != POS(i) || p.String() != tag {
			t.Errorf("tag %q: %d, %v, %q", tag, p, ok, p)
		}
	}
	if len(Tags()) > 1<<posBits {
		t.Errorf("%d tags do not fit", len(Tags()))
	}
	if _, ok := ParsePOS("?"); ok || POS(63).String() != "x" {
		t.Error("unknown tags")
	}
	for p, tag := range map[POS]string{Unknown: "x", Noun: "n", Person: "nr", Place: "ns", Verb: "v",
		Adjective: "a", Adverb: "d", Pronoun: "r", Numeral: "m", Measure: "q", Latin: "eng"} {
		if p.String() != tag {
			t.Errorf("%d is %q, want %q", p, p, tag)
		}
	}
}

func TestLogarithm(t *testing.T) {
	for _, x := range []float64{1, 0.5, 1e-300, 3.0 / 60101983, 0.999999} {
		got, want := logarithm(x), math.Log(x)
		if math.Abs(got-want) > 1e-15*math.Abs(want) {
			t.Errorf("logarithm(%v) = %v, math.Log gives %v", x, got, want)
		}
	}
}
