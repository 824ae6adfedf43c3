// Command gen writes core/segment/dict.bin, the dictionary that package segment
// embeds, from the dictionary that comes with gojieba:
//
//	go run ./core/segment/gen
//
// It asks the go command for gojieba's folder rather than importing gojieba:
// importing it needs a C++ compiler, which somebody who only builds the
// WebAssembly module need not have.
package main

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"huashu/core/segment/lexicon"
	"huashu/internal/gomod"
)

const gojieba = "github.com/yanyiwu/gojieba"

func main() {
	log.SetFlags(0)
	log.SetPrefix("gen: ")
	out := flag.String("o", "core/segment/dict.bin", "file to write")
	flag.Parse()
	if err := run(*out); err != nil {
		log.Fatal(err)
	}
}

func run(out string) error {
	dir, err := gomod.Dir(gojieba)
	if err != nil {
		return err
	}
	dir = filepath.Join(dir, "deps", "cppjieba", "dict")
	words, err := readWords(filepath.Join(dir, "jieba.dict.utf8"))
	if err != nil {
		return err
	}
	total := 0.0
	for _, w := range words {
		total += w.Freq
	}
	words, err = addUserWords(words, filepath.Join(dir, "user.dict.utf8"))
	if err != nil {
		return err
	}
	data, err := lexicon.Build(words, total)
	if err != nil {
		return err
	}
	if old, err := os.ReadFile(out); err == nil && bytes.Equal(old, data) {
		return nil // keep its time stamp: builds that depend on it stay fresh
	}
	if err := os.WriteFile(out, data, 0o644); err != nil {
		return err
	}
	fmt.Printf("%s: %d words, %d bytes\n", out, len(words), len(data))
	return nil
}

// readWords reads lines of a word, its frequency and its part of speech.
func readWords(path string) ([]lexicon.Word, error) {
	var words []lexicon.Word
	err := eachLine(path, func(fields []string) error {
		if len(fields) != 3 {
			return fmt.Errorf("%d fields, want 3", len(fields))
		}
		freq, err := strconv.ParseFloat(fields[1], 64)
		words = append(words, lexicon.Word{Text: fields[0], Freq: freq, Tag: fields[2]})
		return err
	})
	return words, err
}

// addUserWords adds the few words that gojieba reads besides. As cppjieba does,
// it gives the median frequency to a word that has none, and lets a word replace
// its namesake in the dictionary.
func addUserWords(words []lexicon.Word, path string) ([]lexicon.Word, error) {
	freqs := make([]float64, len(words))
	index := make(map[string]int, len(words))
	for i, w := range words {
		freqs[i], index[w.Text] = w.Freq, i
	}
	slices.Sort(freqs)
	median := freqs[len(freqs)/2]

	err := eachLine(path, func(fields []string) (err error) {
		w := lexicon.Word{Text: fields[0], Freq: median, Tag: "n"}
		if len(fields) > 1 {
			w.Tag = fields[len(fields)-1]
		}
		if len(fields) > 2 {
			if w.Freq, err = strconv.ParseFloat(fields[1], 64); err != nil {
				return err
			}
		}
		if i, ok := index[w.Text]; ok {
			words[i] = w
		} else {
			words = append(words, w)
		}
		return nil
	})
	return words, err
}

func eachLine(path string, do func(fields []string) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		if fields := strings.Fields(lines.Text()); len(fields) > 0 {
			if err := do(fields); err != nil {
				return fmt.Errorf("%s:%d: %w", path, n, err)
			}
		}
	}
	return lines.Err()
}
