package packs_test

import (
	"reflect"
	"testing"
	"testing/fstest"

	"huashu/core/pack"
	"huashu/core/packs"
)

// A shop's rules come out in a second because nothing is trained for them: what
// the classifiers learn from is the same with the shop's pack as without it.
func TestShopPackTeachesNothing(t *testing.T) {
	stack, err := packs.Sources()
	if err != nil {
		t.Fatal(err)
	}
	shop, err := pack.Read(fstest.MapFS{
		"pack.yaml": {Data: []byte("pack: shop\ntitle: 小店\nversion: 1.0.0\n")},
		"rules.yaml": {Data: []byte(`rules:
  - {id: aaa.deal, category: filler, severity: hint, title: t, message: m, why: w, source: s, match: {terms: [便宜点]},
     fix: 给您优惠一些您看可以吗, examples: {bad: ["[[便宜点]]", "[[便宜点]]吧"], good: [好, 行]}}
`)},
	}, "shop")
	if err != nil {
		t.Fatal(err)
	}
	alone, intents, err := pack.Lessons(stack...)
	if err != nil {
		t.Fatal(err)
	}
	with, intentsWith, err := pack.Lessons(append(stack, shop)...)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(alone, with) || !reflect.DeepEqual(intents, intentsWith) {
		t.Error("a shop's pack changes what the classifiers are trained from")
	}
}
