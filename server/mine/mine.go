// Package mine finds terms in a log with gojieba: keywords, and new phrases.
// It is cgo, so only the native server has it.
package mine

import (
	"compress/gzip"
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/yanyiwu/gojieba"

	"huashu/server"
)

// dict holds gojieba's dictionaries, compressed: it reads them from files, and
// the folder it came in stays behind on the machine that built this program.
//
//go:embed dict/*.gz
var dict embed.FS

// files are those of gojieba, in the order in which it wants them.
var files = []string{"jieba.dict.utf8", "hmm_model.utf8", "user.dict.utf8", "idf.utf8", "stop_words.utf8"}

// Miner implements server.Miner. Each call loads the dictionaries anew, two
// seconds and two hundred megabytes that are free again afterwards: supervisors
// mine now and then, and the server serves all the time.
type Miner struct{}

var _ server.Miner = Miner{}

// Mine implements server.Miner.
func (Miner) Mine(ctx context.Context, log string, limit int) (server.Terms, error) {
	folder, err := os.MkdirTemp("", "huashu-dict-")
	if err != nil {
		return server.Terms{}, fmt.Errorf("mine: %w", err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	var paths []string
	for _, name := range files {
		path := filepath.Join(folder, name)
		if err := unpack(name, path); err != nil {
			return server.Terms{}, fmt.Errorf("mine: %s: %w", name, err)
		}
		paths = append(paths, path)
	}
	stop, err := stopWords(paths[len(paths)-1])
	if err != nil {
		return server.Terms{}, fmt.Errorf("mine: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return server.Terms{}, err
	}
	jieba := gojieba.NewJieba(paths...)
	defer jieba.Free()
	return terms(ctx, jieba, log, stop, limit)
}

func terms(ctx context.Context, jieba *gojieba.Jieba, log string, stop map[string]bool, limit int) (server.Terms, error) {
	out := server.Terms{Keywords: []server.Keyword{}, Phrases: []server.Phrase{}}
	var cut [][]string
	lines := map[string]int{} // word → lines that hold it
	for line := range strings.Lines(log) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if err := ctx.Err(); err != nil {
			return out, err
		}
		words := jieba.Cut(line, true)
		cut = append(cut, words)
		for _, word := range distinct(words) {
			lines[word]++
		}
	}
	out.Lines = len(cut)
	for _, word := range jieba.ExtractWithWeight(log, limit) {
		out.Keywords = append(out.Keywords, server.Keyword{Text: word.Word, Weight: word.Weight, Count: lines[word.Word]})
	}
	out.Phrases = append(out.Phrases, Phrases(cut, stop, limit)...)
	return out, nil
}

func distinct(words []string) []string {
	sorted := slices.Clone(words)
	slices.Sort(sorted)
	return slices.Compact(sorted)
}

func unpack(name, path string) (err error) {
	packed, err := dict.Open("dict/" + name + ".gz")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, packed.Close()) }()
	plain, err := gzip.NewReader(packed)
	if err != nil {
		return err
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, plain) // what this very program was built with
	return errors.Join(err, file.Close())
}

func stopWords(path string) (map[string]bool, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	stop := map[string]bool{}
	for word := range strings.Lines(string(data)) {
		stop[strings.TrimSpace(word)] = true
	}
	return stop, nil
}
