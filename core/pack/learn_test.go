package pack_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"huashu/core/engine"
	"huashu/core/pack"
)

// A corpus large enough for a classifier: 嫌 breaks the rule, 谢 does not.
func corpus() fstest.MapFS {
	var bad, good strings.Builder
	for i := range 30 {
		fmt.Fprintf(&bad, "  - \"[[嫌贵就别买]]，我们店%d天后涨价\"\n", i)
		fmt.Fprintf(&good, "  - \"谢谢您，%d天内发货\"\n", i)
	}
	judged := strings.NewReplacer("match: {terms: [便宜点]}", "match: {model: {category: house.words}}",
		`"给您[[便宜点=>优惠一些]]"`, `"[[嫌贵就别买]]，谢谢您"`, `"[[便宜点]]卖您"`, `"[[嫌贵就别买]]"`,
		"给您优惠一些", "谢谢您，明天发货", "这款很便宜", "谢谢", "    fix: 优惠一些\n", "").Replace(rule)
	return fstest.MapFS{
		"pack.yaml":              {Data: []byte(meta)},
		"rules/model.yaml":       {Data: []byte(judged)},
		"examples/house.yaml":    {Data: []byte("category: house.words\nbad:\n" + bad.String() + "good:\n" + good.String())},
		"intents/intents.yaml":   {Data: []byte("intents: [{id: price, title: 价格}, {id: thanks, title: 感谢}]\n")},
		"intents/price.yaml":     {Data: []byte("intent: price\ntexts: [\"多少钱\", \"什么价\", \"价格多少 #thanks\", \"几块钱\"]\nlook_alikes: [\"价格很好谢谢 #thanks\"]\n")},
		"intents/thanks.yaml":    {Data: []byte("intent: thanks\ntexts: [\"谢谢\", \"多谢\", \"谢谢老板\", \"感谢\"]\n")},
		"examples/ordinary.yaml": {Data: []byte("category: ordinary\ngood: [\"在的\", \"好的\"]\n")},
	}
}

func TestClassifierFindsTheClause(t *testing.T) {
	if err := install(corpus()); err != nil {
		t.Error(err)
	}
}

func TestIntentsOfAPack(t *testing.T) {
	compiled, err := build(corpus())
	if err != nil {
		t.Fatal(err)
	}
	e, err := engine.Open(compiled)
	if err != nil {
		t.Fatal(err)
	}
	if got := e.Intents("谢谢啦"); len(got) == 0 || got[0].ID != "thanks" {
		t.Errorf("谢谢啦: got %v, want thanks first", got)
	}
}

// What was learnt from the same examples is taken over, byte for byte; what was
// learnt from others is not.
func TestBuildFromTakesOverWhatIsTheSame(t *testing.T) {
	first, err := build(corpus())
	if err != nil {
		t.Fatal(err)
	}
	old, err := pack.Load(first)
	if err != nil {
		t.Fatal(err)
	}
	src, err := pack.Read(corpus(), "shop")
	if err != nil {
		t.Fatal(err)
	}
	again, err := pack.BuildFrom(old, src)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, again) {
		t.Error("built from the old pack, the bytes differ")
	}

	src.Thin(3, 4)
	thinned, err := pack.BuildFrom(old, src)
	if err != nil {
		t.Fatal(err)
	}
	anew, err := pack.Build(src)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(thinned, anew) {
		t.Error("with other examples the old classifier was kept")
	}
}

func TestCorpusMistakes(t *testing.T) {
	for _, c := range []struct{ name, file, content, want string }{
		{"no mark", "examples/x.yaml", "category: house.words\nbad: [\"没有标记\"]\n", "shop/examples/x.yaml:2: bad[0]: a bad example marks what is wrong with [[ ]]"},
		{"unknown category", "examples/x.yaml", "category: house.word\nbad: [\"[[错]]\"]\n", `shop/examples/x.yaml:1: category: unknown category "house.word"`},
		{"unknown tag", "examples/x.yaml", "category: house.words\nbad:\n  - \"[[对]]\"\n  - \"[[错]] #house.wrods\"\n", `shop/examples/x.yaml:4: bad[1]: unknown category "house.wrods"`},
		{"unknown intent", "intents/x.yaml", "intent: nothing\ntexts: [\"x\"]\n", `shop/intents/x.yaml:1: intent: unknown intent "nothing"`},
		{"look-alike of nothing", "intents/x.yaml", "intent: price\ntexts: []\nlook_alikes: [\"x\"]\n", `shop/intents/x.yaml:3: look_alikes[0]: "x" names no intent: write what it means behind it, as #intent`},
		{"too few examples", "examples/house.yaml", "category: house.words\nbad: [\"[[错]]\"]\n", "shop/rules/model.yaml:9: rule house.words.deal: match.model.category: the corpora have 1 bad lines of house.words, a classifier needs 20"},
	} {
		dir := corpus()
		dir[c.file] = &fstest.MapFile{Data: []byte(c.content)}
		_, err := build(dir)
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: got %v\nwant %s", c.name, err, c.want)
		}
	}
}
