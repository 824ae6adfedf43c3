package datrie

import (
	"math/rand/v2"
	"testing"
)

// bigKeys returns n different keys of two to five of 6,000 Han characters, the
// low ones more often than the high, as words have it.
func bigKeys(n int) [][]uint16 {
	r := rand.New(rand.NewPCG(5, 6))
	seen, keys := map[string]bool{}, make([][]uint16, 0, n)
	for len(keys) < n {
		key := make([]uint16, 2+r.IntN(4))
		for i := range key {
			f := r.Float64()
			key[i] = 0x4e00 + uint16(6000*f*f*f)
		}
		if !seen[asString(key)] {
			seen[asString(key)] = true
			keys = append(keys, key)
		}
	}
	return keys
}

func BenchmarkBuild100k(b *testing.B) {
	keys := bigKeys(100_000)
	for b.Loop() {
		var builder Builder
		for i, k := range keys {
			builder.Add(k, uint32(i))
		}
		data, err := builder.Build()
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(data))/float64(len(keys)), "bytes/key")
	}
}

func BenchmarkLoad100k(b *testing.B) {
	var builder Builder
	for i, k := range bigKeys(100_000) {
		builder.Add(k, uint32(i))
	}
	data, _ := builder.Build()
	for b.Loop() {
		if _, err := Load(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMatches200Units(b *testing.B) {
	for _, n := range []int{1000, 100_000} {
		keys := bigKeys(n)
		var builder Builder
		for i, k := range keys {
			builder.Add(k, uint32(i))
		}
		trie, err := builder.Trie()
		if err != nil {
			b.Fatal(err)
		}
		var text []uint16
		for i := 0; len(text) < 200; i++ {
			text = append(text, keys[i*7%n]...)
		}
		text = text[:200]
		codes, matches := make([]uint16, 0, 200), make([]Match, 0, 400)
		b.Run(map[int]string{1000: "1k", 100_000: "100k"}[n], func(b *testing.B) {
			for b.Loop() {
				codes = trie.AppendCodes(codes[:0], text)
				matches = trie.AppendMatches(matches[:0], codes)
			}
		})
	}
}
