package datrie

import (
	"bytes"
	"errors"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"unicode/utf16"
)

func units(s string) []uint16 { return utf16.Encode([]rune(s)) }

// build makes a trie of keys whose values are their indexes.
func build(t testing.TB, keys ...string) *Trie {
	t.Helper()
	var b Builder
	for i, k := range keys {
		if err := b.AddString(k, uint32(i)); err != nil {
			t.Fatal(err)
		}
	}
	trie, err := b.Trie()
	if err != nil {
		t.Fatal(err)
	}
	return trie
}

func TestGet(t *testing.T) {
	trie := build(t, "发货", "发", "发货时间", "退货", "😀好")
	for key, want := range map[string]int{
		"发": 1, "发货": 0, "发货时间": 2, "退货": 3, "😀好": 4,
		"": -1, "退": -1, "发货时": -1, "发货时间了": -1, "😀": -1, "x": -1,
	} {
		got, ok := trie.Get(units(key))
		if ok != (want >= 0) || (ok && got != uint32(want)) {
			t.Errorf("Get(%q) = %d, %v; want %d", key, got, ok, want)
		}
	}
	if trie.Len() != 5 || trie.MaxLen() != 4 || trie.MaxValue() != 4 {
		t.Errorf("Len, MaxLen, MaxValue = %d, %d, %d", trie.Len(), trie.MaxLen(), trie.MaxValue())
	}
}

func TestAppendPrefixes(t *testing.T) {
	trie := build(t, "发货", "发", "发货时间", "退货")
	got := trie.AppendPrefixes(nil, units("亲发货时间呢"), 1)
	want := []Hit{{End: 2, Value: 1}, {End: 3, Value: 0}, {End: 5, Value: 2}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := trie.AppendPrefixes(nil, units("发货"), 2); got != nil {
		t.Errorf("at the end of the text: %v", got)
	}
}

func TestAppendMatches(t *testing.T) {
	trie := build(t, "最好", "好", "好评", "最好评")
	codes := trie.AppendCodes(nil, units("最好评x好"))
	got := trie.AppendMatches(nil, codes)
	want := []Match{{0, 2, 0}, {0, 3, 3}, {1, 2, 1}, {1, 3, 2}, {4, 5, 1}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestEmptyTrie(t *testing.T) {
	var zero Trie
	for _, trie := range []*Trie{build(t), &zero} {
		text := units("您好")
		if _, ok := trie.Get(text); ok {
			t.Error("Get found a key")
		}
		if _, ok := trie.Value(trie.Root()); ok {
			t.Error("the empty string is a key")
		}
		codes := trie.AppendCodes(nil, text)
		if !slices.Equal(codes, []uint16{0, 0}) || trie.AppendMatches(nil, codes) != nil ||
			trie.AppendPrefixes(nil, text, 0) != nil {
			t.Error("something was found")
		}
	}
}

func TestBuilderRefuses(t *testing.T) {
	var b Builder
	for _, c := range []struct {
		key   []uint16
		value uint32
		want  error
	}{
		{nil, 1, ErrEmptyKey},
		{make([]uint16, MaxKeyLen+1), 1, ErrKeyTooBig},
		{units("亲"), MaxValue + 1, ErrValue},
		{make([]uint16, MaxKeyLen), MaxValue, nil},
	} {
		if err := b.Add(c.key, c.value); !errors.Is(err, c.want) {
			t.Errorf("Add(%d units, %d) = %v, want %v", len(c.key), c.value, err, c.want)
		}
	}
	b.AddString("亲", 1)
	b.AddString("亲", 2)
	if _, err := b.Build(); !errors.Is(err, ErrDuplicate) || !bytes.Contains([]byte(err.Error()), []byte("亲")) {
		t.Errorf("Build = %v, want ErrDuplicate that names the key", err)
	}
}

func TestManyDifferentUnits(t *testing.T) {
	var b Builder
	for u := range 1<<16 - 1 {
		b.Add([]uint16{uint16(u)}, uint32(u))
	}
	trie, err := b.Trie()
	if err != nil {
		t.Fatal(err)
	}
	for u := range 1<<16 - 1 {
		if v, ok := trie.Get([]uint16{uint16(u)}); !ok || v != uint32(u) {
			t.Fatalf("unit %x: %d, %v", u, v, ok)
		}
	}
	b.Add([]uint16{1<<16 - 1}, 0)
	if _, err := b.Build(); err == nil {
		t.Error("all units there are leave no code for them")
	}
}

func TestBytesDoNotDependOnOrder(t *testing.T) {
	keys := randomKeys(rand.New(rand.NewPCG(1, 2)), 2000)
	var first []byte
	for range 3 {
		var b Builder
		for key, value := range keys { // in an order that differs each time
			if err := b.AddString(key, value); err != nil {
				t.Fatal(err)
			}
		}
		data, err := b.Build()
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = data
		}
		if !bytes.Equal(data, first) {
			t.Fatal("other bytes for the same keys")
		}
	}
}

// randomKeys returns about n keys of few different units, so that many are
// prefixes of others.
func randomKeys(r *rand.Rand, n int) map[string]uint32 {
	alphabet := []rune("亲您好发货退换的了吗a1😀\x00\uffff")
	keys := map[string]uint32{}
	for range n {
		key := make([]rune, 1+r.IntN(6))
		for i := range key {
			key[i] = alphabet[r.IntN(len(alphabet))]
		}
		keys[string(key)] = r.Uint32() >> 1
	}
	return keys
}

func TestAgainstMap(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for n := 1; n < 5000; n *= 3 {
		keys := randomKeys(r, n)
		var b Builder
		for key, value := range keys {
			b.AddString(key, value)
		}
		trie, err := b.Trie()
		if err != nil {
			t.Fatal(err)
		}
		for key, want := range keys {
			if got, ok := trie.Get(units(key)); !ok || got != want {
				t.Fatalf("Get(%q) = %d, %v; want %d", key, got, ok, want)
			}
		}
		for key := range randomKeys(r, 1000) {
			want, isKey := keys[key]
			if got, ok := trie.Get(units(key)); ok != isKey || got != want {
				t.Fatalf("Get(%q) = %d, %v; want %d, %v", key, got, ok, want, isKey)
			}
		}
	}
}

func TestNoAllocations(t *testing.T) {
	trie := build(t, "发货", "发", "发货时间", "退货")
	text := units("亲发货时间呢")
	codes, hits, matches := make([]uint16, 0, 64), make([]Hit, 0, 64), make([]Match, 0, 64)
	if n := testing.AllocsPerRun(100, func() {
		codes = trie.AppendCodes(codes[:0], text)
		hits = trie.AppendPrefixes(hits[:0], text, 1)
		matches = trie.AppendMatches(matches[:0], codes)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestEachVisitsEveryKey(t *testing.T) {
	var b Builder
	want := map[string]uint32{"退": 0, "退货": 1, "退款": 2, "货": 3, "ok": 4}
	for key, value := range want {
		if err := b.AddString(key, value); err != nil {
			t.Fatal(err)
		}
	}
	trie, err := b.Trie()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]uint32{}
	trie.Each(func(key []uint16, value uint32) { got[string(utf16.Decode(key))] = value })
	if !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
