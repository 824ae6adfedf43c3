package pack_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"huashu/core"
	"huashu/core/engine"
	"huashu/core/pack"
)

// good is a pack without a fault. The cases below break one thing each.
const (
	meta = "pack: shop\ntitle: 小店\nversion: 1.0.0\ncategories:\n  - {id: house.words, title: 店规}\n"
	rule = `rules:
  - id: house.words.deal
    category: house.words
    severity: hint
    title: 说“优惠”
    message: 换成“优惠”
    why: 听起来更正式。
    source: 店规第一条
    match: {terms: [便宜点]}
    fix: 优惠一些
    examples:
      bad:
        - "给您[[便宜点=>优惠一些]]"
        - "[[便宜点]]卖您"
      good:
        - 给您优惠一些
        - 这款很便宜
`
)

func build(dir fs.FS) ([]byte, error) {
	src, err := pack.Read(dir, "shop")
	if err != nil {
		return nil, err
	}
	return pack.Build(src)
}

// install builds a pack and runs its examples, as every way into use does.
func install(dir fs.FS) error {
	compiled, err := build(dir)
	if err != nil {
		return err
	}
	e, err := engine.Open(compiled)
	if err != nil {
		return err
	}
	_, failures, err := e.SelfTest()
	if err == nil && len(failures) > 0 {
		err = errors.New(strings.Join(failures, "\n"))
	}
	return err
}

