package packs_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"huashu/core/pack"
)

// The schema that editors check against accepts every file that ships, and
// refuses what the reader refuses.
func TestSchemaAcceptsShippedPacks(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(pack.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("pack.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("pack.json")
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	err = filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".yaml" {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var value any
		if err := yaml.Unmarshal(raw, &value); err != nil {
			return err
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		files++
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 20 {
		t.Errorf("only %d files", files)
	}
	if schema.Validate(map[string]any{"rules": []any{map[string]any{"id": "x", "colour": "red"}}}) == nil {
		t.Error("the schema accepts an unknown key")
	}
}

func TestReferencePageIsCurrent(t *testing.T) {
	page, err := os.ReadFile("../../docs/pack-reference.md")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(page, pack.Reference()) {
		t.Error("docs/pack-reference.md differs from the code: run bin/huashu pack reference > docs/pack-reference.md")
	}
}
