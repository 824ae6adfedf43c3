// Package lint runs the message rules of a compiled pack: one message in,
// findings out.
//
// The literals of all rules stand in one trie. A single pass over the message
// finds every literal, and through the sets it is in, the few rules that could
// have something to say; only those are looked at more closely.
package lint

import (
	"regexp"
	"slices"

	"huashu/core"
	"huashu/core/fact"
	"huashu/core/model"
	"huashu/core/pack"
	"huashu/core/segment"
	"huashu/core/segment/lexicon"
	"huashu/core/similar"
	"huashu/core/text"
)

// Linter checks messages against one pack. It keeps its working memory from
// one message to the next and is therefore not safe for concurrent use.
type Linter struct {
	pack     *pack.Pack
	doc      doc
	active   []bool // rule → looked at in the present context
	severity []core.Severity
	settings map[string]float64
	regexes  map[*string]*regexp.Regexp // by the place of the expression in the program
	typos    map[int32]*wrongWord       // literal → its entry, once it was needed

	steps   int
	path    []step
	ends    []int32 // stack of what elements can reach, see takes
	due     []bool  // rule → set off by this message
	pending []int32
	found   []Finding
	ways    []core.Fix  // of all findings
	edits   []core.Edit // of all fixes
	saying  []byte      // working memory of says

	numbers   []similar.Run // read when a rule asks for them
	numbersOK bool

	layout  model.Layout // read when a rule asks for the classifier
	scorer  *model.Scorer
	judgeOK bool
	judges  []bool // rule → its match is the classifier's

	facts     *fact.Facts // the shop's own figures; nil where nothing is known
	reply     string      // the folded text they were last compared with
	factRules []int32     // rules that compare with them
}

// Finding is a finding as the engine carries it: the rule by number, positions
// in UTF-16 code units.
type Finding struct {
	Rule       int32
	Severity   core.Severity
	Start, End int32
	Fixes      []core.Fix
}

// New makes a linter for a pack, in the context of an agent's message under
// the default profile.
func New(p *pack.Pack, dict *lexicon.Lexicon) *Linter {
	l := &Linter{
		pack: p, doc: *newDoc(p, segment.New(dict, p.Words)),
		due: make([]bool, len(p.Program.Rules)), regexes: map[*string]*regexp.Regexp{}, typos: map[int32]*wrongWord{},
	}
	l.doc.similar = newFinder(p, dict)
	l.doc.slips = newSlips(p, dict)
	l.prepareJudge()
	for i := range p.Program.Rules {
		if comparesFacts(&p.Program.Rules[i].Match) {
			l.factRules = append(l.factRules, int32(i))
		}
	}
	l.Configure(core.Context{}, nil)
	return l
}

// commonAlone is how often a character must be a word of its own in the
// dictionary's corpus to prove nothing when it stands for another of its sound:
// 心, 新 and 为 are above it, 薇, 芯 and 威 below.
const commonAlone = 3500

// newFinder makes what finds disguised words; nil when the pack looks for none.
func newFinder(p *pack.Pack, dict *lexicon.Lexicon) *similar.Finder {
	if p.Similar.Len() == 0 {
		return nil
	}
	terms := make([]similar.Term, len(p.Program.Similar))
	for i, s := range p.Program.Similar {
		terms[i] = similar.Term{Text: text.Encode(s.Text), Likeness: s.Likeness, Loose: s.Loose, Value: uint32(s.Literal)}
	}
	return similar.NewFinder(p.Similar, p.Program.Skeletons, terms, func(u uint16) bool {
		_, freq, ok := dict.Find([]uint16{u})
		return ok && freq >= commonAlone
	})
}

// DefaultProfile is the profile in use when a context names none.
const DefaultProfile = "default"

// Configure sets the context of the checks to come and the rules to leave out.
func (l *Linter) Configure(ctx core.Context, off []string) {
	prog := &l.pack.Program
	if ctx.Profile == "" {
		ctx.Profile = DefaultProfile
	}
	if ctx.Role == "" {
		ctx.Role = core.Agent
	}
	l.settings = map[string]float64{}
	switches := map[string]bool{}
	severities := map[string]core.Severity{}
	for _, name := range []string{DefaultProfile, ctx.Profile} {
		for i := range prog.Profiles {
			p := &prog.Profiles[i]
			if p.ID != name {
				continue
			}
			for k, v := range p.Settings {
				l.settings[k] = v
			}
			for _, o := range p.Overrides {
				if o.Off != nil {
					switches[o.Rule] = *o.Off
				}
				if o.Severity != 0 {
					severities[o.Rule] = o.Severity
				}
			}
		}
	}
	l.active = fill(l.active, len(prog.Rules), false)
	l.severity = fill(l.severity, len(prog.Rules), core.Hint)
	for i := range prog.Rules {
		r := &prog.Rules[i]
		isOff := r.Off
		if s, ok := switches[r.ID]; ok {
			isOff = s
		}
		l.severity[i] = r.Severity
		if s, ok := severities[r.ID]; ok {
			l.severity[i] = s
		}
		l.active[i] = !isOff && !slices.Contains(off, r.ID) && applies(&r.When, &ctx)
	}
}

