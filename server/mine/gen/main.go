// Command gen packs gojieba's dictionaries for package mine to embed:
//
//	go run ./server/mine/gen
package main

import (
	"compress/gzip"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"

	"huashu/internal/gomod"
)

// files are the dictionaries, as package mine names them. It is not imported:
// it does not compile before they are packed.
var files = []string{"jieba.dict.utf8", "hmm_model.utf8", "user.dict.utf8", "idf.utf8", "stop_words.utf8"}

func main() {
	log.SetFlags(0)
	log.SetPrefix("gen: ")
	out := flag.String("o", "server/mine/dict", "folder to write to")
	flag.Parse()
	if err := run(*out); err != nil {
		log.Fatal(err)
	}
}

func run(out string) error {
	dir, err := gomod.Dir("github.com/yanyiwu/gojieba")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	for _, name := range files {
		if err := pack(filepath.Join(dir, "deps", "cppjieba", "dict", name), filepath.Join(out, name+".gz")); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func pack(from, to string) (err error) {
	plain, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, plain.Close()) }()
	file, err := os.Create(to)
	if err != nil {
		return err
	}
	packed, err := gzip.NewWriterLevel(file, gzip.BestCompression)
	if err != nil {
		return err
	}
	_, err = io.Copy(packed, plain)
	return errors.Join(err, packed.Close(), file.Close())
}
