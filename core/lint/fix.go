package lint

import (
	"slices"
	"strings"

	"huashu/core"
	"huashu/core/pack"
	"huashu/core/text"
)

// fixes writes out the ways to mend a match. Ways that do not apply here (a
// table without an entry, a text that is there already) are left out.
func (l *Linter) fixes(r *pack.RuleProg, s span) []core.Fix {
	from := len(l.ways)
	right := s.right
	if r.Match.Kind == pack.KindTypos {
		right = l.typo(s.literal).right
	}
	if right != "" {
		l.edits = append(l.edits, core.Edit{Start: int(s.start), End: int(s.end), Text: right})
		l.ways = append(l.ways, core.Fix{Label: right, Edits: tail(l.edits, len(l.edits)-1)})
		return tail(l.ways, from)
	}
	for i := range r.Fixes {
		first := len(l.edits)
		if !l.edit(&r.Fixes[i], s) {
			l.edits = l.edits[:first]
			continue
		}
		fix := core.Fix{Label: r.Fixes[i].Label, Edits: tail(l.edits, first)}
		if !inOrder(fix.Edits) {
			continue
		}
		if fix.Label == "" {
			fix.Label = label(fix.Edits)
		}
		l.ways = append(l.ways, fix)
	}
	return tail(l.ways, from)
}

// tail gives what was put on a list since it had a length. Nothing can be put on
// that part itself.
func tail[T any](list []T, from int) []T { return list[from:len(list):len(list)] }

// edit puts the edits of a fix on the list of edits and says whether it applies.
func (l *Linter) edit(f *pack.Fix, s span) bool {
	first := len(l.edits)
	for i := range f.Edits {
		e := &f.Edits[i]
		if e.Kind == "split" {
			l.split()
			continue
		}
		at, ok := l.target(e.On, s)
		if !ok {
			return false
		}
		if e.Kind == "drop" {
			at = l.withComma(at)
		}
		words, ok := l.words(e, at, s)
		if !ok || l.says(at, words) {
			return false
		}
		l.edits = append(l.edits, core.Edit{Start: int(at.start), End: int(at.end), Text: words})
	}
	return len(l.edits) > first
}

// inOrder sorts edits and says whether none overlaps another.
func inOrder(edits []core.Edit) bool {
	slices.SortStableFunc(edits, func(a, b core.Edit) int { return a.Start - b.Start })
	for i := 1; i < len(edits); i++ {
		if edits[i].Start < edits[i-1].End {
			return false
		}
	}
	return true
}

// target gives the place an edit writes on.
func (l *Linter) target(on string, s span) (step, bool) {
	d := &l.doc
	switch on {
	case "match":
		return step{s.start, s.end}, true
	case "message":
		return step{0, int32(len(d.units))}, true
	case "sentence":
		return l.sentence(s), true
	case "opening":
		return step{d.opening(), d.opening()}, true
	case "clause":
		start, _ := d.clause(s.start)
		start = d.skipBlank(start)
		return step{start, start}, true
	case "end":
		return step{d.last, d.last}, true
	}
	for _, n := range s.names {
		if n.name == on {
			return step{n.start, n.end}, true
		}
	}
	return step{}, false
}

// sentence gives the words of the sentence that holds s, but for a form of
// address that opens the message.
func (l *Linter) sentence(s span) step {
	d := &l.doc
	low, _ := d.sentence(s.start)
	_, high := d.sentence(max(s.start, s.end-1))
	for high > low && d.blank[high-1] {
		high--
	}
	low = d.skipBlank(low)
	if at := d.opening(); at > low && at <= s.start {
		low = at
	}
	if high < low {
		return step{s.start, s.end} // said inside a [sticker]
	}
	return step{low, high}
}

// words gives the text of an edit, with {0} for the match and {name} for what
// its pattern named.
func (l *Linter) words(e *pack.Edit, at step, s span) (string, bool) {
	words := e.Text
	if len(e.Map) > 0 {
		var ok bool
		if words, ok = e.Map[text.Decode(l.doc.fold[at.start:at.end])]; !ok {
			return "", false
		}
	}
	if !strings.Contains(words, "{") {
		return words, true
	}
	words = strings.ReplaceAll(words, "{0}", l.original(step{s.start, s.end}))
	for _, n := range s.names {
		words = strings.ReplaceAll(words, "{"+n.name+"}", l.original(step{n.start, n.end}))
	}
	return words, true
}

func (l *Linter) original(at step) string { return text.Decode(l.doc.units[at.start:at.end]) }

// says says whether words stand at a place already.
func (l *Linter) says(at step, words string) bool {
	l.saying = text.AppendDecode(l.saying[:0], l.doc.units[at.start:at.end])
	return string(l.saying) == words
}

// withComma widens a span to the comma or space that would be left over.
func (l *Linter) withComma(at step) step {
	for int(at.end) < len(l.doc.fold) && (text.IsClauseEnd(l.doc.fold[at.end]) || text.IsSpace(l.doc.fold[at.end]) || text.IsSentenceEnd(l.doc.fold[at.end])) {
		at.end++
	}
	return at
}

// splitLength is how long a part of a split message should be at the least, in
// UTF-16 units: two short sentences stay together.
const splitLength = 40

// split breaks the message into lines where sentences end.
func (l *Linter) split() {
	start := int32(0)
	for _, end := range l.doc.sentences {
		if end-start < splitLength || l.doc.last-end < splitLength/2 {
			continue
		}
		l.edits = append(l.edits, core.Edit{Start: int(end), End: int(end), Text: "\n"})
		start = end
	}
}

// label is what a button says when the rule does not: the words written.
func label(edits []core.Edit) string {
	var parts []string
	for _, e := range edits {
		if t := strings.Trim(e.Text, "，, \n"); t != "" {
			parts = append(parts, t)
		}
	}
	if len(parts) == 0 {
		return "删掉"
	}
	return strings.Join(parts, "…")
}
