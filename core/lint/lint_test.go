package lint_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"huashu/core/lint"
	"huashu/core/pack"
	"huashu/core/segment"
	"huashu/core/text"
)

// linter builds a linter for one rule whose match, with, unless and fix are
// given as YAML.
func linter(t *testing.T, rule string) *lint.Linter {
	t.Helper()
	dir := fstest.MapFS{"pack.yaml": {Data: []byte(`
pack: test
title: 测试
version: 1.0.0
categories: [{id: test, title: 测试}]
classes:
  address: [亲, 您好]
  negation: [没, 不]
  sorry: [抱歉, 不好意思]
  goods: [锅, 鞋, 大衣]
typos:
  - {wrong: 优惠卷, right: 优惠券}
  - {wrong: 在看看, right: 再看看, unless: [现在看看]}
  - {wrong: 收获, right: 收货, before: [地址]}
slips:
  - {often: 10, words: [包裹]}
  - {often: 4, alone: 果包}
profiles:
  - {id: default, title: 默认, settings: {max_length: 10}}
rules:
  - {id: test, category: test, severity: hint, title: t, message: m, why: w, source: s, ` + rule + `,
     examples: {bad: ["[[x]]", "[[x]]"], good: [a, b]}}
`)}}
	src, err := pack.Read(dir, "test")
	if err != nil {
		t.Fatal(err)
	}
	compiled, err := pack.Build(src)
	if err != nil {
		t.Fatal(err)
	}
	p, err := pack.Load(compiled)
	if err != nil {
		t.Fatal(err)
	}
	return lint.New(p, segment.Default())
}

// marked writes a message with its findings in brackets, and what the first
// fixes make of each: 我[不能→无法]来.
func marked(l *lint.Linter, message string) string {
	units := text.Encode(message)
	var b strings.Builder
	at := int32(0)
	for _, f := range l.Check(units) {
		b.WriteString(text.Decode(units[at:f.Start]) + "[" + text.Decode(units[f.Start:f.End]))
		for _, fix := range f.Fixes[:min(1, len(f.Fixes))] {
			for _, e := range fix.Edits {
				b.WriteString("→" + e.Text)
			}
		}
		b.WriteString("]")
		at = f.End
	}
	return b.String() + text.Decode(units[at:])
}