func folder(files ...string) fstest.MapFS {
	out := fstest.MapFS{"pack.yaml": {Data: []byte(meta)}}
	for i := 0; i < len(files); i += 2 {
		out[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return out
}

func TestGoodPackInstalls(t *testing.T) {
	if err := install(folder("rules/deal.yaml", rule)); err != nil {
		t.Fatal(err)
	}
}

// TestBadPacks shows the one error each kind of bad pack gives. It names the
// file, the line, the rule and the field, as far as there are any.
func TestBadPacks(t *testing.T) {
	swap := func(old, new string) fstest.MapFS {
		if !strings.Contains(rule, old) {
			t.Fatalf("the good rule has no %q to break", old)
		}
		return folder("rules/deal.yaml", strings.Replace(rule, old, new, 1))
	}
	cases := []struct {
		name string
		pack fstest.MapFS
		want string
	}{
		{
			"bad YAML", swap("severity: hint", "severity: [hint"),
			"shop/rules/deal.yaml:4: did not find expected ',' or ']'",
		}, {
			"unknown severity", swap("severity: hint", "severity: hints"),
			`shop/rules/deal.yaml:4: severity: unknown severity "hints" (want hint, warning or error)`,
		}, {
			"unknown key", swap("severity: hint", "severity: hint\n    colour: red"),
			`shop/rules/deal.yaml:5: unknown key "colour"`,
		}, {
			"a word too long for slips", swap("rules:", "slips: [{often: 3, words: [便宜一点儿]}]\nrules:"),
			`shop/rules/deal.yaml:1: words: "便宜一点儿" is not 2 to 4 Chinese characters`,
		}, {
			"unknown key deep inside", swap("{terms: [便宜点]}", "{terms: [便宜点], lose: true}"),
			`shop/rules/deal.yaml:9: unknown key "lose" (want one of any, class, digits, fact, likeness, loose, metric, model, pattern, regex, require, scope, similar, terms, turns, typos)`,
		}, {
			"duplicate id", folder("rules/a.yaml", rule, "rules/b.yaml", rule),
			`shop/rules/b.yaml:2: rule house.words.deal: duplicate rule "house.words.deal", first in shop/rules/a.yaml:2`,
		}, {
			"unknown category", swap("category: house.words", "category: house.rules"),
			`shop/rules/deal.yaml:3: rule house.words.deal: category: unknown category "house.rules"`,
		}, {
			"overlapping fix", swap("fix: 优惠一些", "fix: {edits: [{on: match, text: 优惠}, {on: match, text: 实惠}]}"),
			`shop/rules/deal.yaml:10: rule house.words.deal: fix[0]: overlapping edits: two write on "match"`,
		}, {
			"bad regex", swap("{terms: [便宜点]}", "{regex: '便宜(点'}"),
			"shop/rules/deal.yaml:9: rule house.words.deal: match.regex: bad regex: error parsing regexp: missing closing ): `便宜(点`",
		}, {
			"disguise of what has no sound", swap("{terms: [便宜点]}", "{similar: [便宜点, 便❤]}"),
			`shop/rules/deal.yaml:9: rule house.words.deal: match.similar[1]: "便❤": the sound of "❤" is not known`,
		}, {
			"disguise of one character", swap("{terms: [便宜点]}", "{pattern: [{SIMILAR: 便}]}"),
			`shop/rules/deal.yaml:9: rule house.words.deal: match.pattern[0].SIMILAR[0]: "便" has 1 characters, a disguise is looked for with 2 to 16`,
		}, {
			"unknown likeness", swap("{terms: [便宜点]}", "{similar: [便宜点], likeness: close}"),
			`shop/rules/deal.yaml:9: rule house.words.deal: match.likeness: unknown likeness "close" (want spaced, signs or sound)`,
		}, {
			"likeness of nothing", swap("{terms: [便宜点]}", "{terms: [便宜点], likeness: sound}"),
			"shop/rules/deal.yaml:9: rule house.words.deal: match.likeness: there is nothing similar here",
		}, {
			"bad expression for digits", swap("{terms: [便宜点]}", "{digits: '(1'}"),
			"shop/rules/deal.yaml:9: rule house.words.deal: match.digits: bad regex: error parsing regexp: missing closing ): `(1`",
		}, {
			"pattern that cannot match", swap("{terms: [便宜点]}", "{pattern: [便宜点, {AT: start}]}"),
			"shop/rules/deal.yaml:9: rule house.words.deal: match.pattern[1].AT: can never match: something stands before the start",
		}, {
			"failing example", swap("[[便宜点=>优惠一些]]", "[[便宜]]点"),
			`rule house.words.deal: examples.bad[0]: finds "给您[[便宜点]]", want "给您[[便宜]]点"`,
		}, {
			"50 MB term list", folder("rules/deal.yaml", rule, "words.yaml", "classes:\n  log: ["+strings.Repeat("便宜点，", 50<<20/12)+"]\n"),
			"shop/words.yaml: 50.0 MB is larger than the 4 MB a file may have",
		}, {
			"not UTF-8", folder("rules/deal.yaml", strings.Replace(rule, "店规第一条", "\xb5\xea\xb9\xe6", 1)),
			"shop/rules/deal.yaml:8: not UTF-8; save the file as UTF-8",
		}, {
			"no name", fstest.MapFS{"rules/deal.yaml": {Data: []byte(rule)}},
			"shop/pack.yaml: missing: it names the pack (pack, title, version)",
		}, {
			"unknown class", swap("{terms: [便宜点]}", "{class: cheap}"),
			`shop/rules/deal.yaml:9: rule house.words.deal: match.class: unknown class "cheap"`,
		}, {
			"examples missing", swap("        - 这款很便宜\n", ""),
			"shop/rules/deal.yaml:12: rule house.words.deal: examples: a rule needs at least two bad and two good examples, this one has 2 and 1",
		}, {
			"override of nothing", folder("rules/deal.yaml", rule, "off.yaml", "overrides:\n  - {rule: address.nin.you, off: true}\n"),
			`shop/off.yaml:2: rule: no earlier pack has a rule "address.nin.you"`,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			err := install(c.pack)
			if err == nil {
				t.Fatal("installed, want an error")
			}
			if err.Error() != c.want {
				t.Errorf("error\n  %s\nwant\n  %s", err, c.want)
			}
		})
	}
}

func TestStackNeverReplacesSilently(t *testing.T) {
	read := func(dir fs.FS, name string) *pack.Source {
		src, err := pack.Read(dir, name)
		if err != nil {
			t.Fatal(err)
		}
		return src
	}
	first := read(folder("rules/deal.yaml", rule), "shop")
	branch := fstest.MapFS{"pack.yaml": {Data: []byte("pack: branch\ntitle: 分店\nversion: 1.0.0\n")}, "deal.yaml": {Data: []byte(rule)}}
	_, err := pack.Build(first, read(branch, "branch"))
	want := `branch/deal.yaml:2: rule house.words.deal: duplicate rule "house.words.deal", already in pack shop`
	if err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
	if !errors.Is(err, core.ErrPack) {
		t.Error("a pack's mistakes wrap core.ErrPack")
	}
}

func TestLaterPackOverrides(t *testing.T) {
	first, err := pack.Read(folder("rules/deal.yaml", rule), "shop")
	if err != nil {
		t.Fatal(err)
	}
	check := func(override string) []core.Finding {
		second, err := pack.Read(fstest.MapFS{"pack.yaml": {Data: []byte("pack: branch\ntitle: 分店\nversion: 1.0.0\noverrides: [" + override + "]\n")}}, "branch")
		if err != nil {
			t.Fatal(err)
		}
		compiled, err := pack.Build(first, second)
		if err != nil {
			t.Fatal(err)
		}
		e, err := engine.Open(compiled)
		if err != nil {
			t.Fatal(err)
		}
		return e.Check("给您便宜点", core.Context{})
	}
	if got := check("{rule: house.words.deal, off: true}"); len(got) != 0 {
		t.Errorf("switched off, but finds %v", got)
	}
	if got := check("{rule: house.words.deal, severity: error}"); len(got) != 1 || got[0].Severity != core.Error {
		t.Errorf("severity error: finds %v", got)
	}
}

func TestBuildIsDeterministic(t *testing.T) {
	a, err := build(folder("rules/a.yaml", rule, "classes/x.yaml", "classes: {b: [乙], a: [甲]}\n"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := build(folder("classes/y.yaml", "classes: {a: [甲]}\n", "z/rules.yaml", rule, "classes/x.yaml", "classes: {b: [乙]}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if string(a) != string(b) {
		t.Error("the same records in other files give other bytes")
	}
}
