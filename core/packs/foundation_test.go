package packs_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"huashu/core/pack"
	"huashu/core/packs"
)

const shopRule = `rules:
  - {id: shop.word, category: shop.word, severity: hint, title: t, message: m, why: w, source: s, match: {class: shop_words},
     fix: {replace: 在的}, examples: {bad: ["[[在滴=>在的]]", "[[嗯哪=>在的]]，您请讲"], good: [好的, 行]}}
`

func shop(t *testing.T, more string) *pack.Source {
	t.Helper()
	src, err := pack.ReadFiles(map[string]string{
		"pack.yaml": "pack: shop\ntitle: 小店\nversion: 1.2.0\ncategories: [{id: shop.word, title: 店规}]\n" +
			"overrides: [{rule: refusal.negation.price, severity: hint}, {rule: address.nin.hello, off: true}]\n" +
			"classes: {shop_words: [在滴, 嗯哪], address: [掌柜的]}\nprofiles: [{id: default, settings: {golden: 5}}]\nwords: [{text: 在滴}]\n",
		"rules/words.yaml": shopRule,
		"more.yaml":        more,
	}, "shop")
	if err != nil {
		t.Fatal(err)
	}
	return src
}

func foundation(t *testing.T) *pack.Foundation {
	t.Helper()
	p, err := pack.Load(packs.Default())
	if err != nil {
		t.Fatal(err)
	}
	f, err := pack.NewFoundation(p)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// What a browser makes of a draft on top of the compiled default pack is what
// the server makes of it with all sources, byte for byte.
func TestFoundationBuildsTheSameBytes(t *testing.T) {
	stack, err := packs.Sources()
	if err != nil {
		t.Fatal(err)
	}
	f := foundation(t)
	for _, src := range []*pack.Source{shop(t, ""), shop(t, "typos: [{wrong: 发或, right: 发货}]\n")} {
		want, err := packs.Build(append(stack, src)...)
		if err != nil {
			t.Fatal(err)
		}
		got, err := f.Build(src)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Error("the bytes differ")
		}
	}
}

func TestFoundationNamesMistakes(t *testing.T) {
	for _, tt := range []struct{ name, more, want string }{
		{"same id", strings.ReplaceAll(shopRule, "shop.word,", "address.nin.hello,"), `shop/more.yaml:2: rule address.nin.hello: duplicate rule "address.nin.hello", already in pack base`},
		{"unknown rule", "overrides: [{rule: nobody, off: true}]\n", `shop/more.yaml:1: rule: no earlier pack has a rule "nobody"`},
		{"untrained classifier", strings.NewReplacer("id: shop.word", "id: shop.model", "{class: shop_words}", "{model: {category: shop.word}}").Replace(shopRule), pack.ErrTraining.Error()},
		{"examples to learn from", "category: shop.word\nbad: [随便]\n", pack.ErrTraining.Error()},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := foundation(t).Build(shop(t, tt.more))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error\n%v\nwant\n%s", err, tt.want)
			}
			if training := tt.want == pack.ErrTraining.Error(); errors.Is(err, pack.ErrTraining) != training {
				t.Errorf("ErrTraining is %v, want %v", !training, training)
			}
		})
	}
}
