package pack

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"huashu/core"
)

// Names of classes that the engine itself looks up.
const (
	addressClass  = "address"  // forms of address that may precede an opening
	negationClass = "negation" // what the window "negated" looks for
	answerClass   = "answer"   // words that begin an answer: 有的, 可以
	topicPrefix   = "topic."   // classes of words that tell what a question is about
	pitchPrefix   = "pitch."   // such classes of which an agent speaks unasked
)

// unique are the kinds of record that a later pack may not have again.
var unique = []string{"rule", "category", "intent", "adapter", "template", "aspect", "trait", "scenario"}

// merged is a stack of packs made one: the records of all, overrides carried
// out, everything in a fixed order.
type merged struct {
	Source
	of map[string]*Source // "rule/ID" → the pack it came from, for places
	// taught are the templates, and rewrites the fixes' sentences, of packs with
	// corpora: what Huashu says itself is an example of what is clean. Those of
	// a shop's own pack teach nothing, so that it is built without training.
	taught   []Template
	rewrites []string
	// trained are the categories with a classifier, when that is known without the
	// examples it was trained from.
	trained []string
}

// merge stacks packs. A later pack adds records, extends classes and profiles
// and overrides rules by name; it can never replace anything silently, so a
// second rule, category or adapter of the same id is a mistake.
func merge(stack []*Source) (*merged, error) {
	if len(stack) == 0 {
		return nil, errors.New("pack: nothing to build")
	}
	m := &merged{of: map[string]*Source{}}
	var errs []error
	classes := map[string][]string{}
	profiles := map[string]*Profile{}
	var versions []string
	for _, s := range stack {
		versions = append(versions, s.Meta.Name+" "+s.Meta.Version)
		for key := range s.places {
			kind, id, _ := strings.Cut(key, "/")
			if first, ok := m.of[key]; ok && slices.Contains(unique, kind) {
				errs = append(errs, s.errorAt(kind, id, "", "duplicate %s %q, already in pack %s", kind, id, first.Meta.Name))
				continue
			}
			if _, ok := m.of[key]; !ok {
				m.of[key] = s
			}
		}
		for _, o := range s.Overrides {
			if err := m.override(s, o); err != nil {
				errs = append(errs, err)
			}
		}
		for _, r := range s.Rules {
			r.Pack = cmp.Or(r.Pack, s.Meta.Name)
			m.Rules = append(m.Rules, r)
		}
		m.Categories = append(m.Categories, s.Categories...)
		m.Adapters = append(m.Adapters, s.Adapters...)
		m.Words = append(m.Words, s.Words...)
		m.Typos = append(m.Typos, s.Typos...)
		m.Slips = append(m.Slips, s.Slips...)
		m.Corpora = append(m.Corpora, s.Corpora...)
		m.Intents = append(m.Intents, s.Intents...)
		m.Talk = append(m.Talk, s.Talk...)
		m.Templates = append(m.Templates, s.Templates...)
		m.Aspects = append(m.Aspects, s.Aspects...)
		if len(s.Corpora) > 0 {
			m.taught = append(m.taught, s.Templates...)
			for i := range s.Rules {
				m.rewrites = append(m.rewrites, s.Rules[i].rewrites()...)
			}
		}
		m.Traits = append(m.Traits, s.Traits...)
		m.Scenarios = append(m.Scenarios, s.Scenarios...)
		for _, c := range s.Classes {
			classes[c.Name] = append(classes[c.Name], c.Words...)
		}
		for _, p := range s.Profiles {
			if old, ok := profiles[p.ID]; ok {
				old.add(p)
				continue
			}
			p.Settings = cloneSettings(p.Settings)
			profiles[p.ID] = &p
		}
	}
	slices.SortFunc(errs, func(a, b error) int { return cmp.Compare(a.Error(), b.Error()) })
	m.Meta = Meta{Name: stack[len(stack)-1].Meta.Name, Title: stack[len(stack)-1].Meta.Title, Version: strings.Join(versions, ", ")}
	for name, words := range classes {
		m.Classes = append(m.Classes, Class{name, words})
	}
	for _, p := range profiles {
		m.Profiles = append(m.Profiles, *p)
	}
	m.sort()
	return m, errors.Join(errs...)
}