func TestMatch(t *testing.T) {
	cases := []struct {
		rule string
		want []string // messages with what is found in brackets; 〔〕 stand for brackets in the message
	}{
		{`match: {terms: [你]}`, []string{"[你]看看", "迷你音箱", "我们和[你]"}},
		{`match: {terms: [你], loose: true}`, []string{"迷[你]音箱"}},
		{`match: {terms: [t恤]}`, []string{"这件[Ｔ恤]好看", "[T恤]"}},
		{`match: {terms: [qq]}`, []string{"[qq]多少", "qqx", "加[QQ]"}},
		{`match: {terms: [抱歉], scope: opening}`, []string{"亲，[抱歉]久等", "久等抱歉"}},
		{`match: {terms: [有的], scope: whole}`, []string{"[有的]", "[有的]～〔微笑〕", "有的亲"}},
		{`match: {terms: [有货], scope: clause}`, []string{"黑色 [有货] 明天发", "黑色有货"}},
		{`match: {terms: [有货], scope: closing}`, []string{"黑色[有货]！", "有货的"}},
		{`match: {class: goods}`, []string{"这口[锅]和[鞋]"}},
		{`match: {any: [{terms: [便宜]}, {terms: [便宜点]}]}`, []string{"[便宜点]吧"}},

		{`match: {pattern: [不, 能, {GAP: 2}, 便宜]}`, []string{"[不能再便宜]", "不能再再再便宜", "不能，便宜"}},
		{`match: {pattern: [{IN: [不能, 无法]}, {IN: [再, 更], OP: "?"}, 便宜]}`, []string{"[不能便宜]", "[无法更便宜]", "不能再更便宜"}},
		{`match: {pattern: [您, {IN: [很, 太], OP: "+"}, 胖]}`, []string{"[您太太很胖]", "您胖"}},
		{`match: {pattern: [不, {TEXT: 用, OP: "!"}, {POS: v}]}`, []string{"[不买]了", "不用急"}},
		{`match: {pattern: [这, {CLASS: goods, AS: mark}]}`, []string{"这[鞋]好", "那鞋好"}},
		{`match: {pattern: [{AT: start}, 在, {AT: clause_end}]}`, []string{"亲，[在]，您说", "在的", "我在"}},
		{`match: {pattern: [{REGEX: '[0-9]'}, 元]}`, []string{"满[9元]", "满九元"}},
		{`match: {pattern: [{NOT_IN: [很]}, 便宜]}`, []string{"[真便宜]", "很便宜"}},

		{`match: {regex: '1[0-9]{2}'}`, []string{"买[128]送", "９９", "[１００]减"}},
		{`match: {similar: [微信, vx]}`, []string{"加[薇信]", "[微.信]上", "微.信号", "[V X]：abc", "[wei信]", "微信", "卫星"}},
		{`match: {similar: [最低], likeness: signs}`, []string{"[zui低]", "zui低价", "[最 低]", "醉低"}},
		{`match: {similar: [最低], loose: true}`, []string{"[zui低]价", "zuizui低价"}},
		{`match: {pattern: [{IN: [加, 搜]}, {GAP: 2}, {IN: [微信], SIMILAR: [微信]}]}`, []string{"[加我薇信]", "[搜微信]", "薇信"}},
		{`match: {any: [{similar: [微信]}, {terms: [微信]}]}`, []string{"[微信]和[薇信]"}},
		{`match: {digits: '1[3-9][0-9]{9}'}`, []string{"[13⑧ 0013 八000]", "单号1380013800013", "尾号8000"}},

		{`match: {require: {if: {terms: [没货]}, need: {class: sorry}, where: opening}}`,
			[]string{"黑色[没货]了", "亲，抱歉，黑色没货了", "红色有的！黑色抱歉没货", "[没货]了抱歉"}},
		{`match: {require: {if: {terms: [没货]}, need: {class: sorry}, where: message}}`, []string{"没货了。抱歉", "[没货]了"}},
		{`match: {metric: {of: length, over: max_length}}`, []string{"一二三四五六七八九十", "[一二三四五六七八九十十]"}},
		{`match: {metric: {of: sentences, at_least: 3}}`, []string{"好。好！", "[好。好！好]"}},
		{`match: {metric: {of: repeats, over: 3}}`, []string{"哈哈哈", "[哈哈哈哈]"}},
		{`match: {metric: {of: share, class: goods, at_least: 50}}`, []string{"[锅锅碗]", "锅碗瓢盆"}},
	}
	for _, c := range cases {
		l := linter(t, c.rule)
		for _, want := range c.want {
			message := strings.NewReplacer("[", "", "]", "", "〔", "[", "〕", "]").Replace(want)
			if got := marked(l, message); got != strings.NewReplacer("〔", "[", "〕", "]").Replace(want) {
				t.Errorf("%s\n  on %q finds %q, want %q", c.rule, message, got, want)
			}
		}
	}
}

func TestConditions(t *testing.T) {
	cases := []struct {
		rule string
		want []string
	}{
		{`match: {terms: [便宜]}, unless: [quoted]`, []string{"[便宜]", "您说的“便宜”", "“贵”和[便宜]"}},
		{`match: {terms: [便宜]}, unless: [question]`, []string{"[便宜]。贵吗", "便宜吗", "便宜？"}},
		{`match: {terms: [便宜]}, unless: [negated]`, []string{"[便宜]", "不太便宜", "不，[便宜]"}},
		{`match: {terms: [便宜]}, unless: [{before: [不能], within: 3}]`, []string{"不能再便宜", "不能再再再[便宜]"}},
		{`match: {terms: [便宜]}, unless: [{after: [一点]}]`, []string{"便宜了一点", "[便宜]，一点"}},
		{`match: {terms: [便宜]}, unless: [{near: [贵], within: 3}]`, []string{"贵和便宜", "便宜和贵", "贵。[便宜]"}},
		{`match: {terms: [便宜]}, unless: [{clause: [贵]}]`, []string{"贵的比便宜的好", "贵，[便宜]"}},
		{`match: {terms: [便宜]}, unless: [{message: [贵]}]`, []string{"贵。便宜"}},
		{`match: {terms: [便宜]}, unless: [{inside: [便宜货]}]`, []string{"便宜货", "[便宜]鞋"}},
		{`match: {terms: [便宜], loose: true}, unless: [{opening: [抱歉]}]`, []string{"亲，抱歉，便宜了", "[便宜]了抱歉"}},
		{`match: {terms: [便宜]}, with: [{clause: {class: goods}}]`, []string{"这锅[便宜]", "便宜"}},
	}
	for _, c := range cases {
		l := linter(t, c.rule)
		for _, want := range c.want {
			message := strings.NewReplacer("[", "", "]", "").Replace(want)
			if got := marked(l, message); got != want {
				t.Errorf("%s\n  on %q finds %q, want %q", c.rule, message, got, want)
			}
		}
	}
}

