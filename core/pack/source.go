package pack

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"huashu/core"
)

// Limits of what a person may hand in. They keep a mistake (a log saved as a
// term list) from becoming a pack.
const (
	maxFileBytes = 4 << 20
	maxRepeat    = 16 // OP * and +
)

// Error is one mistake in a pack with its place. It wraps core.ErrPack.
type Error struct {
	File  string // path inside the pack's folder
	Line  int    // 1-based; 0 when the mistake has no line
	Rule  string // id of the rule, when it is in one
	Field string // e.g. match.pattern[2]
	Msg   string
}

// Error gives file:line: rule: field: what is wrong.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.File)
	if e.Line > 0 {
		fmt.Fprintf(&b, ":%d", e.Line)
	}
	if e.Rule != "" {
		fmt.Fprintf(&b, ": rule %s", e.Rule)
	}
	if e.Field != "" {
		fmt.Fprintf(&b, ": %s", e.Field)
	}
	fmt.Fprintf(&b, ": %s", e.Msg)
	return b.String()
}

// Unwrap makes errors.Is(err, core.ErrPack) true.
func (e *Error) Unwrap() error { return core.ErrPack }

// Mistakes takes the error of reading or building a pack apart. None of an
// error that is not the pack's.
func Mistakes(err error) []*Error {
	if e, ok := err.(*Error); ok {
		return []*Error{e}
	}
	var out []*Error
	switch e := err.(type) {
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			out = append(out, Mistakes(inner)...)
		}
	case interface{ Unwrap() error }:
		out = Mistakes(e.Unwrap())
	}
	return out
}

// Source is one pack as its people wrote it, read and strictly decoded but not
// yet validated.
type Source struct {
	Meta       Meta
	Categories []Category
	Classes    []Class
	Rules      []Rule
	Overrides  []Override
	Profiles   []Profile
	Words      []Word
	Typos      []Typo
	Slips      []Slips
	Adapters   []Adapter
	Corpora    []Corpus
	Intents    []Intent
	Talk       []IntentCorpus
	Templates  []Template
	Aspects    []Aspect
	Traits     []Trait
	Scenarios  []Scenario

	root   string           // how messages name the pack's folder
	places map[string]place // "rule/ID", "class/NAME", … → where it stands
}

type place struct {
	file string
	node *yaml.Node
}

// file is what one YAML file may hold. What a file is for shows in its keys,
// not in its folder.
type file struct {
	Meta       `yaml:",inline"`
	Categories []Category          `yaml:"categories"`
	Classes    map[string][]string `yaml:"classes"`
	Rules      []Rule              `yaml:"rules"`
	Overrides  []Override          `yaml:"overrides"`
	Profiles   []Profile           `yaml:"profiles"`
	Words      []Word              `yaml:"words"`
	Typos      []Typo              `yaml:"typos"`
	Slips      []Slips             `yaml:"slips"`
	Adapters   []Adapter           `yaml:"adapters"`
	Category   string              `yaml:"category"`
	Bad        []string            `yaml:"bad"`
	Good       []string            `yaml:"good"`
	Intents    []Intent            `yaml:"intents"`
	Intent     string              `yaml:"intent"`
	Texts      []string            `yaml:"texts"`
	LookAlikes []string            `yaml:"look_alikes"`
	Templates  []Template          `yaml:"templates"`
	Aspects    []Aspect            `yaml:"aspects"`
	Traits     []Trait             `yaml:"traits"`
	Scenarios  []Scenario          `yaml:"scenarios"`
}

// Read reads every .yaml file below dir. Root is how messages name that
// folder. Each mistake is an *Error; they come joined, in the order of the
// files.
func Read(dir fs.FS, root string) (*Source, error) {
	files := map[string]string{}
	err := fs.WalkDir(dir, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".yaml" {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if info.Size() > maxFileBytes {
			return &Error{File: path.Join(root, name), Msg: fmt.Sprintf("%.1f MB is larger than the %d MB a file may have", float64(info.Size())/(1<<20), maxFileBytes>>20)}
		}
		raw, err := fs.ReadFile(dir, name)
		files[name] = string(raw)
		return err
	})
	switch {
	case errors.Is(err, core.ErrPack):
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("%w: %w", core.ErrPack, err)
	}
	return ReadFiles(files, root)
}

