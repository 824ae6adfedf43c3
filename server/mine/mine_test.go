package mine_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"huashu/server"
	"huashu/server/mine"
)

// log is a day's messages of a shop that sells a thing no dictionary knows.
func log() string {
	questions := []string{"懒人沙发套怎么拆", "你家懒人沙发套起球吗", "想给孩子买懒人沙发套", "懒人沙发套有灰色的吗", "这个懒人沙发套能机洗不", "请问懒人沙发套包邮吗"}
	fillers := []string{"好的谢谢", "什么时候发货", "有优惠吗", "我再看看", "快递到哪里了", "可以退换吗", "尺寸多大", "在吗"}
	var b strings.Builder
	for i := range 30 {
		fmt.Fprintln(&b, questions[i%len(questions)])
		fmt.Fprintln(&b, fillers[i%len(fillers)])
	}
	return b.String()
}

func TestMine(t *testing.T) {
	terms, err := mine.Miner{}.Mine(context.Background(), log(), 20)
	if err != nil {
		t.Fatal(err)
	}
	if terms.Lines != 60 {
		t.Errorf("%d lines, want 60", terms.Lines)
	}
	if !slices.ContainsFunc(terms.Keywords, func(k server.Keyword) bool { return k.Text == "懒人" && k.Count == 30 && k.Weight > 0 }) {
		t.Errorf("keywords %+v, want 懒人 in 30 lines among them", terms.Keywords)
	}
	if len(terms.Phrases) == 0 || terms.Phrases[0].Text != "懒人沙发套" || terms.Phrases[0].Count < 20 {
		t.Errorf("phrases %+v, want 懒人沙发套 first", terms.Phrases)
	}
}

func TestPhrases(t *testing.T) {
	repeat := func(n int, lines ...[]string) (out [][]string) {
		for range n {
			out = append(out, lines...)
		}
		return out
	}
	cases := []struct {
		name  string
		lines [][]string
		want  []string
	}{
		{"stands among others", repeat(3, []string{"买", "空气", "炸锅", "好"}, []string{"这", "空气", "炸锅", "贵"}, []string{"空气", "炸锅"}), []string{"空气炸锅"}},
		{"part of a longer one", repeat(5, []string{"小", "空气", "炸锅", "机"}), nil},
		{"too rare", [][]string{{"空气", "炸锅"}, {"空气", "炸锅"}}, nil},
		{"not over a comma", repeat(3, []string{"买", "空气", "，", "炸锅", "好"}, []string{"空气", "，", "炸锅"}), nil},
	}
	for _, c := range cases {
		// Ordinary talk around it, so that chance has a measure.
		lines := append(slices.Clone(c.lines), repeat(20, []string{"好", "的"}, []string{"谢谢", "了"})...)
		var got []string
		for _, p := range mine.Phrases(lines, map[string]bool{"的": true, "了": true}, 10) {
			got = append(got, p.Text)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
