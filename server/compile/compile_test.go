package compile_test

import (
	"errors"
	"slices"
	"testing"

	"huashu/server"
	"huashu/server/compile"
)

const rule = `rules:
  - id: shop.word
    category: shop.word
    severity: warning
    title: 店规用词
    message: 换一个词
    why: 店里不这么说。
    source: 店规
    match: {terms: [库存]}
    examples:
      bad: ["[[库存]]还有", "没有[[库存]]了呢"]
      good: ["现在有货", "今天可以发出"]
`

func TestCompileAndDiff(t *testing.T) {
	files := map[string]string{
		"pack.yaml":       "pack: shop\ntitle: 店\nversion: 1.0.0\ncategories: [{id: shop.word, title: 店规}]\n",
		"rules/word.yaml": rule,
	}
	c := compile.Compiler{}
	pack, err := c.Compile(files)
	if err != nil {
		t.Fatal(err)
	}
	changes, err := c.Diff(nil, pack)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, change := range changes {
		found = found || change.Op == "+" && change.Kind == "rule" && change.ID == "shop.word"
	}
	if !found {
		t.Errorf("the diff lacks + rule shop.word: %+v", changes)
	}
	rules, err := c.Rules(pack)
	if err != nil || !slices.Contains(rules, "shop.word") {
		t.Errorf("the rules lack shop.word: %v", err)
	}

	files["rules/word.yaml"] = rule + "    colour: red\n"
	_, err = c.Compile(files)
	var mistakes server.Mistakes
	if !errors.As(err, &mistakes) || len(mistakes) != 1 || mistakes[0].File != "rules/word.yaml" || mistakes[0].Line != 13 {
		t.Errorf("got %+v, want one mistake in rules/word.yaml:13", err)
	}
	if none, err := c.Compile(nil); err != nil || len(none) == 0 {
		t.Errorf("no files: %v, want the default packs", err)
	}
}
