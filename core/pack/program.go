package pack

import (
	"huashu/core"
	"huashu/core/similar"
)

// Program is what rules become: numbers that the linter walks, nothing it must
// parse. A set is a set of literals (words); the pack's trie finds literals,
// Sets maps each to the sets it is in, and everything else refers to sets.
type Program struct {
	Sets       int        // number of sets
	SetRules   [][]int32  // set → rules it can set off
	Always     []int32    // rules that nothing sets off: they are always looked at
	Address    int32      // set of forms of address that may precede an opening; NoSet without one
	Topics     []int32    // sets of the classes pitch.… and topic.…: what a question can be about
	Pitches    int        // so many of Topics, the first ones, are what an agent brings up unasked
	Answer     int32      // set of words that begin an answer; NoSet without
	Categories []Category // index = the category of a RuleProg
	Rules      []RuleProg
	Profiles   []Profile
	Typos      []TypoProg
	Slips      []SlipProg
	Alone      []AloneProg
	Similar    []SimilarProg
	Skeletons  [][]int32 // value of a skeleton in Pack.Similar → its entries in Similar
}

// NoSet stands where a set may be missing.
const NoSet = -1

// RuleProg is a rule as the linter runs it.
type RuleProg struct {
	ID       string
	Category int32
	Severity core.Severity
	Action   Action
	Off      bool
	When     When
	Match    MatchProg
	With     []CondProg
	Unless   []CondProg
	Fixes    []Fix
}

// Action is what the page does with a finding.
type Action uint8

// Actions, as numbered in the compiled pack.
const (
	ActHint Action = iota + 1
	ActWarn
	ActConfirm
)

var actionNames = map[string]Action{"hint": ActHint, "warn": ActWarn, "confirm": ActConfirm}

// MatchKind says which fields of a MatchProg count.
type MatchKind uint8

// The kinds of match.
const (
	KindSet     MatchKind = iota + 1 // Set
	KindAny                          // Subs
	KindPattern                      // Elements
	KindRegex                        // Regex
	KindRequire                      // Subs[0] = if, Subs[1] = need, Where
	KindMetric                       // Metric, Set of its class
	KindTurns                        // Turns; Subs[0] = after, Subs[1] = need
	KindTypos                        // Set of all wrong words; Program.Typos by literal
	KindDigits                       // Regex, on a whole number
	KindModel                        // Label, Threshold
	KindFact                         // Fact
)

// MatchProg is a match as the linter runs it.
type MatchProg struct {
	Kind      MatchKind
	Loose     bool
	Scope     Scope
	Set       int32
	Need      []int32 // sets of which each must occur somewhere, or there is no match
	Subs      []MatchProg
	Elements  []ElementProg
	Regex     string
	Where     Where
	Metric    Metric
	Turns     TurnsProg
	Label     int32   // of the classifier of categories
	Fact      string  // what is compared, see Match
	Threshold float64 // sureness from which on it counts; 0: the one training found
}

// TurnsProg is a Turns without its matches.
type TurnsProg struct {
	Of          string
	Over, Under Number
}

// Scope says where in the message a match must lie.
type Scope uint8

// Scopes. Spaces, punctuation and emoji do not count.
const (
	ScopeNone        Scope = iota
	ScopeWhole             // the whole message
	ScopeOpening           // at its beginning, after a form of address
	ScopeClosing           // up to its end
	ScopeClause            // a whole clause
	ScopeClauseStart       // the beginning of a clause, after a form of address
)

var scopes = map[string]Scope{
	"": ScopeNone, "whole": ScopeWhole, "opening": ScopeOpening, "closing": ScopeClosing,
	"clause": ScopeClause, "clause_start": ScopeClauseStart,
}

// Where is the place a require's need counts in.
type Where uint8

// Places.
const (
	WhereOpening  Where = iota + 1 // opens the message, or stands earlier in the sentence of the match
	WhereClause                    // the clause of the match
	WhereSentence                  // its sentence
	WhereMessage                   // anywhere
)

