// Package packs carries the rule packs that Huashu ships: their sources, one
// folder a pack, and the one file they compile to.
package packs

import (
	"embed"
	"io/fs"
	"slices"

	"huashu/core/pack"
)

// Names are the packs of the default stack, earliest first.
var Names = []string{"base", "law", "platform"}

//go:embed base law platform
var sources embed.FS

// compiled is generated from the sources and not in the repository.
//
//go:generate go run huashu/core/packs/gen
//go:embed default.hspack
var compiled []byte

// Default gives the compiled default stack.
func Default() []byte { return slices.Clone(compiled) }

// Sources reads the packs of the default stack, for stacking others on top.
func Sources() ([]*pack.Source, error) { return read(sources) }

func read(dir fs.FS) ([]*pack.Source, error) {
	var out []*pack.Source
	for _, name := range Names {
		sub, err := fs.Sub(dir, name)
		if err != nil {
			return nil, err
		}
		src, err := pack.Read(sub, name)
		if err != nil {
			return nil, err
		}
		out = append(out, src)
	}
	return out, nil
}
