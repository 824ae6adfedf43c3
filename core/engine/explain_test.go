package engine_test

import (
	"testing"

	"huashu/core/engine"
	"huashu/core/pack"
	"huashu/core/packs"
)

// What a classifier says is explained by what it saw; a rule that knows words
// explains itself.
func TestExplain(t *testing.T) {
	e, err := engine.Open(packs.Default())
	if err != nil {
		t.Fatal(err)
	}
	records, err := e.Pack().Records()
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, r := range records.Rules {
		if r.Match.Model == nil {
			continue
		}
		for _, example := range r.Examples.Bad {
			marked, err := pack.ParseExample(example)
			if err != nil {
				t.Fatal(err)
			}
			seen++
			if reasons := e.Explain(marked.Text, r.ID); len(reasons) == 0 || reasons[0].Weight <= 0 {
				t.Errorf("%s: %s is explained by %v", marked.Text, r.ID, reasons)
			}
		}
	}
	if seen == 0 {
		t.Error("no rule rests on a classifier")
	}
	if got := e.Explain("你好", "address.nin.hello"); len(got) > 0 {
		t.Errorf("a rule of words is explained by %v", got)
	}
	if got := e.Explain("你好", "nobody"); len(got) > 0 {
		t.Errorf("no rule is explained by %v", got)
	}
}
