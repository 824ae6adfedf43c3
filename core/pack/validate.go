package pack

import (
	"errors"
	"fmt"
	"regexp/syntax"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"huashu/core/segment/lexicon"
	"huashu/core/similar"
	"huashu/core/text"
	"huashu/core/typo"
)

// maxTermUnits bounds a term; longer ones are sentences and belong in a
// pattern. It is well below what the trie can hold.
const maxTermUnits = 64

// validator collects the mistakes of one record.
type validator struct {
	m        *merged
	kind, id string
	errs     []error
}

func (v *validator) fail(field, format string, args ...any) {
	v.errs = append(v.errs, v.m.mistake(v.kind, v.id, field, format, args...))
}

// validate checks every record of the stack; compiling relies on it.
func (m *merged) validate() error {
	var errs []error
	check := func(kind, id string, f func(*validator)) {
		v := &validator{m: m, kind: kind, id: id}
		f(v)
		errs = append(errs, v.errs...)
	}
	for i := range m.Rules {
		check("rule", m.Rules[i].ID, func(v *validator) { v.rule(&m.Rules[i]) })
	}
	for _, c := range m.Classes {
		check("class", c.Name, func(v *validator) { v.terms("", c.Words) })
	}
	for _, p := range m.Profiles {
		check("profile", p.ID, func(v *validator) {
			for i, o := range p.Overrides {
				if !m.has("rule", o.Rule) {
					v.fail(fmt.Sprintf("overrides[%d].rule", i), "no rule %q", o.Rule)
				}
			}
		})
	}
	for _, a := range m.Adapters {
		check("adapter", a.ID, func(v *validator) {
			if a.ID == "" || a.Input == "" || len(a.Matches) == 0 {
				v.fail("", "an adapter needs id, matches and input")
			}
		})
	}
	for _, t := range m.Typos {
		check("typo", t.Wrong, func(v *validator) { v.typo(&t) })
	}
	for _, l := range m.Slips {
		check("slips", l.id(), func(v *validator) { v.slips(&l) })
	}
	for _, w := range m.Words {
		check("word", w.Text, func(v *validator) {
			v.terms("text", []string{w.Text})
			if w.POS != "" && !knownTag(w.POS) {
				v.fail("pos", "unknown part of speech %q", w.POS)
			}
		})
	}
	for i := range m.Scenarios {
		check("scenario", m.Scenarios[i].ID, func(v *validator) { v.scenario(&m.Scenarios[i]) })
	}
	m.phrasebook(check)
	errs = append(errs, m.corpora()...)
	return errors.Join(errs...)
}

func (m *merged) has(kind, id string) bool { _, ok := m.of[kind+"/"+id]; return ok }

func (v *validator) rule(r *Rule) {
	if r.ID == "" {
		v.fail("id", "missing")
		return
	}
	if !v.m.has("category", r.Category) {
		v.fail("category", "unknown category %q", r.Category)
	}
	if r.Severity == 0 {
		v.fail("severity", "missing (want hint, warning or error)")
	}
	for _, need := range []struct{ field, value string }{{"title", r.Title}, {"message", r.Message}, {"why", r.Why}, {"source", r.Source}} {
		if need.value == "" {
			v.fail(need.field, "missing")
		}
	}
	if actionNames[r.Action] == 0 {
		v.fail("action", "unknown action %q (want hint, warn or confirm)", r.Action)
	}
	v.match("match", &r.Match)
	v.conditions("with", r.With)
	v.conditions("unless", r.Unless)
	v.fixes(r)
	v.when(&r.When)
	if len(r.Examples.Bad) < 2 || len(r.Examples.Good) < 2 {
		v.fail("examples", "a rule needs at least two bad and two good examples, this one has %d and %d", len(r.Examples.Bad), len(r.Examples.Good))
	}
	for i, e := range r.Examples.Bad {
		_, err := ParseExample(e)
		if r.Match.Turns != nil {
			_, _, err = ParseChat(e.Text)
		}
		if err != nil {
			v.fail(fmt.Sprintf("examples.bad[%d]", i), "%v", err)
		}
	}
}