var wheres = map[string]Where{"opening": WhereOpening, "clause": WhereClause, "sentence": WhereSentence, "message": WhereMessage}

// ElementProg is one step of a pattern.
type ElementProg struct {
	Set    int32    // the words it takes; NoSet when it takes a token
	Token  bool     // it looks at one token: POS, NotIn, Regex
	POS    []string // tags or their beginnings
	NotIn  int32    // set the token must not be in; NoSet without
	Regex  string   // the whole token
	Gap    bool     // takes GapMin to GapMax characters of the clause
	GapMin int32
	GapMax int32
	At     At
	Min    int32
	Max    int32
	Not    bool
	As     string
}

// At anchors a pattern without taking characters.
type At uint8

// Anchors.
const (
	AtNowhere     At = iota
	AtStart          // opening of the message, after a form of address
	AtEnd            // end of the message
	AtClauseStart    // after a form of address, too
	AtClauseEnd
)

var anchors = map[string]At{"": AtNowhere, "start": AtStart, "end": AtEnd, "clause_start": AtClauseStart, "clause_end": AtClauseEnd}

// Window says how a condition looks at a match.
type Window uint8

// Windows. The first two look at no words.
const (
	InQuotes Window = iota + 1
	InQuestion
	WinNear
	WinBefore
	WinAfter
	WinClause
	WinSentence
	WinMessage
	WinOpening
	WinInside
)

// windows are the names of the language; alone means no match follows.
var windows = []struct {
	name  string
	id    Window
	alone bool
}{
	{"quoted", InQuotes, true}, {"question", InQuestion, true},
	{"near", WinNear, false}, {"before", WinBefore, false}, {"after", WinAfter, false},
	{"clause", WinClause, false}, {"sentence", WinSentence, false}, {"message", WinMessage, false},
	{"opening", WinOpening, false}, {"inside", WinInside, false},
}

// negated is short for "a word of class negation stands up to this many
// characters before, in the clause".
const (
	negatedWindow = "negated"
	negatedWithin = 4
)

// CondProg is a condition as the linter runs it.
type CondProg struct {
	Window Window
	Within int32 // characters; 0 means to the end of the clause (before, after) or sentence (near)
	Match  MatchProg
}

// TypoProg is a typo entry. All its words are folded except Right.
type TypoProg struct {
	Literal int32
	Wrong   string
	Right   string
	Unless  []string
	After   []string
	Before  []string
}

// SlipProg is a word that is recognised with one wrong character. Where a slip
// of it is found, Literal is.
type SlipProg struct {
	Literal int32
	Text    string // folded
	Often   uint8
}

// AloneProg is characters that are words of their own so often.
type AloneProg struct {
	Chars string
	Often uint8
}

// SimilarProg is a word whose disguises are looked for. Where one is found,
// Literal is, so that sets hold disguises as they hold words.
type SimilarProg struct {
	Literal  int32
	Text     string // folded
	Likeness similar.Likeness
	Loose    bool
}

var likenesses = map[string]similar.Likeness{"spaced": similar.Spaced, "signs": similar.Signs, "sound": similar.Sounds, "": similar.Sounds}

// shape walks a program in a fixed order with a codec that either writes or
// reads, so that the two can never disagree.
func (p *Program) shape(c *codec) {
	c.num(&p.Sets)
	list(c, &p.SetRules, func(l *[]int32) { c.nums(l) })
	c.nums(&p.Always)
	c.i32(&p.Address)
	c.nums(&p.Topics)
	c.num(&p.Pitches)
	c.i32(&p.Answer)
	list(c, &p.Categories, func(v *Category) { c.str(&v.ID); c.str(&v.Title) })
	list(c, &p.Rules, func(r *RuleProg) { r.shape(c) })
	list(c, &p.Profiles, func(v *Profile) { v.shape(c) })
	list(c, &p.Typos, func(v *TypoProg) {
		c.i32(&v.Literal)
		c.str(&v.Wrong)
		c.str(&v.Right)
		c.strs(&v.Unless)
		c.strs(&v.After)
		c.strs(&v.Before)
	})
	list(c, &p.Slips, func(v *SlipProg) {
		c.i32(&v.Literal)
		c.str(&v.Text)
		c.u8(&v.Often)
	})
	list(c, &p.Alone, func(v *AloneProg) {
		c.str(&v.Chars)
		c.u8(&v.Often)
	})
	list(c, &p.Similar, func(v *SimilarProg) {
		c.i32(&v.Literal)
		c.str(&v.Text)
		c.u8((*uint8)(&v.Likeness))
		c.flag(&v.Loose)
	})
	list(c, &p.Skeletons, func(v *[]int32) { c.nums(v) })
}

