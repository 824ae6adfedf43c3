// Package compile makes packs of the files of a draft, on top of the packs
// that Huashu ships.
package compile

import (
	"errors"
	"strings"
	"testing/fstest"

	"huashu/core/pack"
	"huashu/core/packs"
	"huashu/server"
)

// root is how mistakes name the folder of a draft; it is cut off again.
const root = "shop"

// Compiler implements server.Compiler with the pack language of core.
type Compiler struct{}

var _ server.Compiler = Compiler{}

// Compile implements server.Compiler.
func (Compiler) Compile(files map[string]string) ([]byte, error) {
	stack, err := packs.Sources()
	if err != nil {
		return nil, err
	}
	if len(files) > 0 {
		dir := fstest.MapFS{}
		for name, text := range files {
			dir[name] = &fstest.MapFile{Data: []byte(text)}
		}
		shop, err := pack.Read(dir, root)
		if err != nil {
			return nil, mistakes(err)
		}
		stack = append(stack, shop)
	}
	compiled, err := packs.Build(stack...)
	if err != nil {
		return nil, mistakes(err)
	}
	return compiled, nil
}

// mistakes takes an error of core/pack apart. One without mistakes is not the
// editor's doing.
func mistakes(err error) error {
	var out server.Mistakes
	var visit func(error)
	visit = func(err error) {
		if e, ok := err.(*pack.Error); ok {
			out = append(out, server.Mistake{File: strings.TrimPrefix(e.File, root+"/"), Line: e.Line, Rule: e.Rule, Field: e.Field, Message: e.Msg})
		} else if many, ok := err.(interface{ Unwrap() []error }); ok {
			for _, e := range many.Unwrap() {
				visit(e)
			}
		} else if inner := errors.Unwrap(err); inner != nil {
			visit(inner)
		}
	}
	visit(err)
	if len(out) == 0 {
		return err
	}
	return out
}

// Diff implements server.Compiler.
func (Compiler) Diff(before, after []byte) ([]server.RecordChange, error) {
	if before == nil {
		before = packs.Default()
	}
	old, err := records(before)
	if err != nil {
		return nil, err
	}
	now, err := records(after)
	if err != nil {
		return nil, err
	}
	out := []server.RecordChange{}
	for _, c := range pack.Diff(old, now) {
		change := server.RecordChange{Op: c.Op, Kind: c.Kind, ID: c.ID, Fields: []server.FieldChange{}}
		for _, f := range c.Fields {
			change.Fields = append(change.Fields, server.FieldChange(f))
		}
		out = append(out, change)
	}
	return out, nil
}

func records(compiled []byte) (pack.Records, error) {
	p, err := pack.Load(compiled)
	if err != nil {
		return pack.Records{}, err
	}
	return p.Records()
}

// Rules implements server.Compiler.
func (Compiler) Rules(compiled []byte) ([]string, error) {
	p, err := pack.Load(compiled)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(p.Program.Rules))
	for i, r := range p.Program.Rules {
		ids[i] = r.ID
	}
	return ids, nil
}