func applies(w *pack.When, ctx *core.Context) bool {
	if len(w.Role) == 0 && ctx.Role != core.Agent || len(w.Role) > 0 && !slices.Contains(w.Role, ctx.Role) {
		return false
	}
	for _, f := range []struct {
		allowed []string
		have    string
	}{{w.Profile, ctx.Profile}, {w.Platform, ctx.Platform}, {w.Category, ctx.Category}} {
		if len(f.allowed) > 0 && !slices.Contains(f.allowed, f.have) {
			return false
		}
	}
	return ctx.Today == "" || (w.From == "" || w.From <= ctx.Today) && (w.Until == "" || ctx.Today <= w.Until)
}

// Check gives the findings in one message, sorted by start, then by falling
// severity. Findings of one category neither overlap nor insert the same words
// at the same place: the graver one stays, of equals the longer. The result is
// valid until the next call.
func (l *Linter) Check(units []uint16) []Finding {
	l.collect(units)
	for _, rule := range l.pending {
		l.run(rule)
	}
	return l.resolve()
}

// CheckRule gives the findings of one rule alone, in any context, before other
// rules come in its way. It is how a rule's own examples are tested.
func (l *Linter) CheckRule(rule int, units []uint16) []Finding {
	l.collect(units)
	l.run(int32(rule))
	return l.resolve()
}

// collect reads the message and finds the rules it sets off, in the order of
// their numbers.
func (l *Linter) collect(units []uint16) {
	l.read(units)
	l.found, l.pending, l.ways, l.edits = l.found[:0], l.pending[:0], l.ways[:0], l.edits[:0]
	for i := range l.due {
		l.due[i] = false
	}
	for _, rule := range l.pack.Program.Always {
		l.due[rule] = true
	}
	if l.facts != nil {
		for _, rule := range l.factRules {
			l.due[rule] = true
		}
	}
	for _, set := range l.doc.touched {
		for _, rule := range l.pack.Program.SetRules[set] {
			l.due[rule] = true
		}
	}
	for i, due := range l.due {
		if due && l.active[i] {
			l.pending = append(l.pending, int32(i))
		}
	}
}

// read lays out a message and forgets what was asked of the one before.
func (l *Linter) read(units []uint16) {
	l.doc.read(units)
	l.steps, l.numbersOK, l.judgeOK = 0, false, false
}

// maxFindings is as many as one message may have: more is no longer coaching.
const maxFindings = 256

func (l *Linter) run(rule int32) {
	r := &l.pack.Program.Rules[rule]
	l.each(&r.Match, func(s span) bool {
		if s.end <= s.start {
			return true
		}
		if len(l.found) == maxFindings {
			return false
		}
		for i := range r.With {
			if !l.holds(&r.With[i], s) {
				return true
			}
		}
		for i := range r.Unless {
			if l.holds(&r.Unless[i], s) {
				return true
			}
		}
		l.found = append(l.found, Finding{rule, l.severity[rule], s.start, s.end, l.fixes(r, s)})
		return true
	})
}

// resolve drops findings that repeat another of their category and sorts the
// rest. The classifier points at whole clauses, so it gives way to any rule that
// knows the words.
func (l *Linter) resolve() []Finding {
	category := func(f Finding) int32 { return l.pack.Program.Rules[f.Rule].Category }
	slices.SortStableFunc(l.found, func(a, b Finding) int {
		if ja, jb := l.judges[a.Rule], l.judges[b.Rule]; ja != jb {
			if jb {
				return -1
			}
			return 1
		}
		if a.Severity != b.Severity {
			return int(b.Severity) - int(a.Severity)
		}
		if la, lb := a.End-a.Start, b.End-b.Start; la != lb {
			return int(lb - la)
		}
		return int(a.Start - b.Start)
	})
	kept := l.found[:0]
	for _, f := range l.found {
		if !slices.ContainsFunc(kept, func(k Finding) bool {
			return category(k) == category(f) && (l.judges[f.Rule] || f.Start < k.End && k.Start < f.End || inserts(f, k))
		}) {
			kept = append(kept, f)
		}
	}
	slices.SortStableFunc(kept, func(a, b Finding) int {
		if a.Start != b.Start {
			return int(a.Start - b.Start)
		}
		return int(b.Severity) - int(a.Severity)
	})
	return kept
}

// inserts says whether two findings are mended by the very same insertion: an
// apology that opens the message serves all that it is owed for.
func inserts(a, b Finding) bool {
	if len(a.Fixes) == 0 || len(b.Fixes) == 0 {
		return false
	}
	edits := a.Fixes[0].Edits
	return !slices.ContainsFunc(edits, func(e core.Edit) bool { return e.Start < e.End }) && slices.Equal(edits, b.Fixes[0].Edits)
}