// ReadFiles is Read for files that are at hand: path → YAML.
func ReadFiles(files map[string]string, root string) (*Source, error) {
	src := &Source{root: root, places: map[string]place{}}
	var errs []error
	// Folder by folder, as a walk goes.
	byFolder := func(a, b string) int { return slices.Compare(strings.Split(a, "/"), strings.Split(b, "/")) }
	for _, name := range slices.SortedFunc(maps.Keys(files), byFolder) {
		if err := src.readFile(path.Join(root, name), []byte(files[name])); err != nil {
			errs = append(errs, err)
		}
	}
	if len(errs) == 0 && src.Meta.Name == "" {
		errs = append(errs, &Error{File: path.Join(root, "pack.yaml"), Msg: "missing: it names the pack (pack, title, version)"})
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return src, nil
}

func (s *Source) readFile(name string, raw []byte) error {
	if !utf8.Valid(raw) {
		return &Error{File: name, Line: invalidLine(raw), Msg: "not UTF-8; save the file as UTF-8"}
	}
	var root yaml.Node
	if err := yaml.Unmarshal(raw, &root); err != nil {
		return yamlError(name, err)
	}
	if len(root.Content) == 0 {
		return nil
	}
	var f file
	dec := yaml.NewDecoder(bytes.NewReader(raw))
	dec.KnownFields(true)
	if err := dec.Decode(&f); err != nil {
		e := yamlError(name, err)
		if e.Line == 0 {
			e.placeQuoted(root.Content[0], "")
		}
		return e
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return &Error{File: name, Msg: "holds more than one YAML document"}
	}
	return s.add(name, root.Content[0], &f)
}

func (s *Source) add(name string, root *yaml.Node, f *file) error {
	if f.Meta.Name != "" {
		if s.Meta.Name != "" {
			return &Error{File: name, Line: 1, Field: "pack", Msg: fmt.Sprintf("the pack is already named %s", s.Meta.Name)}
		}
		s.Meta = f.Meta
	}
	at := func(kind, id string, path ...any) error {
		key := kind + "/" + id
		if old, ok := s.places[key]; ok {
			return &Error{File: name, Line: line(root, path...), Rule: ruleOf(kind, id), Msg: fmt.Sprintf("duplicate %s %q, first in %s:%d", kind, id, old.file, old.node.Line)}
		}
		s.places[key] = place{name, find(root, path...)}
		return nil
	}
	for i, r := range f.Rules {
		if err := at("rule", r.ID, "rules", i); err != nil {
			return err
		}
	}
	for i, c := range f.Categories {
		if err := at("category", c.ID, "categories", i); err != nil {
			return err
		}
	}
	for i, v := range f.Intents {
		if err := at("intent", v.ID, "intents", i); err != nil {
			return err
		}
	}
	names := make([]string, 0, len(f.Classes))
	for n := range f.Classes {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range names {
		if err := at("class", n, "classes", n); err != nil {
			return err
		}
		s.Classes = append(s.Classes, Class{n, f.Classes[n]})
	}
	for i, p := range f.Profiles {
		if err := at("profile", p.ID, "profiles", i); err != nil {
			return err
		}
	}
	for i, a := range f.Adapters {
		if err := at("adapter", a.ID, "adapters", i); err != nil {
			return err
		}
	}
	for i, o := range f.Overrides {
		if err := at("override", o.Rule, "overrides", i); err != nil {
			return err
		}
	}
	for i, t := range f.Typos {
		if err := at("typo", t.Wrong, "typos", i); err != nil {
			return err
		}
	}
	for i, l := range f.Slips {
		if err := at("slips", l.id(), "slips", i); err != nil {
			return err
		}
	}
	for i, w := range f.Words {
		if err := at("word", w.Text, "words", i); err != nil {
			return err
		}
	}
	for i, t := range f.Templates {
		if err := at("template", t.ID, "templates", i); err != nil {
			return err
		}
	}
	for i, a := range f.Aspects {
		if err := at("aspect", a.ID, "aspects", i); err != nil {
			return err
		}
	}
	for i, t := range f.Traits {
		if err := at("trait", t.ID, "traits", i); err != nil {
			return err
		}
	}
	for i, c := range f.Scenarios {
		if err := at("scenario", c.ID, "scenarios", i); err != nil {
			return err
		}
	}
	s.Rules = append(s.Rules, f.Rules...)
	s.Categories = append(s.Categories, f.Categories...)
	s.Profiles = append(s.Profiles, f.Profiles...)
	s.Adapters = append(s.Adapters, f.Adapters...)
	s.Overrides = append(s.Overrides, f.Overrides...)
	s.Typos = append(s.Typos, f.Typos...)
	s.Slips = append(s.Slips, f.Slips...)
	s.Words = append(s.Words, f.Words...)
	s.Templates = append(s.Templates, f.Templates...)
	s.Aspects = append(s.Aspects, f.Aspects...)
	s.Traits = append(s.Traits, f.Traits...)
	s.Scenarios = append(s.Scenarios, f.Scenarios...)
	if f.Category != "" {
		s.Corpora = append(s.Corpora, Corpus{f.Category, f.Bad, f.Good, place{name, root}})
	}
	s.Intents = append(s.Intents, f.Intents...)
	if f.Intent != "" {
		s.Talk = append(s.Talk, IntentCorpus{f.Intent, f.Texts, f.LookAlikes, place{name, root}})
	}
	return nil
}

func ruleOf(kind, id string) string {
	if kind == "rule" {
		return id
	}
	return ""
}

// find follows keys (string) and indexes (int) from n as far as they lead.
func find(n *yaml.Node, path ...any) *yaml.Node {
	for _, step := range path {
		next := (*yaml.Node)(nil)
		switch k := step.(type) {
		case string:
			for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
				if n.Content[i].Value == k {
					next = n.Content[i+1]
				}
			}
		case int:
			if n.Kind == yaml.SequenceNode && k < len(n.Content) {
				next = n.Content[k]
			}
		}
		if next == nil {
			return n
		}
		n = next
	}
	return n
}

func line(n *yaml.Node, path ...any) int { return find(n, path...).Line }

// Compiled on first use: a regular expression costs start-up time in the browser.
var (
	fieldStep = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[^.\[\]]+`) })
	yamlLine  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?:yaml: )?line (\d+): (.*)$`) })
)

