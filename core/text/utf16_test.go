package text

import (
	"slices"
	"testing"
	"unicode/utf16"
)

func TestEncode(t *testing.T) {
	for s, want := range map[string][]uint16{
		"":             {},
		"亲a":           {'亲', 'a'},
		"😀好":           {0xd83d, 0xde00, '好'},
		"亲\xff\xfe好":   {'亲', 0xfffd, 0xfffd, '好'}, // one unit a bad byte
		"\xe4\xba":     {0xfffd, 0xfffd},           // a character cut short
		"\xed\xa0\x80": {0xfffd, 0xfffd, 0xfffd},   // half a pair, which UTF-8 must not hold
	} {
		if got := Encode(s); !slices.Equal(got, want) {
			t.Errorf("Encode(%q) = %x, want %x", s, got, want)
		}
	}
}

func TestDecode(t *testing.T) {
	for _, c := range []struct {
		units []uint16
		want  string
	}{
		{nil, ""},
		{[]uint16{'亲', 0xd83d, 0xde00}, "亲😀"},
		{[]uint16{0xd83d}, "\ufffd"},
		{[]uint16{0xd83d, '亲', 0xde00, 0xd83d, 0xd83d, 0xde00}, "\ufffd亲\ufffd\ufffd😀"},
	} {
		if got := Decode(c.units); got != c.want {
			t.Errorf("Decode(%x) = %q, want %q", c.units, got, c.want)
		}
	}
}

func TestAppend(t *testing.T) {
	if got := AppendEncode([]uint16{1}, "亲"); !slices.Equal(got, []uint16{1, '亲'}) {
		t.Errorf("AppendEncode: %x", got)
	}
	if got := AppendDecode([]byte("亲"), []uint16{'好'}); string(got) != "亲好" {
		t.Errorf("AppendDecode: %s", got)
	}
}

func FuzzUTF16(f *testing.F) {
	f.Add("亲😀\xff", uint16(0xd83d))
	f.Fuzz(func(t *testing.T, s string, unit uint16) {
		units := Encode(s)
		if valid := []rune(s); !slices.Equal(units, utf16.Encode(valid)) {
			t.Fatalf("Encode(%q) = %x", s, units)
		}
		// Positions survive even where the text does not.
		units = slices.Insert(units, len(units)/2, unit)
		if again := Encode(Decode(units)); len(again) != len(units) {
			t.Fatalf("%x became %x", units, again)
		}
	})
}
