// Package engine puts the parts of the core together: it loads a compiled
// pack, checks messages against it and runs the pack's own examples.
package engine

import (
	"cmp"
	"slices"

	"huashu/core"
	"huashu/core/chat"
	"huashu/core/intent"
	"huashu/core/lint"
	"huashu/core/pack"
	"huashu/core/segment"
	"huashu/core/suggest"
	"huashu/core/text"
)

// Engine implements core.Engine for one compiled pack. It is not safe for
// concurrent use.
type Engine struct {
	pack      *pack.Pack
	info      pack.Info
	linter    *lint.Linter
	rules     *chat.Rules
	intent    *intent.Classifier
	suggester *suggest.Suggester // made when the first suggestion is wanted
	shop      *shop              // nil before one is set
	scenarios []pack.Scenario    // read when they are first asked for
	ctx       core.Context
	off       []string
	units     []uint16
}

var _ core.Engine = (*Engine)(nil)

// Open loads a compiled pack. The bytes must not change while the engine is in
// use. Errors wrap core.ErrPack.
func Open(compiled []byte) (*Engine, error) {
	p, err := pack.Load(compiled)
	if err != nil {
		return nil, err
	}
	info, err := p.Info()
	if err != nil {
		return nil, err
	}
	linter := lint.New(p, segment.Default())
	return &Engine{pack: p, info: info, linter: linter, rules: chat.NewRules(p, linter), intent: intent.New(p, segment.Default())}, nil
}

// Info says what the pack holds. Rules are numbered as in CheckUnits' answer.
func (e *Engine) Info() pack.Info { return e.info }

// Pack gives the loaded pack.
func (e *Engine) Pack() *pack.Pack { return e.pack }

// Configure sets the context of the checks to come and rules to leave out.
func (e *Engine) Configure(ctx core.Context, off []string) {
	if ctx == e.ctx && slices.Equal(off, e.off) {
		return
	}
	e.ctx, e.off = ctx, slices.Clone(off)
	e.linter.Configure(ctx, off)
	e.forget()
}

// forget is for when replies that were clean may no longer be, or the other way
// round.
func (e *Engine) forget() {
	if e.suggester != nil {
		e.suggester.Forget()
	}
}

// Check implements core.Engine.
func (e *Engine) Check(message string, ctx core.Context) []core.Finding {
	if ctx != e.ctx {
		e.Configure(ctx, e.off)
	}
	e.units = text.AppendEncode(e.units[:0], message)
	return e.Findings(e.linter.Check(e.units), e.units)
}

// CheckUnits is the hot call: the message as UTF-16 code units in, findings by
// rule number out, in the context set by Configure. The result is valid until
// the next call.
func (e *Engine) CheckUnits(units []uint16) []lint.Finding { return e.linter.Check(units) }

// Intents tells what a buyer's message wants, the surest first; none for an
// empty one.
func (e *Engine) Intents(message string) []core.Intent {
	e.units = text.AppendEncode(e.units[:0], message)
	return e.intent.Classify(e.units)
}

// Findings gives findings the words that belong to them.
func (e *Engine) Findings(found []lint.Finding, units []uint16) []core.Finding {
	out := make([]core.Finding, 0, len(found))
	for _, f := range found {
		r := &e.info.Rules[f.Rule]
		fixes := make([]core.Fix, len(f.Fixes)) // they outlive the linter's
		for i, fix := range f.Fixes {
			fixes[i] = core.Fix{Label: fix.Label, Edits: slices.Clone(fix.Edits)}
		}
		out = append(out, core.Finding{
			Rule: r.ID, Category: r.Category, Severity: f.Severity,
			Start: int(f.Start), End: int(f.End), Text: text.Decode(units[f.Start:f.End]),
			Message: r.Message, Why: r.Why, Source: r.Source, Fixes: fixes,
		})
	}
	return out
}

// CheckChat gives the findings in a chat: those of its messages, each in the
// role it was said in, and those about the chat. They are sorted by turn, the
// chat as a whole last.
func (e *Engine) CheckChat(s chat.State, ctx core.Context) []core.Finding {
	out := []core.Finding{}
	for turn, m := range s.Messages {
		ctx.Role = m.Role
		for _, f := range e.Check(m.Text, ctx) {
			f.Turn = &turn
			out = append(out, f)
		}
	}
	out = append(out, e.ReadChat(s, ctx).Findings...)
	slices.SortStableFunc(out, func(a, b core.Finding) int { return cmp.Compare(uint(*a.Turn), uint(*b.Turn)) })
	return out
}

// Reading is what a page wants to know of a chat.
type Reading struct {
	State    chat.State     `json:"state"`
	Rounds   []chat.Round   `json:"rounds"`
	Findings []core.Finding `json:"findings"`
	Limits   chat.Limits    `json:"limits"` // of the profile at work
}

// ReadChat reads a chat for the page that shows it: its state, its rounds and
// what the rules about chats have to say.
func (e *Engine) ReadChat(s chat.State, ctx core.Context) Reading {
	out := Reading{State: s, Rounds: s.Rounds(), Findings: []core.Finding{}}
	if out.Rounds == nil {
		out.Rounds = []chat.Round{}
	}
	if out.State.Messages == nil {
		out.State.Messages = []chat.Message{}
	}
	ctx.Role = core.Agent
	e.Configure(ctx, e.off)
	out.Limits = e.rules.Limits()
	for _, f := range e.rules.Check(s) {
		out.Findings = append(out.Findings, e.chatFinding(s, f))
	}
	return out
}

// chatFinding gives a finding about a chat its words. It covers all of its
// message.
func (e *Engine) chatFinding(s chat.State, f chat.Finding) core.Finding {
	r := &e.info.Rules[f.Rule]
	out := core.Finding{
		Turn: &f.Turn, Rule: r.ID, Category: r.Category, Severity: f.Severity,
		Message: r.Message, Why: r.Why, Source: r.Source, Fixes: []core.Fix{},
	}
	if f.Turn != core.WholeChat {
		out.Text = s.Messages[f.Turn].Text
		out.End = text.Len(out.Text)
	}
	return out
}

// Apply carries out the edits of fixes on a message. Edits that overlap an
// earlier one are left out.
func Apply(units []uint16, fixes []core.Fix) []uint16 {
	var out []uint16
	at := 0
	for _, e := range sortedEdits(fixes) {
		if e.Start < at || e.End > len(units) {
			continue
		}
		out = append(out, units[at:e.Start]...)
		out = text.AppendEncode(out, e.Text)
		at = e.End
	}
	return append(out, units[at:]...)
}

// Tokens cuts a message into words.
func (e *Engine) Tokens(message string) []Token {
	units := text.Encode(message)
	seg := segment.New(segment.Default(), e.pack.Words)
	var out []Token
	for _, t := range seg.Segment(nil, units) {
		out = append(out, Token{text.Decode(units[t.Start:t.End]), t.POS.String()})
	}
	return out
}

// Token is a word and its part of speech in jieba's tags.
type Token struct {
	Text string `json:"text"`
	POS  string `json:"pos"`
}
