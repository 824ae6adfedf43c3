package pack

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"huashu/core"
	"huashu/core/model"
	"huashu/core/segment"
)

// A trained section is a key and a model. The key tells from what the model was
// trained: equal keys, equal models.
const keySize = sha256.Size

// leastExamples is how many bad lines of a category a classifier needs.
const leastExamples = 20

// ownShare is how much more an alarm on the packs' own words costs in training
// than one on an example: whoever takes a suggestion must not be told off for it.
const ownShare = 4

// categoryRecall is how much recall counts beside precision for the classifiers
// of categories: a false alarm costs an agent more than a miss.
const categoryRecall = 0.35

// Lesson is what a classifier is trained from.
type Lesson struct {
	Version  int
	Labels   []string
	Examples []model.Example
	Options  model.Options
}

// Lessons gives what the classifiers of a stack are trained from.
func Lessons(stack ...*Source) (categories, intents Lesson, err error) {
	all, err := merge(stack)
	if err == nil {
		err = all.validate()
	}
	if err != nil {
		return categories, intents, err
	}
	return all.categoryLesson(all.judged()), all.intentLesson(), nil
}

// Thin leaves of every body of examples the first keep of each of lines: what a
// classifier makes of less tells whether more would help.
func (s *Source) Thin(keep, of int) {
	thin := func(lines []string) []string {
		var out []string
		for i, line := range lines {
			if i%of < keep {
				out = append(out, line)
			}
		}
		return out
	}
	for i := range s.Corpora {
		c := &s.Corpora[i]
		c.Bad, c.Good = thin(c.Bad), thin(c.Good)
	}
	for i := range s.Talk {
		c := &s.Talk[i]
		c.Texts, c.LookAlikes = thin(c.Texts), thin(c.LookAlikes)
	}
}