func (v *validator) terms(field string, words []string) {
	for i, w := range words {
		at := field
		if len(words) > 1 || field == "" {
			at = fmt.Sprintf("%s[%d]", field, i)
		}
		switch n := len(text.Encode(w)); {
		case strings.TrimSpace(w) == "":
			v.fail(at, "empty word")
		case n > maxTermUnits:
			v.fail(at, "%q… is %d characters long, a word may have %d", string([]rune(w)[:8]), n, maxTermUnits)
		}
	}
}

func (v *validator) match(field string, m *Match) {
	kinds := 0
	for _, set := range []bool{
		len(m.Any) > 0, len(m.Terms) > 0 || m.Class != "", len(m.Pattern) > 0, m.Regex != "",
		m.Require != nil, m.Metric != nil, m.Turns != nil, m.Typos, len(m.Similar) > 0, m.Digits != "", m.Model != nil, m.Fact != "",
	} {
		if set {
			kinds++
		}
	}
	if kinds != 1 {
		v.fail(field, "wants exactly one kind of match, has %d", kinds)
		return
	}
	if _, ok := scopes[m.Scope]; !ok {
		v.fail(field+".scope", "unknown scope %q", m.Scope)
	}
	if _, ok := likenesses[m.Likeness]; !ok {
		v.fail(field+".likeness", "unknown likeness %q (want spaced, signs or sound)", m.Likeness)
	}
	if m.Likeness != "" && len(m.Similar) == 0 && !slices.ContainsFunc(m.Pattern, func(e Element) bool { return len(e.Similar) > 0 }) {
		v.fail(field+".likeness", "there is nothing similar here")
	}
	v.similar(field+".similar", m.Similar)
	if m.Digits != "" {
		v.regex(field+".digits", m.Digits)
	}
	v.terms(field+".terms", m.Terms)
	v.class(field+".class", m.Class)
	for i := range m.Any {
		v.match(fmt.Sprintf("%s.any[%d]", field, i), &m.Any[i])
	}
	if len(m.Pattern) > 0 {
		v.pattern(field+".pattern", m.Pattern)
	}
	if m.Regex != "" {
		v.regex(field+".regex", m.Regex)
	}
	if r := m.Require; r != nil {
		v.match(field+".require.if", &r.If)
		v.match(field+".require.need", &r.Need)
		if wheres[r.Where] == 0 {
			v.fail(field+".require.where", "unknown place %q (want opening, clause, sentence or message)", r.Where)
		}
	}
	if m.Metric != nil {
		v.metric(field+".metric", m.Metric)
	}
	if m.Turns != nil {
		v.turns(field+".turns", m.Turns)
	}
	if m.Fact != "" && !slices.Contains(Facts, m.Fact) {
		v.fail(field+".fact", "unknown fact %q (want one of %s)", m.Fact, strings.Join(Facts, ", "))
	}
	if m.Model != nil {
		v.model(field+".model", m.Model)
	}
}

func (v *validator) similar(field string, words []string) {
	for i, w := range words {
		if _, err := similar.Skeletons(text.FoldString(w)); err != nil {
			v.fail(fmt.Sprintf("%s[%d]", field, i), "%v", err)
		}
	}
}

func (v *validator) class(field, name string) {
	if name != "" && !v.m.has("class", name) {
		v.fail(field, "unknown class %q", name)
	}
}

func (v *validator) metric(field string, m *Metric) {
	if !slices.Contains([]string{"length", "sentences", "repeats", "share"}, m.Of) {
		v.fail(field+".of", "unknown metric %q (want length, sentences, repeats or share)", m.Of)
	}
	if m.Of == "share" && m.Class == "" {
		v.fail(field+".class", "missing: share of which class?")
	}
	v.class(field+".class", m.Class)
	if m.Over == (Number{}) && m.AtLeast == (Number{}) {
		v.fail(field, "wants over or at_least")
	}
	v.numbers(field, m.Over, m.AtLeast)
}

// numbers refuses the names of settings that no profile has.
func (v *validator) numbers(field string, numbers ...Number) {
	for _, n := range numbers {
		if n.Setting != "" && !slices.ContainsFunc(v.m.Profiles, func(p Profile) bool { _, ok := p.Settings[n.Setting]; return ok }) {
			v.fail(field, "%q is neither a number nor a setting of any profile", n.Setting)
		}
	}
}

