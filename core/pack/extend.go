package pack

import (
	"errors"
	"slices"
	"strings"
)

// ErrTraining says that sources cannot be stacked on a compiled pack because a
// classifier would have to be trained anew, for which the examples are missing.
var ErrTraining = errors.New("pack: a classifier has to be trained, which takes the sources of all packs")

// Foundation is a compiled pack to stack sources on, taken apart once.
type Foundation struct {
	source  *Source
	trained []string // the categories that it has a classifier of
	learnt  *[2][]byte
}

// NewFoundation takes a compiled pack apart.
func NewFoundation(base *Pack) (*Foundation, error) {
	records, err := base.Records()
	if err != nil {
		return nil, err
	}
	f := &Foundation{source: records.foundation(), learnt: &base.learnt}
	f.trained = (&merged{Source: *f.source}).judged()
	return f, nil
}

// Build compiles packs on top of the foundation. The result has the bytes that
// Build makes of the sources of all. ErrTraining if the new packs have examples
// to learn from, or ask for a classifier that the foundation does not have; other
// mistakes come as joined *Error values.
func (f *Foundation) Build(more ...*Source) ([]byte, error) {
	for _, s := range more {
		if len(s.Corpora)+len(s.Talk)+len(s.Intents) > 0 {
			return nil, ErrTraining
		}
	}
	all, err := merge(append([]*Source{f.source}, more...))
	if err != nil {
		return nil, err
	}
	if !slices.Equal(all.judged(), f.trained) {
		return nil, ErrTraining
	}
	all.trained = f.trained
	if err := all.validate(); err != nil {
		return nil, err
	}
	c := newCompiler(all)
	c.learnt = f.learnt
	return c.compile()
}

// foundation is a compiled stack as a source to stack others on.
func (r Records) foundation() *Source {
	s := r.source()
	// The versions of all its packs, so that joining them gives what it would have
	// given: "base 1.0.0, law 1.0.0" is a pack named base of version "1.0.0, law 1.0.0".
	s.Meta.Name, s.Meta.Version, _ = strings.Cut(r.Meta.Version, " ")
	for i := range s.Rules {
		// An action that follows the severity follows an override of it too.
		if rule := &s.Rules[i]; rule.Action == defaultAction(rule.Severity) {
			rule.Action = ""
		}
	}
	s.places = map[string]place{}
	for key := range r.byID() {
		s.places[key.kind+"/"+key.id] = place{}
	}
	return &s
}
