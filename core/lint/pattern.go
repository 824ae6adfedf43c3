package lint

import (
	"regexp"
	"slices"
	"strings"

	"huashu/core/pack"
	"huashu/core/segment"
	"huashu/core/text"
)

// maxSteps bounds the work on one message, in words looked at. A rule that runs
// out simply finds nothing more: the agent's typing must never wait for it.
const maxSteps = 500_000

// afford takes so many steps off what is left for this message and says whether
// there were that many.
func (l *Linter) afford(steps int) bool {
	l.steps += steps
	return l.steps <= maxSteps
}

// eachPattern finds the matches of a pattern that do not overlap, leftmost
// first; repeats are greedy, gaps as short as they can be.
func (l *Linter) eachPattern(m *pack.MatchProg, found func(span) bool) bool {
	d := &l.doc
	free := int32(0) // matches must start here or later
	try := func(at int32) (stop bool) {
		if at < free {
			return false
		}
		l.path = l.path[:0]
		end, ok := l.sequence(m, 0, at)
		if !ok {
			return false
		}
		free = max(end, at+1)
		return !found(l.marked(m, at, end))
	}
	first := firstElement(m)
	switch {
	case first.Set != pack.NoSet && first.Min > 0 && !first.Not:
		for o := d.head[first.Set]; o != none; o = d.occ[o].behind {
			if try(d.word(o).Start) {
				return false
			}
		}
	default:
		for at := range d.tokenAt {
			if (m.Loose || d.tokenAt[at] != none) && try(int32(at)) {
				return false
			}
		}
	}
	return true
}

// firstElement gives the element that a match begins with: a place before the
// first word takes nothing.
func firstElement(m *pack.MatchProg) *pack.ElementProg {
	lead := 0
	for lead < len(m.Elements)-1 && m.Elements[lead].At != pack.AtNowhere {
		lead++
	}
	return &m.Elements[lead]
}

// step is how far one element of a pattern went.
type step struct{ start, end int32 }

// sequence matches the elements from i on at position at and gives the end.
// l.path holds where each element before i matched.
func (l *Linter) sequence(m *pack.MatchProg, i int, at int32) (end int32, ok bool) {
	if !l.afford(1) {
		return 0, false
	}
	if i == len(m.Elements) {
		start := l.path[0].start
		return at, m.Loose || l.doc.Boundary(at) && l.doc.Boundary(start)
	}
	e := &m.Elements[i]
	switch {
	case e.Not:
		reached := len(l.ends)
		l.takes(e, at)
		if len(l.ends) > reached {
			l.ends = l.ends[:reached]
			return 0, false
		}
		return l.advance(m, i, at, at)
	case e.At != pack.AtNowhere:
		if !l.anchored(e.At, at) {
			return 0, false
		}
		return l.advance(m, i, at, at)
	case e.Gap:
		_, limit := l.doc.clause(at)
		for limit > at && l.doc.blank[limit-1] {
			limit--
		}
		for size := e.GapMin; size <= e.GapMax && at+size <= limit; size++ {
			if end, ok := l.advance(m, i, at, at+size); ok {
				return end, true
			}
		}
		return 0, false
	}
	return l.repeat(m, i, at, at, 0)
}

// advance notes how far element i went and goes on with the next.
func (l *Linter) advance(m *pack.MatchProg, i int, from, to int32) (int32, bool) {
	l.path = append(l.path[:i], step{from, to})
	return l.sequence(m, i+1, to)
}

// repeat takes element i as often as it may, most first.
func (l *Linter) repeat(m *pack.MatchProg, i int, from, at int32, count int32) (end int32, ok bool) {
	if !l.afford(1) {
		return 0, false
	}
	e := &m.Elements[i]
	if count < e.Max {
		reached := len(l.ends)
		l.takes(e, at)
		for k := reached; k < len(l.ends); k++ {
			if end, ok = l.repeat(m, i, from, l.ends[k], count+1); ok {
				break
			}
		}
		l.ends = l.ends[:reached]
		if ok {
			return end, true
		}
	}
	if count >= e.Min {
		return l.advance(m, i, from, at)
	}
	return 0, false
}

