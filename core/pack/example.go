package pack

import (
	"errors"
	"strings"

	"huashu/core/text"
)

// Marked is an example taken apart: the message as it would be typed, the
// spans that a rule must find in it (UTF-16 code units) and what the message
// becomes when the first fixes are applied ("" when the example does not say).
type Marked struct {
	Text  string
	Spans []Span
	Fixed string
}

// Span is [Start, End) of a text in UTF-16 code units.
type Span struct{ Start, End int }

// ParseExample reads the marks of a bad example: "[[你]]好" marks 你,
// "[[你=>您]]好" says as well what is written there.
func ParseExample(e Example) (Marked, error) {
	m := Marked{Fixed: e.Fixed}
	var plain, fixed strings.Builder
	rest, fixes := e.Text, false
	for {
		before, after, ok := strings.Cut(rest, "[[")
		plain.WriteString(before)
		fixed.WriteString(before)
		if !ok {
			break
		}
		inner, tail, ok := strings.Cut(after, "]]")
		if !ok {
			return m, errors.New("[[ without ]]")
		}
		wrong, right, has := strings.Cut(inner, "=>")
		start := text.Len(plain.String())
		plain.WriteString(wrong)
		m.Spans = append(m.Spans, Span{start, text.Len(plain.String())})
		if has {
			fixes = true
			fixed.WriteString(right)
		} else {
			fixed.WriteString(wrong)
		}
		rest = tail
	}
	m.Text = plain.String()
	if fixes && m.Fixed == "" {
		m.Fixed = fixed.String()
	}
	if len(m.Spans) == 0 {
		return m, errors.New("a bad example marks what is wrong with [[ ]]")
	}
	return m, nil
}