// judged lists the categories that rules want a classifier of.
func (m *merged) judged() []string {
	var out []string
	var visit func(*Match)
	visit = func(match *Match) {
		if match == nil {
			return
		}
		if match.Model != nil {
			out = append(out, match.Model.Category)
		}
		for i := range match.Any {
			visit(&match.Any[i])
		}
		if r := match.Require; r != nil {
			visit(&r.If)
			visit(&r.Need)
		}
	}
	for i := range m.Rules {
		r := &m.Rules[i]
		visit(&r.Match)
		for _, c := range slices.Concat(r.With, r.Unless) {
			visit(c.Match)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// model refuses a classifier that cannot be trained.
func (v *validator) model(field string, m *Model) {
	if !v.m.has("category", m.Category) {
		v.fail(field+".category", "unknown category %q", m.Category)
		return
	}
	n := 0
	for _, c := range v.m.Corpora {
		if c.Category == m.Category {
			n += len(c.Bad)
		}
	}
	if n < leastExamples && !slices.Contains(v.m.trained, m.Category) {
		v.fail(field+".category", "the corpora have %d bad lines of %s, a classifier needs %d", n, m.Category, leastExamples)
	}
	if m.Threshold < 0 || m.Threshold >= 1 {
		v.fail(field+".threshold", "%v is not a sureness from 0 to 1", m.Threshold)
	}
}

// categoryLesson makes examples of the corpora of categories.
func (m *merged) categoryLesson(labels []string) Lesson {
	l := Lesson{Version: model.Version, Labels: labels, Options: model.Options{Recall: categoryRecall}}
	index := indexOf(labels)
	for _, c := range m.Corpora {
		for i, line := range c.Bad {
			example, more := ParseCorpusLine(line)
			marked, err := ParseExample(example)
			if err != nil {
				continue // validation has said so
			}
			e := model.Example{Text: marked.Text, Labels: numbers(index, append([]string{c.Category}, more...)), Marked: -1, Fold: i}
			if label, ok := index[c.Category]; ok {
				e.Marked = label
			}
			for _, s := range marked.Spans {
				e.Marks = append(e.Marks, [2]int{s.Start, s.End})
			}
			l.Examples = append(l.Examples, e)
		}
		for i, line := range c.Good {
			example, more := ParseCorpusLine(line)
			l.Examples = append(l.Examples, model.Example{Text: example.Text, Labels: numbers(index, more), Marked: -1, Fold: i})
		}
	}
	for i, words := range m.rewrites {
		l.Examples = append(l.Examples, model.Example{Text: words, Marked: -1, Fold: i, Share: ownShare})
	}
	for _, t := range m.taught {
		for i, reply := range t.replies() {
			l.Examples = append(l.Examples, model.Example{Text: reply, Marked: -1, Fold: i, Share: ownShare})
		}
	}
	return l
}

// leastRewrite is from how many characters on what a fix writes is a sentence of
// its own.
const leastRewrite = 6

// rewrites gives the sentences a rule's fixes write and its examples end up as:
// whatever is learnt, these are good words.
func (r *Rule) rewrites() []string {
	var out []string
	add := func(words string) {
		if len([]rune(words)) >= leastRewrite && !strings.Contains(words, "{") {
			out = append(out, words)
		}
	}
	for _, f := range r.Fix {
		for _, e := range f.Edits {
			add(e.Text)
			for _, key := range slices.Sorted(maps.Keys(e.Map)) {
				add(e.Map[key])
			}
		}
	}
	return out
}

// intentLesson makes examples of the corpora of intents.
func (m *merged) intentLesson() Lesson {
	l := Lesson{Version: model.Version}
	for _, intent := range m.Intents {
		l.Labels = append(l.Labels, intent.ID)
	}
	index := indexOf(l.Labels)
	for _, c := range m.Talk {
		for i, line := range c.Texts {
			example, more := ParseCorpusLine(line)
			l.Examples = append(l.Examples, model.Example{Text: example.Text, Labels: numbers(index, append([]string{c.Intent}, more...)), Marked: -1, Fold: i})
		}
		for i, line := range c.LookAlikes {
			example, tags := ParseCorpusLine(line)
			l.Examples = append(l.Examples, model.Example{Text: example.Text, Labels: numbers(index, tags), Marked: -1, Fold: i})
		}
	}
	return l
}

func indexOf(names []string) map[string]int {
	index := map[string]int{}
	for i, name := range names {
		index[name] = i
	}
	return index
}

func numbers(index map[string]int, names []string) []int {
	var out []int
	for _, name := range names {
		if n, ok := index[name]; ok {
			out = append(out, n)
		}
	}
	return out
}

// learn gives the trained sections; a classifier nobody asks for, or without
// examples, is an empty one.
func (c *compiler) learn() (categories, intents []byte, err error) {
	if c.learnt != nil {
		return c.learnt[0], c.learnt[1], nil
	}
	var old [2][]byte
	if c.old != nil {
		old = c.old.learnt
	}
	if labels := c.src.judged(); len(labels) > 0 {
		if categories, err = c.src.categoryLesson(labels).train(old[0]); err != nil {
			return nil, nil, fmt.Errorf("pack: categories: %w", err)
		}
	}
	if len(c.src.Talk) > 0 {
		if intents, err = c.src.intentLesson().train(old[1]); err != nil {
			return nil, nil, fmt.Errorf("pack: intents: %w", err)
		}
	}
	return categories, intents, nil
}

// train trains, unless the old section was trained from the very same.
func (l Lesson) train(old []byte) ([]byte, error) {
	b, err := json.Marshal(l)
	if err != nil {
		return nil, err
	}
	key := sha256.Sum256(b)
	if bytes.HasPrefix(old, key[:]) {
		return old, nil
	}
	trained, _, err := model.Train(l.Examples, l.Labels, segment.New(segment.Default()), l.Options)
	return append(key[:], trained...), err
}

func (p *Pack) loadLearnt(categories, intents []byte) error {
	p.learnt = [2][]byte{categories, intents}
	for i, into := range []**model.Model{&p.Categories, &p.Intents} {
		b := p.learnt[i]
		if len(b) == 0 {
			continue
		}
		if len(b) < keySize {
			return fmt.Errorf("%w: classifier cut short", core.ErrPack)
		}
		m, err := model.Load(b[keySize:])
		if err != nil {
			return fmt.Errorf("%w: %w", core.ErrPack, err)
		}
		*into = m
	}
	return nil
}

// checkLabels makes sure that every classifier a rule asks for is there.
func (p *Pack) checkLabels() error {
	labels := 0
	if p.Categories != nil {
		labels = len(p.Categories.Labels())
	}
	var check func(m *MatchProg) error
	check = func(m *MatchProg) error {
		if m.Kind == KindModel && (m.Label < 0 || int(m.Label) >= labels || !(m.Threshold >= 0 && m.Threshold < 1)) {
			return fmt.Errorf("classifier %d of %d, sureness %v", m.Label, labels, m.Threshold)
		}
		for i := range m.Subs {
			if err := check(&m.Subs[i]); err != nil {
				return err
			}
		}
		return nil
	}
	for i := range p.Program.Rules {
		r := &p.Program.Rules[i]
		if err := check(&r.Match); err != nil {
			return fmt.Errorf("rule %s: %w", r.ID, err)
		}
		for _, c := range slices.Concat(r.With, r.Unless) {
			if err := check(&c.Match); err != nil {
				return fmt.Errorf("rule %s: %w", r.ID, err)
			}
		}
	}
	return nil
}