func (v *validator) turns(field string, t *Turns) {
	want, ok := turnsNeed[t.Of]
	if !ok {
		v.fail(field+".of", "unknown kind %q (want one of %s)", t.Of, strings.Join(names(turnsNeed), ", "))
		return
	}
	for _, f := range []struct {
		name      string
		has, want bool
	}{
		{"after", t.After != nil, want.after}, {"need", t.Need != nil, want.need},
		{"over", t.Over != Number{}, want.over}, {"under", t.Under != Number{}, want.under},
	} {
		if f.has != f.want {
			v.fail(field+"."+f.name, "%s %s it", t.Of, map[bool]string{true: "wants", false: "does not take"}[f.want])
		}
	}
	v.numbers(field, t.Over, t.Under)
	if t.After != nil {
		v.match(field+".after", t.After)
	}
	if t.Need != nil {
		v.match(field+".need", t.Need)
	}
}

func (v *validator) regex(field, expr string) {
	re, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		v.fail(field, "bad regex: %v", err)
		return
	}
	if re = re.Simplify(); re.Op == syntax.OpNoMatch {
		v.fail(field, "can never match")
	} else if canBeEmpty(re) {
		v.fail(field, "matches the empty text, so it would match everywhere")
	}
}

func canBeEmpty(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpLiteral, syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return false
	case syntax.OpCapture, syntax.OpPlus:
		return canBeEmpty(re.Sub[0])
	case syntax.OpRepeat:
		return re.Min == 0 || canBeEmpty(re.Sub[0])
	case syntax.OpConcat:
		return !slices.ContainsFunc(re.Sub, func(s *syntax.Regexp) bool { return !canBeEmpty(s) })
	case syntax.OpAlternate:
		return slices.ContainsFunc(re.Sub, canBeEmpty)
	}
	return true
}

// pattern also refuses what could be written but never match.
func (v *validator) pattern(field string, p Pattern) {
	takes := false
	for i := range p {
		e := &p[i]
		at := fmt.Sprintf("%s[%d]", field, i)
		v.terms(at+".IN", e.Text)
		v.similar(at+".SIMILAR", e.Similar)
		for _, name := range e.Class {
			v.class(at+".CLASS", name)
		}
		for _, tag := range e.POS {
			if !knownTag(tag) {
				v.fail(at+".POS", "unknown part of speech %q", tag)
			}
		}
		if e.Regex != "" {
			v.regex(at+".REGEX", e.Regex)
		}
		words, token := len(e.Text)+len(e.Class)+len(e.Similar) > 0, len(e.POS)+len(e.NotIn) > 0 || e.Regex != ""
		anchor, known := anchors[e.At]
		switch {
		case !known:
			v.fail(at+".AT", "unknown anchor %q", e.At)
		case !words && !token && e.Gap == nil && anchor == AtNowhere:
			v.fail(at, "empty element")
		case e.Gap != nil && (words || token || anchor != AtNowhere):
			v.fail(at, "GAP stands alone in its element")
		case e.Gap != nil && (e.Gap[0] < 0 || e.Gap[1] < e.Gap[0]):
			v.fail(at+".GAP", "can never match: from %d to %d characters", e.Gap[0], e.Gap[1])
		case e.Min < 0 || e.Max < e.Min || e.Max > maxRepeat:
			v.fail(at+".OP", "can never match: from %d to %d times (at most %d)", e.Min, e.Max, maxRepeat)
		case anchor == AtStart && i > 0:
			v.fail(at+".AT", "can never match: something stands before the start")
		case anchor == AtEnd && i < len(p)-1:
			v.fail(at+".AT", "can never match: something follows the end")
		}
		if i > 0 && p[i-1].Not && words && !token && subset(e.Text, p[i-1].Text) && len(e.Class)+len(e.Similar) == 0 && e.Min > 0 {
			v.fail(at, "can never match: the element before it forbids these words here")
		}
		takes = takes || (words || token) && !e.Not && e.Min > 0
	}
	if !takes {
		v.fail(field, "takes no word, so it would match everywhere")
	}
}

func subset(words, of []string) bool {
	return len(of) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(of, w) })
}