// override carries out one override on the rules of the packs before s.
func (m *merged) override(s *Source, o Override) error {
	i := slices.IndexFunc(m.Rules, func(r Rule) bool { return r.ID == o.Rule })
	if i < 0 {
		return s.errorAt("override", o.Rule, "rule", "no earlier pack has a rule %q", o.Rule)
	}
	r := &m.Rules[i]
	if o.Off != nil {
		r.Off = *o.Off
	}
	if o.Severity != 0 {
		r.Severity = o.Severity
	}
	return nil
}

func (p *Profile) add(more Profile) {
	for k, v := range more.Settings {
		if p.Settings == nil {
			p.Settings = map[string]float64{}
		}
		p.Settings[k] = v
	}
	p.Overrides = append(p.Overrides, more.Overrides...)
}

func cloneSettings(s map[string]float64) map[string]float64 {
	out := make(map[string]float64, len(s))
	for k, v := range s {
		out[k] = v
	}
	return out
}

// sort puts records into the one order the compiled file has, whatever the
// order of files and folders was. Actions left out follow the
// severity, a template without a kind is a reply.
func (m *merged) sort() {
	for i := range m.Rules {
		r := &m.Rules[i]
		if r.Action == "" {
			r.Action = defaultAction(r.Severity)
		}
	}
	for i := range m.Templates {
		if m.Templates[i].Kind == "" {
			m.Templates[i].Kind = core.Reply
		}
	}
	by := func(a, b string) int { return cmp.Compare(a, b) }
	slices.SortFunc(m.Rules, func(a, b Rule) int { return by(a.ID, b.ID) })
	slices.SortFunc(m.Categories, func(a, b Category) int { return by(a.ID, b.ID) })
	slices.SortFunc(m.Classes, func(a, b Class) int { return by(a.Name, b.Name) })
	slices.SortFunc(m.Adapters, func(a, b Adapter) int { return by(a.ID, b.ID) })
	slices.SortFunc(m.Profiles, func(a, b Profile) int { return by(a.ID, b.ID) })
	slices.Sort(m.rewrites)
	slices.SortStableFunc(m.Words, func(a, b Word) int { return by(a.Text, b.Text) })
	slices.SortStableFunc(m.Typos, func(a, b Typo) int { return by(a.Wrong, b.Wrong) })
	slices.SortStableFunc(m.Slips, func(a, b Slips) int { return cmp.Compare(a.Often, b.Often) })
	slices.SortStableFunc(m.Corpora, func(a, b Corpus) int { return by(a.Category, b.Category) })
	slices.SortFunc(m.Intents, func(a, b Intent) int { return by(a.ID, b.ID) })
	slices.SortFunc(m.Templates, func(a, b Template) int { return by(a.ID, b.ID) })
	slices.SortFunc(m.Aspects, func(a, b Aspect) int { return by(a.ID, b.ID) })
	slices.SortFunc(m.Scenarios, func(a, b Scenario) int { return by(a.ID, b.ID) })
	slices.SortFunc(m.Traits, func(a, b Trait) int { return by(a.ID, b.ID) })
	slices.SortStableFunc(m.Talk, func(a, b IntentCorpus) int { return by(a.Intent, b.Intent) })
}

// defaultAction is that of a rule that names none.
func defaultAction(s core.Severity) string {
	if s == core.Hint {
		return "hint"
	}
	return "warn"
}

// mistake places a mistake in a record of whichever pack it came from.
func (m *merged) mistake(kind, id, field, format string, args ...any) error {
	if s, ok := m.of[kind+"/"+id]; ok {
		return s.errorAt(kind, id, field, format, args...)
	}
	return &Error{Rule: ruleOf(kind, id), Field: field, Msg: fmt.Sprintf(format, args...)}
}