func TestFixes(t *testing.T) {
	cases := []struct{ rule, message, want string }{
		{`match: {terms: [你]}, fix: 您`, "你好你", "你好[你→您]"},
		{`match: {terms: [你, 你们]}, fix: {replace: {你们: 您}}`, "你和你们", "[你]和[你们→您]"},
		{`match: {pattern: [不能, {POS: v, AS: verb}]}, fix: "无法{verb}"`, "不能修改", "[不能修改→无法修改]"},
		{`match: {typos: true}`, "包果里有优惠卷", "[包果→包裹]里有[优惠卷→优惠券]"},
		{`match: {typos: true}`, "您在看看收获地址", "您[在看看→再看看][收获→收货]地址"},
		{`match: {typos: true}`, "您现在看看收获季的果包", "您现在看看收获季的果包"},
		{`match: {terms: [没货]}, fix: {insert: "抱歉，", at: opening}`, "亲，没货", "亲，[没货→抱歉，]"},
		{`match: {terms: [没货]}, fix: {insert: "抱歉，", at: clause}`, "亲，黑色没货", "亲，黑色[没货→抱歉，]"},
		{`match: {terms: [没货]}, fix: {edits: [{on: match, text: 缺货}, {on: end, text: 抱歉}]}`, "没货了～", "[没货→缺货→抱歉]了～"},
		{`match: {terms: [在], scope: whole}, fix: {message: 在的亲}`, "在", "[在→在的亲]"},
		{`match: {terms: [哦]}, fix: {drop: true}`, "哦，好", "[哦→]，好"},
	}
	for _, c := range cases {
		if got := marked(linter(t, c.rule), c.message); got != c.want {
			t.Errorf("%s\n  on %q gives %q, want %q", c.rule, c.message, got, c.want)
		}
	}
}

func TestSentenceIsWrittenAnew(t *testing.T) {
	l := linter(t, `match: {terms: [没货]}, fix: {sentence: 抱歉缺货}`)
	for message, want := range map[string]string{
		"您好，红的没货，真的！蓝的有": "[{3 10 抱歉缺货}]",
		"蓝的有。没货～":        "[{4 6 抱歉缺货}]",
		"[没货]":           "[{1 3 抱歉缺货}]",
	} {
		if got := fmt.Sprint(l.Check(text.Encode(message))[0].Fixes[0].Edits); got != want {
			t.Errorf("on %q writes %s, want %s", message, got, want)
		}
	}
}

// One apology at the head of a message serves all that it is owed for.
func TestSameInsertionIsAskedForOnce(t *testing.T) {
	l := linter(t, `match: {terms: [没货, 没法改]}, fix: {insert: "抱歉，", at: opening}`)
	if got, want := marked(l, "黑色没货，地址也没法改"), "黑色没货，地址也[没法改→抱歉，]"; got != want {
		t.Errorf("finds %q, want %q", got, want)
	}
	l = linter(t, `match: {terms: [没货, 断货]}, fix: {replace: 暂时缺货}`)
	if got, want := marked(l, "黑色没货，白色断货"), "黑色[没货→暂时缺货]，白色[断货→暂时缺货]"; got != want {
		t.Errorf("finds %q, want %q", got, want)
	}
}

func TestSplitBreaksAtSentences(t *testing.T) {
	l := linter(t, `match: {metric: {of: length, over: max_length, sentences: 2}}, fix: {split: true, label: 分开发}`)
	long := strings.Repeat("一二三四五六七八九，", 4) + "好。" + strings.Repeat("甲乙丙丁戊己庚辛壬，", 4) + "好。"
	found := l.Check(text.Encode(long))
	if len(found) != 1 || len(found[0].Fixes) != 1 {
		t.Fatalf("finds %+v", found)
	}
	if got := fmt.Sprint(found[0].Fixes[0].Edits); got != "[{42 42 \n}]" {
		t.Errorf("edits %s", got)
	}
}

// A pattern that could go through exponentially many ways gives up instead of
// keeping the agent waiting, and other messages are not affected.
func TestHostileMessageEnds(t *testing.T) {
	l := linter(t, `match: {pattern: [{POS: x, OP: "*"}, {GAP: 9}, {GAP: 9}, {GAP: 9}, {GAP: 9}, {GAP: 9}, 没有这个词]}`)
	l.Check(text.Encode(strings.Repeat("没有这个，", 2000)))
	l = linter(t, `match: {pattern: [甲, {TEXT: 甲, OP: "*"}, {TEXT: 甲, OP: "*"}, {TEXT: 甲, OP: "*"}, {TEXT: 甲, OP: "*"}, 乙]}`)
	l.Check(text.Encode(strings.Repeat("甲", 2000) + "丙乙"))
	if got := marked(l, "甲甲乙"); got != "[甲甲乙]" {
		t.Errorf("afterwards finds %q", got)
	}
}