func (v *validator) conditions(field string, conds []Condition) {
	for i, c := range conds {
		at := fmt.Sprintf("%s[%d]", field, i)
		if c.Window == negatedWindow {
			v.class(at, negationClass)
			continue
		}
		w := slices.IndexFunc(windows, func(w struct {
			name  string
			id    Window
			alone bool
		}) bool {
			return w.name == c.Window
		})
		switch {
		case w < 0:
			v.fail(at, "unknown window %q", c.Window)
		case windows[w].alone != (c.Match == nil):
			v.fail(at, "window %s %s a match", c.Window, map[bool]string{true: "takes no", false: "wants"}[windows[w].alone])
		case c.Within < 0:
			v.fail(at+".within", "is negative")
		case c.Match != nil:
			v.match(at+"."+c.Window, c.Match)
		}
	}
}

// fixes refuses edits that would write on the same characters.
func (v *validator) fixes(r *Rule) {
	names := map[string]bool{}
	collectNames(&r.Match, names)
	for i, f := range r.Fix {
		at := fmt.Sprintf("fix[%d]", i)
		if len(f.Edits) == 0 {
			v.fail(at, "writes nothing")
		}
		seen := map[string]bool{}
		for _, e := range f.Edits {
			switch e.On {
			case "match", "message", "sentence", "opening", "clause", "end":
			default:
				if !names[e.On] {
					v.fail(at, "nothing in the match is named %q", e.On)
				}
			}
			if e.Kind != "" && e.Kind != "drop" && e.Kind != "split" {
				v.fail(at, "unknown kind of edit %q (want drop or split)", e.Kind)
			}
			if seen[e.On] {
				v.fail(at, "overlapping edits: two write on %q", e.On)
			}
			seen[e.On] = true
		}
		for on := range seen {
			if (on == "message" || on == "sentence" || on == "match" && anyNamed(seen, names)) && len(seen) > 1 {
				v.fail(at, "overlapping edits: %q covers the others", on)
				break
			}
		}
	}
}

func anyNamed(seen, names map[string]bool) bool {
	for on := range seen {
		if names[on] && on != "mark" {
			return true
		}
	}
	return false
}

func collectNames(m *Match, names map[string]bool) {
	for _, e := range m.Pattern {
		if e.As != "" {
			names[e.As] = true
		}
	}
	for i := range m.Any {
		collectNames(&m.Any[i], names)
	}
	if m.Require != nil {
		collectNames(&m.Require.If, names)
	}
}

func (v *validator) when(w *When) {
	for _, p := range w.Profile {
		if !v.m.has("profile", p) {
			v.fail("when.profile", "unknown profile %q", p)
		}
	}
	for _, d := range []struct{ field, day string }{{"when.from", w.From}, {"when.until", w.Until}} {
		if d.day == "" {
			continue
		}
		if _, err := time.Parse(time.DateOnly, d.day); err != nil {
			v.fail(d.field, "%q is not a date (want YYYY-MM-DD)", d.day)
		}
	}
}

func (v *validator) typo(t *Typo) {
	v.terms("wrong", []string{t.Wrong})
	if t.Right == "" || t.Right == t.Wrong {
		v.fail("right", "must differ from wrong and not be empty")
	}
	for _, u := range t.Unless {
		if !strings.Contains(u, t.Wrong) {
			v.fail("unless", "%q does not contain %q, so it can never apply", u, t.Wrong)
		}
	}
}

// id names an entry of slips, which has no name, for messages.
func (l *Slips) id() string { return fmt.Sprintf("often %d", l.Often) }

// maxOften is as often as anything may be said to occur.
const maxOften = 60

func (v *validator) slips(l *Slips) {
	if l.Often < 0 || l.Often > maxOften {
		v.fail("often", "%d is not between 0 and %d", l.Often, maxOften)
	}
	for _, w := range l.Words {
		n := utf8.RuneCountInString(w)
		if n < typo.MinWord || n > typo.MaxWord || strings.ContainsFunc(w, notHan) {
			v.fail("words", "%q is not %d to %d Chinese characters", w, typo.MinWord, typo.MaxWord)
		}
	}
	if strings.ContainsFunc(l.Alone, notHan) {
		v.fail("alone", "%q holds more than Chinese characters", l.Alone)
	}
}

func notHan(r rune) bool { return r > 0xffff || !text.IsHan(uint16(r)) }

// knownTag says whether a part of speech, or the beginning of one, exists.
func knownTag(prefix string) bool {
	return slices.ContainsFunc(lexicon.Tags(), func(tag string) bool { return strings.HasPrefix(tag, prefix) })
}
