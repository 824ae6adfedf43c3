package lint

import (
	"huashu/core"
	"huashu/core/pack"
	"huashu/core/segment/lexicon"
	"huashu/core/text"
)

// Clause is what a clause of a message is about, as far as words tell: enough
// to see whether an answer speaks of what was asked.
type Clause struct {
	Start, End int32
	Question   bool
	Answers    bool     // begins as an answer does: 有的, 可以
	Topics     uint64   // by index of the pack's topics
	Deeds      []uint16 // characters of its verbs and adjectives
	Things     []uint16 // characters of its nouns and names
}

// Clauses reads a message clause by clause.
func (l *Linter) Clauses(units []uint16) []Clause {
	d := &l.doc
	l.read(units)
	var out []Clause
	start := int32(0)
	for _, end := range d.clauses {
		if !l.onlyBlank(start, end) {
			out = append(out, l.clauseAt(start, end))
		}
		start = end
	}
	return out
}

func (l *Linter) clauseAt(start, end int32) Clause {
	d := &l.doc
	c := Clause{Start: start, End: end, Question: l.questionAt(start, end)}
	if set := l.pack.Program.Answer; set != pack.NoSet {
		c.Answers = d.longest(set, d.skipBlank(start)) != none
	}
	for i, set := range l.pack.Program.Topics {
		for o := d.head[set]; o != none; o = d.occ[o].behind {
			if w := d.word(o); w.Start >= start && w.End <= end && i < 64 {
				c.Topics |= 1 << i
			}
		}
	}
	for _, t := range d.tokens {
		if t.Start < start || t.End > end || isCommon(d.fold[t.Start:t.End]) {
			continue
		}
		switch tag := t.POS.String(); {
		case t.POS == lexicon.Verb || t.POS == lexicon.Adjective || tag[0] == 'v' || tag[0] == 'a' || tag[0] == 'l' || tag[0] == 'i':
			c.Deeds = append(c.Deeds, d.fold[t.Start:t.End]...)
		case tag[0] == 'n' || tag[0] == 's' || tag[0] == 'g' || tag[0] == 'j' || tag == "eng":
			c.Things = append(c.Things, d.fold[t.Start:t.End]...)
		}
	}
	return c
}

// Words that carry no content of their own.
var common = wordSet(
	"是", "有", "能", "会", "可以", "要", "想", "去", "来", "说", "问", "看", "看看", "请问", "知道", "觉得", "给", "帮", "让", "用", "到",
	"做", "没有", "没", "好", "行", "对", "亲", "您好", "你好", "谢谢", "麻烦", "需要", "应该", "可能", "一下", "还有", "大", "多", "人",
)

func isCommon(units []uint16) bool { return common[text.Decode(units)] }

// questionAt says whether a clause asks: by its mark, a particle at its end, a
// question word, or a verb with its own negation (有没有, 送不送).
func (l *Linter) questionAt(start, end int32) bool {
	d := &l.doc
	last := end
	for last > start && d.blank[last-1] {
		last--
		if d.fold[last] == '?' {
			return true
		}
	}
	if last == start {
		return false
	}
	switch d.fold[last-1] {
	case '吗', '么', '呢', '不', '没', '嘛':
		return true
	}
	for i := start; i+2 < last; i++ {
		if d.fold[i] == d.fold[i+2] && (d.fold[i+1] == '不' || d.fold[i+1] == '没') {
			return true
		}
	}
	for _, t := range d.tokens {
		if t.Start >= start && t.End <= last && asking[text.Decode(d.fold[t.Start:t.End])] {
			return true
		}
	}
	return false
}

// Words that ask.
var asking = wordSet(
	"什么", "啥", "怎么", "咋", "怎样", "怎么样", "咋样", "多少", "多久", "多大", "几", "几天", "哪", "哪里", "哪个", "哪家", "哪款", "何时", "为什么",
	"为何", "谁", "能否", "是否", "可否", "有无", "多长时间", "啥时候", "几号", "几点",
)

func wordSet(words ...string) map[string]bool {
	set := make(map[string]bool, len(words))
	for _, w := range words {
		set[w] = true
	}
	return set
}

// Has says whether a match is anywhere in a message.
func (l *Linter) Has(m *pack.MatchProg, units []uint16) bool {
	l.read(units)
	return l.finds(m, func(span) bool { return true })
}

// Active gives the severity of a rule in the present context, and whether it is
// at work.
func (l *Linter) Active(rule int32) (severity core.Severity, active bool) {
	return l.severity[rule], l.active[rule]
}

// Number reads a number of a rule: a literal or a setting of the profile.
func (l *Linter) Number(n pack.Number) (float64, bool) { return l.number(n) }
