//go:build wasip1 && author

// This part is for the console alone: it takes YAML apart and compiles packs,
// which agents' browsers have no use for and shall not carry.

package main

import (
	"errors"
	"slices"
	"strings"

	"huashu/core/pack"
)

// draftRoot is how mistakes name the folder of a draft; it is cut off again.
const draftRoot = "draft"

func init() {
	further["build"] = func(s *session, r request) []byte { return s.build(r.Files) }
	further["schema"] = func(*session, request) []byte { return pack.Schema() }
}

// base is the loaded pack, taken apart for drafts to be built on.
var base struct {
	of *pack.Pack
	*pack.Foundation
}

// built is the answer to a draft. Info is nil when it could not be put to use;
// the pack before it is then still in use.
type built struct {
	Info     *pack.Info `json:"info,omitempty"`
	Mistakes []mistake  `json:"mistakes"`
	Examples int        `json:"examples"`           // that were run, of the draft's own rules
	Training bool       `json:"training,omitempty"` // it takes a machine that has the default packs' sources
}

type mistake struct {
	File    string `json:"file"`
	Line    int    `json:"line"` // from 1; 0 when it has none
	Rule    string `json:"rule"`
	Field   string `json:"field"`
	Message string `json:"message"`
	Example bool   `json:"example,omitempty"` // no mistake in form: an example comes out differently
}

// build compiles a draft's files on top of the pack that was loaded, puts the
// result to use and runs the examples of the draft's own rules.
func (s *session) build(files map[string]string) []byte {
	if base.of != s.loaded {
		foundation, err := pack.NewFoundation(s.loaded)
		if err != nil {
			return failure(err)
		}
		base.of, base.Foundation = s.loaded, foundation
	}
	answer := built{Mistakes: []mistake{}}
	note := func(e *pack.Error, example bool) {
		answer.Mistakes = append(answer.Mistakes, mistake{strings.TrimPrefix(e.File, draftRoot+"/"), e.Line, e.Rule, e.Field, e.Msg, example})
	}
	src, err := pack.ReadFiles(files, draftRoot)
	var compiled []byte
	if err == nil {
		compiled, err = base.Build(src)
	}
	for _, e := range pack.Mistakes(err) {
		note(e, false)
	}
	switch {
	case errors.Is(err, pack.ErrTraining):
		answer.Training = true
		return encode(answer)
	case len(answer.Mistakes) > 0:
		return encode(answer)
	case err != nil:
		return failure(err)
	}
	if err := s.use(compiled); err != nil {
		return failure(err)
	}
	info := s.engine.Info()
	answer.Info = &info
	own := func(id string) bool {
		return slices.ContainsFunc(src.Rules, func(r pack.Rule) bool { return r.ID == id })
	}
	run, failed, err := s.engine.TestRules(own)
	if err != nil {
		return failure(err)
	}
	answer.Examples = run
	for _, f := range failed {
		note(src.RuleError(f.Rule, f.Field, f.Message), true)
	}
	return encode(answer)
}