// errorAt places a mistake: kind and id say which record, field where in it
// ("match.pattern[2]").
func (s *Source) errorAt(kind, id, field, format string, args ...any) *Error {
	e := s.places[kind+"/"+id].mistake(field, format, args...)
	e.Rule = ruleOf(kind, id)
	return e
}

// RuleError is a mistake in one of the source's rules, with its place.
func (s *Source) RuleError(rule, field, message string) *Error {
	return s.errorAt("rule", rule, field, "%s", message)
}

func (p place) mistake(field, format string, args ...any) *Error {
	e := &Error{Field: field, Msg: fmt.Sprintf(format, args...)}
	if p.node == nil {
		return e
	}
	var steps []any
	for _, step := range fieldStep().FindAllString(field, -1) {
		if i, err := strconv.Atoi(step); err == nil {
			steps = append(steps, i)
		} else {
			steps = append(steps, step)
		}
	}
	e.File, e.Line = p.file, line(p.node, steps...)
	return e
}

func invalidLine(raw []byte) int {
	n := 1
	for len(raw) > 0 {
		r, size := utf8.DecodeRune(raw)
		if r == utf8.RuneError && size <= 1 {
			return n
		}
		if r == '\n' {
			n++
		}
		raw = raw[size:]
	}
	return n
}

// placeQuoted places a mistake at the value that its message quotes: a type that
// reads its own text, as a severity does, cannot say where that stood.
func (e *Error) placeQuoted(n *yaml.Node, key string) (found bool) {
	if n.Kind == yaml.ScalarNode {
		if found = strings.Contains(e.Msg, strconv.Quote(n.Value)); found {
			e.Line, e.Field = n.Line, key
		}
		return found
	}
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode {
			key = n.Content[i&^1].Value
			if i%2 == 0 {
				continue
			}
		}
		if e.placeQuoted(child, key) {
			return true
		}
	}
	return false
}

// yamlError turns the library's words into ours: the place apart, Go's type
// names out.
func yamlError(name string, err error) *Error {
	texts := []string{err.Error()}
	var typeErr *yaml.TypeError
	if errors.As(err, &typeErr) {
		texts = typeErr.Errors
	}
	e := &Error{File: name, Msg: strings.TrimPrefix(texts[0], "yaml: ")}
	if m := yamlLine().FindStringSubmatch(texts[0]); m != nil {
		e.Line, _ = strconv.Atoi(m[1])
		e.Msg = m[2]
		if strings.HasPrefix(e.Msg, "did not find expected") {
			e.Line++ // the library counts lines from zero in errors of this kind
		}
	}
	if what, ok := strings.CutPrefix(e.Msg, "field "); ok {
		if key, _, ok := strings.Cut(what, " not found in type "); ok {
			e.Msg = fmt.Sprintf("unknown key %q", key)
		}
	}
	return e
}