// takes puts each end that one element can reach from at on the stack of ends,
// the farthest first.
func (l *Linter) takes(e *pack.ElementProg, at int32) {
	d := &l.doc
	token := int32(none)
	if int(at) < len(d.fold) {
		token = d.tokenAt[at]
	}
	if e.Token && (token == none || !l.tokenFits(e, &d.tokens[token])) {
		return
	}
	if e.Set == pack.NoSet {
		if e.Token {
			l.ends = append(l.ends, d.tokens[token].End)
		}
		return
	}
	words := d.at(at)
	for k := len(words) - 1; k >= 0; k-- {
		w := &words[k]
		if (!e.Token || w.End == d.tokens[token].End) && l.pack.InSet(w.Value, e.Set) {
			l.ends = append(l.ends, w.End)
		}
	}
}

func (l *Linter) tokenFits(e *pack.ElementProg, t *segment.Token) bool {
	if l.doc.blank[t.Start] {
		return false
	}
	if len(e.POS) > 0 {
		tag, ok := t.POS.String(), false
		for _, want := range e.POS {
			ok = ok || strings.HasPrefix(tag, want)
		}
		if !ok {
			return false
		}
	}
	if e.NotIn != pack.NoSet {
		for _, w := range l.doc.at(t.Start) {
			if w.End == t.End && l.pack.InSet(w.Value, e.NotIn) {
				return false
			}
		}
	}
	if e.Regex == "" {
		return true
	}
	re := l.regex(&e.Regex, "^(?:", ")$")
	return re != nil && re.MatchString(text.Decode(l.doc.fold[t.Start:t.End]))
}

func (l *Linter) anchored(at pack.At, i int32) bool {
	d := &l.doc
	switch at {
	case pack.AtStart:
		return l.opens(i)
	case pack.AtEnd:
		return i >= d.last
	case pack.AtClauseStart:
		return l.startsClause(i)
	}
	_, end := d.clause(max(0, i-1))
	return l.onlyBlank(i, end)
}

// marked gives the span that the pattern marks: all of it, or what "AS: mark"
// names.
func (l *Linter) marked(m *pack.MatchProg, start, end int32) span {
	s := span{start: start, end: end, literal: none}
	marked := false
	for i := range m.Elements {
		name := m.Elements[i].As
		if name == "" {
			continue
		}
		at := l.path[i]
		s.names = append(s.names, named{name, at.start, at.end})
		if name == "mark" {
			if !marked {
				s.start = at.start
			}
			s.end, marked = at.end, true
		}
	}
	return s
}

// eachRegex runs an expression over the folded text.
func (l *Linter) eachRegex(m *pack.MatchProg, found func(span) bool) bool {
	if len(l.doc.fold) == 0 {
		return true
	}
	bytes, units := l.doc.utf8()
	if m.Scope == pack.ScopeWhole {
		return l.wholeRegex(m, bytes, units, found)
	}
	re := l.regex(&m.Regex, "", "")
	if re == nil {
		return true
	}
	for _, at := range re.FindAllIndex(bytes, -1) {
		if !found(span{start: units[at[0]], end: units[at[1]], literal: none}) {
			return false
		}
	}
	return true
}

// wholeRegex tries an expression at the first word alone: what is to cover the
// whole message begins there, and most messages are ruled out by one character.
func (l *Linter) wholeRegex(m *pack.MatchProg, bytes []byte, units []int32, found func(span) bool) bool {
	from, _ := slices.BinarySearch(units, l.doc.openings[0])
	re := l.regex(&m.Regex, "^(?:", ")")
	if re == nil {
		return true
	}
	at := re.FindIndex(bytes[from:])
	return at == nil || found(span{start: units[from], end: units[from+at[1]], literal: none})
}

// regex compiles an expression of the program when it is first needed: most
// messages set off none, and start-up must not pay for it. What stands around it
// is always the same for one expression. Building the pack has parsed it, so
// only a forged file can hold one that does not compile; it finds nothing.
func (l *Linter) regex(expr *string, before, after string) *regexp.Regexp {
	re, ok := l.regexes[expr]
	if !ok {
		re, _ = regexp.Compile(before + *expr + after)
		l.regexes[expr] = re
	}
	return re
}
