package lint

import (
	"huashu/core/pack"
	"huashu/core/similar"
)

// span is something matched: where it is, which literal it was if it was one,
// and what its pattern gave names to.
type span struct {
	start, end int32
	literal    int32 // none when it was not one word
	names      []named
	right      string // what should stand there, where the match itself knows
}

// named is the part of a pattern that AS gives a name to.
type named struct {
	name       string
	start, end int32
}

// each calls found for every match of m, leftmost first. It stops when found
// returns false. Spans are as marked, scopes and word boundaries hold.
func (l *Linter) each(m *pack.MatchProg, found func(span) bool) bool {
	for _, set := range m.Need {
		if l.doc.head[set] == none {
			return true
		}
	}
	keep := func(s span) bool {
		if m.Scope != pack.ScopeNone && !l.inScope(m.Scope, s) {
			return true
		}
		return found(s)
	}
	switch m.Kind {
	case pack.KindSet:
		return l.eachWord(m, keep)
	case pack.KindAny:
		for i := range m.Subs {
			if !l.each(&m.Subs[i], keep) {
				return false
			}
		}
	case pack.KindPattern:
		return l.eachPattern(m, keep)
	case pack.KindRegex:
		return l.eachRegex(m, keep)
	case pack.KindDigits:
		return l.eachNumber(m, keep)
	case pack.KindRequire:
		return l.each(&m.Subs[0], func(s span) bool {
			return l.met(m, s) || keep(s)
		})
	case pack.KindMetric:
		if l.measure(m) {
			return keep(span{start: l.doc.skipBlank(0), end: int32(len(l.doc.fold)), literal: none})
		}
	case pack.KindTypos:
		return l.eachTypo(m, keep)
	case pack.KindFact:
		return l.eachFact(m, keep)
	case pack.KindModel:
		if s, sure := l.judge(m); sure {
			return keep(s)
		}
	}
	return true
}

func (l *Linter) eachWord(m *pack.MatchProg, found func(span) bool) bool {
	d := &l.doc
	for o := d.head[m.Set]; o != none && l.afford(1); o = d.occ[o].behind {
		w := d.word(o)
		if (m.Loose || d.aligned(w.Start, w.End)) && !found(span{start: w.Start, end: w.End, literal: int32(w.Value)}) {
			return false
		}
	}
	return true
}

// met says whether what a require needs stands where it must.
func (l *Linter) met(m *pack.MatchProg, s span) bool {
	d := &l.doc
	low, high := int32(0), int32(len(d.fold))
	switch m.Where {
	case pack.WhereClause:
		low, high = d.clause(s.start)
	case pack.WhereSentence:
		low, high = d.sentence(s.start)
	case pack.WhereOpening:
		low, _ = d.sentence(s.start)
		high = s.end
	}
	return !l.each(&m.Subs[1], func(need span) bool {
		inside := need.start >= low && need.end <= high
		opens := m.Where == pack.WhereOpening && l.opens(need.start)
		return !inside && !opens
	})
}

func (l *Linter) opens(i int32) bool {
	for _, at := range l.doc.openings {
		if at == i {
			return true
		}
	}
	return false
}

func (l *Linter) inScope(scope pack.Scope, s span) bool {
	d := &l.doc
	switch scope {
	case pack.ScopeWhole:
		return s.start <= d.openings[0] && s.end >= d.last
	case pack.ScopeOpening:
		return l.opens(s.start)
	case pack.ScopeClosing:
		return s.end >= d.last
	case pack.ScopeClause:
		start, end := d.clause(s.start)
		return s.start <= d.skipBlank(start) && l.onlyBlank(s.end, end)
	case pack.ScopeClauseStart:
		return l.startsClause(s.start)
	}
	return true
}

func (l *Linter) onlyBlank(start, end int32) bool {
	for i := start; i < end; i++ {
		if !l.doc.blank[i] {
			return false
		}
	}
	return true
}

// startsClause also lets a form of address precede.
func (l *Linter) startsClause(i int32) bool {
	start, _ := l.doc.clause(i)
	at := l.doc.skipBlank(start)
	for at < i {
		end := int32(none)
		if set := l.pack.Program.Address; set != pack.NoSet {
			end = l.doc.longest(set, at)
		}
		if end == none {
			return false
		}
		at = l.doc.skipBlank(end)
	}
	return at == i
}

// measure compares a figure of the message with its bound.
func (l *Linter) measure(m *pack.MatchProg) bool {
	d := &l.doc
	var figure float64
	switch m.Metric.Of {
	case "length":
		figure = float64(len(d.fold))
	case "sentences":
		figure = float64(l.sentenceCount())
	case "repeats":
		figure = float64(longestRun(d.fold))
	case "share":
		covered := int32(0)
		end := int32(0)
		for o := d.head[m.Set]; o != none; o = d.occ[o].behind {
			w := d.word(o)
			covered += max(0, w.End-max(end, w.Start))
			end = max(end, w.End)
		}
		figure = 100 * float64(covered) / float64(max(1, len(d.fold)))
	}
	if m.Metric.Sentences > 0 && l.sentenceCount() < m.Metric.Sentences {
		return false
	}
	if n, ok := l.number(m.Metric.Over); ok && figure > n {
		return true
	}
	n, ok := l.number(m.Metric.AtLeast)
	return ok && figure >= n
}

// number reads a bound: a literal, or a setting of the profile in use.
func (l *Linter) number(n pack.Number) (float64, bool) {
	if n.Setting == "" {
		return n.Value, n.Value != 0
	}
	v, ok := l.settings[n.Setting]
	return v, ok
}

// sentenceCount counts sentences that hold at least one word.
func (l *Linter) sentenceCount() int {
	count, start := 0, int32(0)
	for _, end := range l.doc.sentences {
		if !l.onlyBlank(start, end) {
			count++
		}
		start = end
	}
	return count
}

func longestRun(units []uint16) int {
	best, run := 0, 0
	for i, u := range units {
		if i > 0 && u == units[i-1] {
			run++
		} else {
			run = 1
		}
		best = max(best, run)
	}
	return best
}

// leastDigits is how many digits make a number that rules can ask for.
const leastDigits = 5

// eachNumber finds the numbers that an expression matches as a whole.
func (l *Linter) eachNumber(m *pack.MatchProg, found func(span) bool) bool {
	if !l.numbersOK {
		l.numbers = similar.AppendRuns(l.numbers[:0], l.doc.fold, leastDigits)
		l.numbersOK = true
	}
	for _, n := range l.numbers {
		re := l.regex(&m.Regex, "^(?:", ")$")
		if re != nil && re.MatchString(n.Digits) && !found(span{start: n.Start, end: n.End, literal: none}) {
			return false
		}
	}
	return true
}
