package pack_test

import (
	"errors"
	"testing"
	"testing/fstest"

	"huashu/core"
)

// FuzzYAML: whatever a person saves, it installs or gives an error of ours.
func FuzzYAML(f *testing.F) {
	f.Add([]byte(rule))
	f.Add([]byte("rules: [{id: a, match: {pattern: [{GAP: [9, 1]}, {OP: '{2,1}'}]}}]"))
	f.Add([]byte("classes: {a: [b]}\ntypos: [{wrong: a, right: b}]\nwords: [{text: 甲乙}]"))
	f.Fuzz(func(t *testing.T, b []byte) {
		err := install(fstest.MapFS{"pack.yaml": {Data: []byte(meta)}, "x.yaml": {Data: b}})
		if err != nil && !errors.Is(err, core.ErrPack) && len(err.Error()) == 0 {
			t.Fatal("an error without words")
		}
	})
}
