// Command gen compiles the default packs into default.hspack.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"

	"huashu/core/pack"
)

func main() {
	log.SetFlags(0)
	root := flag.String("root", ".", "folder of the packs")
	out := flag.String("o", "default.hspack", "file to write")
	flag.Parse()
	var stack []*pack.Source
	for _, name := range []string{"base", "law", "platform"} {
		src, err := pack.Read(os.DirFS(*root+"/"+name), name)
		if err != nil {
			log.Fatal(err)
		}
		stack = append(stack, src)
	}
	compiled, err := pack.BuildFrom(before(*out), stack...)
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(*out, compiled, 0o644); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s: %d bytes\n", *out, len(compiled))
}

// before reads the file of the last run, so that what it has learnt need not be
// learnt again. One that cannot be used, or none, only costs time.
func before(name string) *pack.Pack {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil
	}
	p, err := pack.Load(b)
	if err != nil {
		return nil
	}
	return p
}
