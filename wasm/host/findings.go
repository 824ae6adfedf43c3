package host

import (
	"encoding/binary"
	"errors"
	"fmt"
	"unicode/utf16"

	"huashu/core"
)

// answer reads the integers of the hot call; see encodeFindings in the module.
type answer struct {
	ints []byte
	bad  bool
}

func (a *answer) next() int {
	if len(a.ints) < 4 {
		a.bad = true
		return 0
	}
	n := int32(binary.LittleEndian.Uint32(a.ints))
	a.ints = a.ints[4:]
	return int(n)
}

func (a *answer) text() string {
	n := a.next()
	if n < 0 || 4*n > len(a.ints) {
		a.bad = true
		return ""
	}
	units := make([]uint16, n)
	for i := range units {
		units[i] = uint16(a.next())
	}
	return string(utf16.Decode(units))
}

// findings gives the integers the words that belong to them.
func (e *Engine) findings(ints []byte, units []uint16) ([]core.Finding, error) {
	a := answer{ints: ints}
	out := []core.Finding{}
	for len(a.ints) > 0 {
		rule, severity, start, end := a.next(), core.Severity(a.next()), a.next(), a.next()
		fixes := make([]core.Fix, 0, 1)
		for range a.next() {
			fix := core.Fix{Label: a.text()}
			for range a.next() {
				fix.Edits = append(fix.Edits, core.Edit{Start: a.next(), End: a.next(), Text: a.text()})
			}
			fixes = append(fixes, fix)
			if a.bad {
				return nil, errors.New("host: answer is cut short")
			}
		}
		if rule < 0 || rule >= len(e.info.Rules) || start < 0 || end < start || end > len(units) {
			return nil, fmt.Errorf("host: finding of rule %d at [%d, %d) is out of range", rule, start, end)
		}
		r := e.info.Rules[rule]
		out = append(out, core.Finding{
			Rule: r.ID, Category: r.Category, Severity: severity, Start: start, End: end,
			Text:    string(utf16.Decode(units[start:end])),
			Message: r.Message, Why: r.Why, Source: r.Source, Fixes: fixes,
		})
	}
	return out, nil
}