func (r *RuleProg) shape(c *codec) {
	c.str(&r.ID)
	c.i32(&r.Category)
	c.u8((*uint8)(&r.Severity))
	c.u8((*uint8)(&r.Action))
	c.flag(&r.Off)
	list(c, &r.When.Role, func(v *core.Role) { c.str((*string)(v)) })
	c.strs(&r.When.Profile)
	c.strs(&r.When.Platform)
	c.strs(&r.When.Category)
	c.str(&r.When.From)
	c.str(&r.When.Until)
	r.Match.shape(c, 0)
	list(c, &r.With, func(v *CondProg) { v.shape(c) })
	list(c, &r.Unless, func(v *CondProg) { v.shape(c) })
	list(c, &r.Fixes, func(f *Fix) {
		c.str(&f.Label)
		list(c, &f.Edits, func(e *Edit) {
			c.str(&e.On)
			c.str(&e.Kind)
			c.str(&e.Text)
			c.table(&e.Map)
		})
	})
}

// maxDepth bounds matches within matches, for hostile files.
const maxDepth = 8

func (m *MatchProg) shape(c *codec, depth int) {
	if depth > maxDepth {
		c.fail("matches nested deeper than %d", maxDepth)
		return
	}
	c.u8((*uint8)(&m.Kind))
	c.flag(&m.Loose)
	c.u8((*uint8)(&m.Scope))
	c.i32(&m.Set)
	c.nums(&m.Need)
	list(c, &m.Subs, func(s *MatchProg) { s.shape(c, depth+1) })
	list(c, &m.Elements, func(e *ElementProg) { e.shape(c) })
	c.str(&m.Regex)
	c.u8((*uint8)(&m.Where))
	c.str(&m.Metric.Of)
	c.number(&m.Metric.Over)
	c.number(&m.Metric.AtLeast)
	c.num(&m.Metric.Sentences)
	c.str(&m.Turns.Of)
	c.number(&m.Turns.Over)
	c.number(&m.Turns.Under)
	c.i32(&m.Label)
	c.float(&m.Threshold)
	c.str(&m.Fact)
}

func (e *ElementProg) shape(c *codec) {
	c.i32(&e.Set)
	c.flag(&e.Token)
	c.strs(&e.POS)
	c.i32(&e.NotIn)
	c.str(&e.Regex)
	c.flag(&e.Gap)
	c.i32(&e.GapMin)
	c.i32(&e.GapMax)
	c.u8((*uint8)(&e.At))
	c.i32(&e.Min)
	c.i32(&e.Max)
	c.flag(&e.Not)
	c.str(&e.As)
}

func (v *CondProg) shape(c *codec) {
	c.u8((*uint8)(&v.Window))
	c.i32(&v.Within)
	v.Match.shape(c, 1)
}

func (v *Profile) shape(c *codec) {
	c.str(&v.ID)
	c.str(&v.Title)
	c.settings(&v.Settings)
	list(c, &v.Overrides, func(o *Override) {
		c.str(&o.Rule)
		state := uint8(0) // 0 untouched, 1 on, 2 off
		if o.Off != nil {
			state = 1
			if *o.Off {
				state = 2
			}
		}
		c.u8(&state)
		if state > 0 {
			off := state == 2
			o.Off = &off
		}
		c.u8((*uint8)(&o.Severity))
	})
}
