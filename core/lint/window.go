package lint

import (
	"slices"

	"huashu/core/pack"
)

// holds says whether a condition holds for a match.
func (l *Linter) holds(c *pack.CondProg, s span) bool {
	switch c.Window {
	case pack.InQuotes:
		return l.quoted(s)
	case pack.InQuestion:
		return l.asked(s)
	case pack.WinInside:
		return l.finds(&c.Match, func(m span) bool {
			return m.start <= s.start && m.end >= s.end && m.end-m.start > s.end-s.start
		})
	case pack.WinOpening:
		return l.finds(&c.Match, func(m span) bool { return l.opens(m.start) })
	}
	low, high := l.window(c, s)
	return l.finds(&c.Match, func(m span) bool { return m.start >= low && m.end <= high })
}

func (l *Linter) finds(m *pack.MatchProg, ok func(span) bool) bool {
	return !l.each(m, func(s span) bool { return !ok(s) })
}

// window gives the stretch of text a condition looks at.
func (l *Linter) window(c *pack.CondProg, s span) (low, high int32) {
	d := &l.doc
	lastUnit := max(s.start, s.end-1)
	switch c.Window {
	case pack.WinMessage:
		return 0, int32(len(d.fold))
	case pack.WinClause:
		low, _ = d.clause(s.start)
		_, high = d.clause(lastUnit)
	case pack.WinBefore:
		low, _ = d.clause(s.start)
		high = s.start
		if c.Within > 0 {
			low = max(low, s.start-c.Within)
		}
	case pack.WinAfter:
		low = s.end
		_, high = d.clause(lastUnit)
		if c.Within > 0 {
			high = min(high, s.end+c.Within)
		}
	default: // near and sentence
		low, _ = d.sentence(s.start)
		_, high = d.sentence(lastUnit)
		if c.Window == pack.WinNear && c.Within > 0 {
			low, high = max(low, s.start-c.Within), min(high, s.end+c.Within)
		}
	}
	return low, high
}

// closing gives the partner of an opening quotation mark, folded, or 0. The
// straight one is its own partner.
func closing(u uint16) uint16 {
	switch u {
	case '"':
		return '"'
	case '“':
		return '”'
	case '‘':
		return '’'
	case '「':
		return '」'
	case '『':
		return '』'
	case '《':
		return '》'
	case '【':
		return '】'
	}
	return 0
}

// quoted says whether a span lies between a pair of quotation marks.
func (l *Linter) quoted(s span) bool {
	l.afford(len(l.doc.fold) / 16) // a scan is cheap, but there may be many
	fold := l.doc.fold
	open := uint16(0) // what closes the quotation we are in; 0 outside
	for _, u := range fold[:s.start] {
		switch {
		case open != 0 && u == open:
			open = 0
		case open == 0:
			open = closing(u)
		}
	}
	return open != 0 && slices.Contains(fold[s.end:], open)
}

// asked says whether the sentence of a span is a question: it ends in a
// question mark, or in 吗 or 么.
func (l *Linter) asked(s span) bool {
	d := &l.doc
	low, high := d.sentence(s.start)
	end := high
	for end > low && d.blank[end-1] {
		end--
		if d.fold[end] == '?' {
			return true
		}
	}
	return end > low && (d.fold[end-1] == '吗' || d.fold[end-1] == '么')
}
