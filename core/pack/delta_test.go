package pack

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"huashu/core"
)

// build compiles a pack of some rules, each with its word.
func build(t *testing.T, more string, words ...string) []byte {
	t.Helper()
	var rules strings.Builder
	for i, w := range words {
		fmt.Fprintf(&rules, `  - {id: shop.r%03d, category: shop.word, severity: hint, title: 店规, message: 换一个词, why: 店里不这么说。, source: 店规,
     match: {terms: [%s]}, examples: {bad: ["[[%s]]还有", "没有[[%s]]了"], good: [现在有货, 今天可以发出]}}
`, i, w, w, w)
	}
	src, err := Read(fstest.MapFS{
		"pack.yaml":  {Data: []byte("pack: shop\ntitle: 小店\nversion: 1.0.0\ncategories: [{id: shop.word, title: 店规}]\n" + more)},
		"rules.yaml": {Data: []byte("rules:\n" + rules.String())},
	}, "shop")
	if err != nil {
		t.Fatal(err)
	}
	compiled, err := Build(src)
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

func TestDelta(t *testing.T) {
	before := build(t, "", "库存", "货源", "发票")
	for _, tt := range []struct {
		name  string
		after []byte
		want  string // the delta
	}{
		{"nothing", before, `{"delta":1,"patch":null}`},
		{"a word of a rule", build(t, "", "库存", "货源", "包邮"),
			`{"delta":1,"patch":[{"op":"replace","path":"/records/rules/2/examples/bad","value":[{"text":"[[包邮]]还有"},{"text":"没有[[包邮]]了"}]},{"op":"replace","path":"/records/rules/2/match/terms","value":["包邮"]}]}`},
		{"a rule less", build(t, "", "库存", "货源"), `{"delta":1,"patch":[{"op":"remove","path":"/records/rules/2"}]}`},
		{"a word of the dictionary", build(t, "words: [{text: 包邮卡, pos: n}]\n", "库存", "货源", "发票"),
			`{"delta":1,"patch":[{"op":"replace","path":"/records/words","value":[{"pos":"n","text":"包邮卡"}]}]}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, err := Delta(before, tt.after)
			if err != nil {
				t.Fatal(err)
			}
			if string(d) != tt.want {
				t.Errorf("got %s\nwant %s", d, tt.want)
			}
			if got, err := Rebuild(before, d); err != nil || !bytes.Equal(got, tt.after) {
				t.Errorf("rebuilt other bytes: %v", err)
			}
		})
	}
}

func TestRebuildRefuses(t *testing.T) {
	base := build(t, "", "库存")
	for _, tt := range []struct{ name, delta string }{
		{"no JSON", "<html>"},
		{"a format to come", `{"delta":2,"patch":[]}`},
		{"a path that leads nowhere", `{"delta":1,"patch":[{"op":"remove","path":"/records/rules/7"}]}`},
		{"what is not a record", `{"delta":1,"patch":[{"op":"replace","path":"/records/rules/0","value":"库存"}]}`},
		{"what was learnt", `{"delta":1,"patch":[{"op":"replace","path":"/categories/0","value":""}]}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := Rebuild(base, []byte(tt.delta)); !errors.Is(err, core.ErrPack) {
				t.Errorf("got %v, want a refusal", err)
			}
		})
	}
	if _, err := Rebuild([]byte("no pack"), []byte(`{"delta":1,"patch":null}`)); !errors.Is(err, core.ErrPack) {
		t.Errorf("a base that is no pack: got %v, want a refusal", err)
	}
}

func TestPacksThatHaveLearntOtherThingsHaveNoDelta(t *testing.T) {
	before := build(t, "", "库存")
	sections, err := readFile(before)
	if err != nil {
		t.Fatal(err)
	}
	var other []section
	for _, tag := range []string{tagInfo, tagRecords, tagTrie, tagMembers, tagSimilar, tagProgram, tagWords, tagCategories, tagIntents, tagPhrases} {
		other = append(other, section{tag, sections[tag]})
	}
	other[7].body = []byte("learnt otherwise")
	if _, err := Delta(before, writeFile(other)); !errors.Is(err, ErrNoDelta) {
		t.Errorf("got %v, want ErrNoDelta", err)
	}
}

// Every kind of record finds its way back into a stack; one that did not would
// leave packs that have it without deltas.
func TestRecordsAreWholeSources(t *testing.T) {
	var records Records
	fill(reflect.ValueOf(&records).Elem())
	all := merged{Source: records.source()}
	got := all.records()
	got.Phrasebook = Phrasebook{all.Templates, all.Aspects, all.Traits}
	if !reflect.DeepEqual(got, records) {
		t.Errorf("got %+v\nwant %+v", got, records)
	}
}

// fill gives every list one zero item and every text a letter.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
	case reflect.String:
		v.SetString("x")
	}
}
