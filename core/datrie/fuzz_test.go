package datrie

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"
)

// exercise walks all of a trie's lookups over a text and fails if one reports
// what cannot be.
func exercise(t *testing.T, trie *Trie, text []uint16) {
	t.Helper()
	codes := trie.AppendCodes(nil, text)
	for _, m := range trie.AppendMatches(nil, codes) {
		if m.Start < 0 || m.End <= m.Start || int(m.End) > len(text) || int(m.End-m.Start) > max(1, trie.MaxLen()) {
			t.Fatalf("match %+v in %d units", m, len(text))
		}
		if m.Value > trie.MaxValue() {
			t.Fatalf("value %d > %d", m.Value, trie.MaxValue())
		}
	}
	for i := range text {
		trie.AppendPrefixes(nil, text, i)
		trie.Get(text[i:])
	}
	trie.Value(trie.Root())
}

func FuzzLoad(f *testing.F) {
	for _, keys := range [][]string{{}, {"亲"}, {"亲", "亲亲", "您好", "a", "😀"}} {
		var b Builder
		for i, k := range keys {
			b.AddString(k, uint32(i))
		}
		data, err := b.Build()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, []byte("亲亲您好a"))
	}
	f.Fuzz(func(t *testing.T, data, text []byte) {
		trie, err := Load(data)
		if err != nil {
			if !errors.Is(err, ErrFormat) {
				t.Fatal(err)
			}
			return
		}
		exercise(t, trie, units(string(text)))
	})
}

func FuzzLookup(f *testing.F) {
	f.Add("亲,亲亲,您好", "亲亲您好")
	f.Add("a,ab,abc,b,😀", "xabc😀")
	f.Fuzz(func(t *testing.T, list, text string) {
		keys := map[string]uint32{}
		var b Builder
		for i, k := range bytes.Split([]byte(list), []byte(",")) {
			u := units(string(k))
			if _, twice := keys[asString(u)]; twice || len(u) == 0 || len(u) > MaxKeyLen {
				continue
			}
			keys[asString(u)] = uint32(i)
			if err := b.Add(u, uint32(i)); err != nil {
				t.Fatal(err)
			}
		}
		trie, err := b.Trie()
		if err != nil {
			t.Fatal(err)
		}
		u := units(text)
		exercise(t, trie, u)
		for i := range u {
			hits := trie.AppendPrefixes(nil, u, i)
			for j := i + 1; j <= len(u); j++ {
				want, isKey := keys[asString(u[i:j])]
				got, ok := trie.Get(u[i:j])
				if ok != isKey || got != want {
					t.Fatalf("Get(%x) = %d, %v; want %d, %v", u[i:j], got, ok, want, isKey)
				}
				if isKey {
					if len(hits) == 0 || hits[0] != (Hit{int32(j), want}) {
						t.Fatalf("prefixes of %x: %v lack %d", u[i:], hits, want)
					}
					hits = hits[1:]
				}
			}
			if len(hits) > 0 {
				t.Fatalf("prefixes of %x: %v too many", u[i:], hits)
			}
		}
	})
}

// asString makes units comparable.
func asString(u []uint16) string {
	b := make([]byte, 0, 2*len(u))
	for _, c := range u {
		b = binary.BigEndian.AppendUint16(b, c)
	}
	return string(b)
}

// Every byte of a small trie is damaged in turn: lookups must survive it.
func TestDamagedBytes(t *testing.T) {
	var b Builder
	for i, k := range []string{"亲", "亲亲", "您好", "a", "aa"} {
		b.AddString(k, uint32(i))
	}
	good, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	text := units("亲亲您好aaaaaa亲")
	for i := range good {
		for _, x := range []byte{1, 0x40, 0x80, 0xff} {
			bad := bytes.Clone(good)
			bad[i] ^= x
			if trie, err := Load(bad); err == nil {
				exercise(t, trie, text)
			}
		}
	}
	for n := range good {
		if _, err := Load(good[:n]); err == nil {
			t.Fatalf("the first %d bytes were accepted", n)
		}
	}
	if trie, err := Load(append(make([]byte, 1), good...)[1:]); err != nil {
		t.Fatal("unaligned bytes:", err)
	} else if v, ok := trie.Get(units("亲亲")); !ok || v != 1 {
		t.Fatal("unaligned bytes: key lost")
	}
}
