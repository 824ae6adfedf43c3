// Package gen is the frame of the programs that write Go code from tables.
package gen

import (
	"flag"
	"go/format"
	"log"
	"os"
)

// Code is the main function of such a program: it writes what render gives,
// formatted, to the file of the flag -o.
func Code(file string, render func() (string, error)) {
	log.SetFlags(0)
	log.SetPrefix("gen: ")
	out := flag.String("o", file, "file to write")
	flag.Parse()
	if err := write(*out, render); err != nil {
		log.Fatal(err)
	}
}

func write(file string, render func() (string, error)) error {
	code, err := render()
	if err != nil {
		return err
	}
	formatted, err := format.Source([]byte(code))
	if err != nil {
		return err
	}
	return os.WriteFile(file, formatted, 0o644)
}
