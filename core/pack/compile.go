package pack

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"regexp/syntax"
	"slices"
	"strings"

	"huashu/core/datrie"
	"huashu/core/segment"
	"huashu/core/segment/lexicon"
	"huashu/core/similar"
	"huashu/core/text"
)

// Build validates a stack of packs, earliest first, and compiles it. The
// result depends on the records alone: the same records give the same bytes.
// Mistakes come as joined *Error values.
func Build(stack ...*Source) ([]byte, error) { return BuildFrom(nil, stack...) }

// BuildFrom is Build, but takes over what another compiled pack has learnt from
// the same corpora: the result is the same, without the seconds that training
// takes.
func BuildFrom(old *Pack, stack ...*Source) ([]byte, error) {
	all, err := merge(stack)
	if err != nil {
		return nil, err
	}
	if err := all.validate(); err != nil {
		return nil, err
	}
	c := newCompiler(all)
	c.old = old
	return c.compile()
}

func newCompiler(all *merged) *compiler {
	words := len(all.Typos)
	for _, l := range all.Slips {
		words += len(l.Words)
	}
	c := &compiler{src: all, label: map[string]int32{}, literal: make(map[string]int32, words), lits: make([]string, 0, words), similar: map[disguise]int32{}, set: map[string]int32{}, class: map[string][]string{}}
	for _, class := range all.Classes {
		c.class[class.Name] = class.Words
	}
	return c
}

// disguise is a word and how far from it a spelling of it may be.
type disguise struct {
	word  string // folded
	like  similar.Likeness
	loose bool
}

// compiler turns validated records into a program.
type compiler struct {
	src     *merged
	literal map[string]int32 // folded word → number
	lits    []string
	similar map[disguise]int32 // → number of the literal that stands for its disguises
	set     map[string]int32   // literals joined → number
	sets    [][]int32          // set → its literals
	class   map[string][]string
	label   map[string]int32 // category → number of its classifier
	old     *Pack            // to take trained parts from where the examples are the same, or nil
	learnt  *[2][]byte       // the trained parts, when they are known; see learn
	prog    Program
}

func (c *compiler) compile() ([]byte, error) {
	p := &c.prog
	for i, category := range c.src.judged() {
		c.label[category] = int32(i)
	}
	p.Categories, p.Profiles = c.src.Categories, c.src.Profiles
	p.Address = NoSet
	if words, ok := c.class[addressClass]; ok {
		p.Address = c.setOf(words)
	}
	p.Answer = NoSet
	if words, ok := c.class[answerClass]; ok {
		p.Answer = c.setOf(words)
	}
	for _, prefix := range []string{pitchPrefix, topicPrefix} {
		p.Pitches = len(p.Topics)
		for _, class := range c.src.Classes {
			if strings.HasPrefix(class.Name, prefix) {
				p.Topics = append(p.Topics, c.setOf(class.Words))
			}
		}
	}
	index := map[string]int32{}
	for i, cat := range p.Categories {
		index[cat.ID] = int32(i)
	}
	triggers := make([][]int32, len(c.src.Rules))
	for i := range c.src.Rules {
		r := &c.src.Rules[i]
		prog := RuleProg{
			ID: r.ID, Category: index[r.Category], Severity: r.Severity, Action: actionNames[r.Action],
			Off: r.Off, When: r.When, Match: c.match(r.Match), Fixes: foldKeys(r.Fix),
			With: c.conditions(r.With), Unless: c.conditions(r.Unless),
		}
		triggers[i] = c.triggers(&prog.Match)
		p.Rules = append(p.Rules, prog)
	}
	c.link(triggers)
	return c.encode()
}

// link fills the table that leads from a set to the rules it can set off.
func (c *compiler) link(triggers [][]int32) {
	p := &c.prog
	p.Sets = len(c.sets)
	p.SetRules = make([][]int32, p.Sets)
	for rule, sets := range triggers {
		if slices.Contains(sets, NoSet) {
			p.Always = append(p.Always, int32(rule))
			continue
		}
		slices.Sort(sets)
		for _, s := range slices.Compact(sets) {
			p.SetRules[s] = append(p.SetRules[s], int32(rule))
		}
	}
}

// lit numbers a word. Words are compared folded, so they are stored folded.
func (c *compiler) lit(word string) int32 {
	folded := text.FoldString(word)
	if n, ok := c.literal[folded]; ok {
		return n
	}
	n := int32(len(c.lits))
	c.literal[folded] = n
	c.lits = append(c.lits, folded)
	return n
}

// setOf numbers a list of words. Equal lists share a number.
func (c *compiler) setOf(words []string) int32 {
	lits := make([]int32, len(words))
	for i, w := range words {
		lits[i] = c.lit(w)
	}
	return c.setOfLits(lits)
}

func (c *compiler) setOfLits(lits []int32) int32 {
	slices.Sort(lits)
	lits = slices.Compact(lits)
	key := string(appendUint32s(nil, lits)) // there are sets of tens of thousands
	if n, ok := c.set[key]; ok {
		return n
	}
	n := int32(len(c.sets))
	c.set[key] = n
	c.sets = append(c.sets, lits)
	return n
}

// disguises numbers words whose disguises are looked for.
func (c *compiler) disguises(words []string, m *Match) []int32 {
	var lits []int32
	for _, w := range words {
		d := disguise{text.FoldString(w), likenesses[m.Likeness], m.Loose}
		n, ok := c.similar[d]
		if !ok {
			n = int32(len(c.lits))
			c.similar[d] = n
			c.lits = append(c.lits, d.word)
			c.prog.Similar = append(c.prog.Similar, SimilarProg{n, d.word, d.like, d.loose})
		}
		lits = append(lits, n)
	}
	return lits
}

func (c *compiler) match(m Match) MatchProg {
	p := MatchProg{Loose: m.Loose, Scope: scopes[m.Scope], Set: NoSet}
	switch {
	case len(m.Terms) > 0 || m.Class != "":
		p.Kind, p.Set = KindSet, c.setOf(slices.Concat(m.Terms, c.class[m.Class]))
	case len(m.Any) > 0:
		p.Kind = KindAny
		for _, sub := range m.Any {
			p.Subs = append(p.Subs, c.match(sub))
		}
	case len(m.Pattern) > 0:
		p.Kind = KindPattern
		for _, e := range m.Pattern {
			p.Elements = append(p.Elements, c.element(e, &m))
		}
		for _, e := range p.Elements {
			if e.Set != NoSet && e.Min > 0 && !e.Not {
				p.Need = append(p.Need, e.Set)
			}
		}
	case m.Regex != "":
		p.Kind, p.Regex = KindRegex, m.Regex
		if words := requiredLiterals(m.Regex); len(words) > 0 {
			p.Need = []int32{c.setOf(words)}
		}
	case m.Require != nil:
		p.Kind, p.Where = KindRequire, wheres[m.Require.Where]
		p.Subs = []MatchProg{c.match(m.Require.If), c.match(m.Require.Need)}
	case m.Metric != nil:
		p.Kind, p.Metric = KindMetric, *m.Metric
		if m.Metric.Class != "" {
			p.Set = c.setOf(c.class[m.Metric.Class])
		}
	case len(m.Similar) > 0:
		// Whether a disguise begins and ends where words do was asked in finding it.
		p.Kind, p.Set, p.Loose = KindSet, c.setOfLits(c.disguises(m.Similar, &m)), true
	case m.Model != nil:
		p.Kind, p.Label, p.Threshold = KindModel, c.label[m.Model.Category], m.Model.Threshold
	case m.Fact != "":
		p.Kind, p.Fact = KindFact, m.Fact
	case m.Digits != "":
		p.Kind, p.Regex = KindDigits, m.Digits
	case m.Turns != nil:
		p.Kind, p.Turns = KindTurns, TurnsProg{m.Turns.Of, m.Turns.Over, m.Turns.Under}
		p.Subs = make([]MatchProg, 2) // a kind of zero matches nothing
		for i, sub := range []*Match{m.Turns.After, m.Turns.Need} {
			if p.Subs[i].Set = NoSet; sub != nil {
				p.Subs[i] = c.match(*sub)
			}
		}
	case m.Typos:
		p.Kind, p.Set = KindTypos, c.typos()
	}
	return p
}

func (c *compiler) element(e Element, of *Match) ElementProg {
	p := ElementProg{
		Set: NoSet, NotIn: NoSet, Token: len(e.POS) > 0 || e.Regex != "" || len(e.NotIn) > 0,
		POS: e.POS, Regex: e.Regex, At: anchors[e.At], Min: int32(e.Min), Max: int32(e.Max), Not: e.Not, As: e.As,
	}
	words := slices.Clone(e.Text)
	for _, name := range e.Class {
		words = append(words, c.class[name]...)
	}
	lits := c.disguises(e.Similar, of)
	for _, w := range words {
		lits = append(lits, c.lit(w))
	}
	if len(lits) > 0 {
		p.Set = c.setOfLits(lits)
	}
	if len(e.NotIn) > 0 {
		p.NotIn = c.setOf(e.NotIn)
	}
	if e.Gap != nil {
		p.Gap, p.GapMin, p.GapMax = true, int32(e.Gap[0]), int32(e.Gap[1])
	}
	return p
}

func (c *compiler) conditions(conds []Condition) []CondProg {
	var out []CondProg
	for _, cond := range conds {
		p := CondProg{Within: int32(cond.Within), Match: MatchProg{Set: NoSet}}
		if cond.Window == negatedWindow {
			cond.Window, cond.Match, p.Within = "before", &Match{Class: negationClass}, negatedWithin
		}
		for _, w := range windows {
			if w.name == cond.Window {
				p.Window = w.id
			}
		}
		if cond.Match != nil {
			p.Match = c.match(*cond.Match)
		}
		out = append(out, p)
	}
	return out
}

func (c *compiler) typos() int32 {
	words := make([]string, 0, len(c.src.Typos))
	for _, t := range c.src.Typos {
		words = append(words, t.Wrong)
	}
	if len(c.prog.Typos) == 0 {
		for _, t := range c.src.Typos {
			c.prog.Typos = append(c.prog.Typos, TypoProg{
				Literal: c.lit(t.Wrong), Wrong: text.FoldString(t.Wrong), Right: t.Right,
				Unless: foldAll(t.Unless), After: foldAll(t.After), Before: foldAll(t.Before),
			})
		}
		slices.SortFunc(c.prog.Typos, func(a, b TypoProg) int { return cmp.Compare(a.Literal, b.Literal) })
		c.slips()
	}
	lits := make([]int32, 0, len(words)+len(c.prog.Slips))
	for _, w := range words {
		lits = append(lits, c.lit(w))
	}
	for _, s := range c.prog.Slips {
		lits = append(lits, s.Literal)
	}
	return c.setOfLits(lits)
}

// slips numbers the words that are recognised with one wrong character.
func (c *compiler) slips() {
	for _, l := range c.src.Slips {
		for _, w := range l.Words {
			c.prog.Slips = append(c.prog.Slips, SlipProg{int32(len(c.lits)), text.FoldString(w), uint8(l.Often)})
			c.lits = append(c.lits, text.FoldString(w))
		}
		if l.Alone != "" {
			c.prog.Alone = append(c.prog.Alone, AloneProg{text.FoldString(l.Alone), uint8(l.Often)})
		}
	}
}

func foldAll(words []string) []string {
	var out []string
	for _, w := range words {
		out = append(out, text.FoldString(w))
	}
	return out
}

// triggers names the sets of which one must occur for a match to be possible;
// NoSet among them says that nothing in the words can rule it out.
func (c *compiler) triggers(m *MatchProg) []int32 {
	switch m.Kind {
	case KindSet, KindTypos:
		return []int32{m.Set}
	case KindAny:
		var out []int32
		for i := range m.Subs {
			out = append(out, c.triggers(&m.Subs[i])...)
		}
		return out
	case KindRequire:
		return c.triggers(&m.Subs[0])
	case KindTurns, KindFact:
		return nil // no words set it off: it takes a chat, or facts to compare with
	}
	if len(m.Need) == 0 {
		return []int32{NoSet}
	}
	return []int32{slices.MinFunc(m.Need, func(a, b int32) int { return cmp.Compare(c.commonness(a), c.commonness(b)) })}
}

// commonness guesses how often a set occurs: short words occur everywhere.
func (c *compiler) commonness(set int32) int {
	n := 0
	for _, lit := range c.sets[set] {
		if len(text.Encode(c.lits[lit])) == 1 {
			n += 8
		} else {
			n++
		}
	}
	return n
}

// requiredLiterals gives words of which one must stand in any text the
// expression matches; none when it promises nothing.
func requiredLiterals(expr string) []string {
	re, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return nil
	}
	return literalsOf(re.Simplify())
}

func literalsOf(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase != 0 {
			return []string{strings.ToLower(string(re.Rune))}
		}
		return []string{string(re.Rune)}
	case syntax.OpCharClass:
		var out []string
		for i := 0; i < len(re.Rune); i += 2 {
			for r := re.Rune[i]; r <= re.Rune[i+1]; r++ {
				if len(out) == maxClassLiterals {
					return nil
				}
				out = append(out, string(r))
			}
		}
		return out
	case syntax.OpCapture, syntax.OpPlus:
		return literalsOf(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return literalsOf(re.Sub[0])
		}
	case syntax.OpConcat:
		best := []string(nil)
		for _, sub := range re.Sub {
			if words := literalsOf(sub); better(words, best) {
				best = words
			}
		}
		return best
	case syntax.OpAlternate:
		var out []string
		for _, sub := range re.Sub {
			words := literalsOf(sub)
			if len(words) == 0 {
				return nil
			}
			out = append(out, words...)
		}
		return out
	}
	return nil
}

// maxClassLiterals is how many characters a class may hold and still serve as
// a required literal: digits do, "any Han character" does not.
const maxClassLiterals = 32

// better prefers the words that occur more rarely: longer ones first, then
// fewer.
func better(a, b []string) bool {
	if len(a) == 0 || len(b) == 0 {
		return len(b) == 0 && len(a) > 0
	}
	la, lb := shortest(a), shortest(b)
	return la > lb || la == lb && len(a) < len(b)
}

func shortest(words []string) int {
	n := len(words[0])
	for _, w := range words {
		n = min(n, len(w))
	}
	return n
}

// encode writes the sections of the file.
func (c *compiler) encode() ([]byte, error) {
	var lits datrie.Builder
	hidden := map[int32]bool{} // literals that are not found as they are
	for _, s := range c.prog.Similar {
		hidden[s.Literal] = true
	}
	for _, s := range c.prog.Slips {
		hidden[s.Literal] = true
	}
	for i, w := range c.lits {
		if hidden[int32(i)] {
			continue
		}
		if err := lits.AddString(w, uint32(i)); err != nil {
			return nil, fmt.Errorf("pack: word %q: %w", w, err)
		}
	}
	trie, err := lits.Build()
	if err != nil {
		return nil, fmt.Errorf("pack: words: %w", err)
	}
	skeletons, err := c.skeletons()
	if err != nil {
		return nil, err
	}
	prog := codec{}
	c.prog.shape(&prog)
	info, err := json.Marshal(c.src.info())
	if err != nil {
		return nil, fmt.Errorf("pack: info: %w", err)
	}
	records, err := json.Marshal(c.src.records())
	if err != nil {
		return nil, fmt.Errorf("pack: records: %w", err)
	}
	words, err := c.words()
	if err != nil {
		return nil, err
	}
	phrases, err := json.Marshal(Phrasebook{c.src.Templates, c.src.Aspects, c.src.Traits})
	if err != nil {
		return nil, fmt.Errorf("pack: phrases: %w", err)
	}
	categories, intents, err := c.learn()
	if err != nil {
		return nil, err
	}
	return writeFile([]section{
		{tagInfo, info}, {tagRecords, records}, {tagTrie, trie}, {tagMembers, c.members()},
		{tagSimilar, skeletons}, {tagProgram, prog.buf}, {tagWords, words},
		{tagCategories, categories}, {tagIntents, intents}, {tagPhrases, phrases},
	}), prog.err
}

// skeletons builds the trie of what disguises are found by, and the table from
// its values to the words.
func (c *compiler) skeletons() ([]byte, error) {
	var b datrie.Builder
	numbers := map[string]int{}
	for i, s := range c.prog.Similar {
		found, err := similar.Skeletons(s.Text)
		if err != nil {
			return nil, fmt.Errorf("pack: similar: %w", err)
		}
		for _, skeleton := range found {
			key := fmt.Sprint(skeleton)
			n, ok := numbers[key]
			if !ok {
				n = len(numbers)
				numbers[key] = n
				c.prog.Skeletons = append(c.prog.Skeletons, nil)
				if err := b.Add(skeleton, uint32(n)); err != nil {
					return nil, fmt.Errorf("pack: similar: %q: %w", s.Text, err)
				}
			}
			c.prog.Skeletons[n] = append(c.prog.Skeletons[n], int32(i))
		}
	}
	trie, err := b.Build()
	if err != nil {
		return nil, fmt.Errorf("pack: similar: %w", err)
	}
	return trie, nil
}

// members lays out which sets a literal is in: one start per literal and one
// more, then the set numbers.
func (c *compiler) members() []byte {
	of := make([][]uint32, len(c.lits))
	for set, lits := range c.sets {
		for _, lit := range lits {
			of[lit] = append(of[lit], uint32(set))
		}
	}
	starts, sets := []uint32{0}, []uint32(nil)
	for _, s := range of {
		sets = append(sets, s...)
		starts = append(starts, uint32(len(sets)))
	}
	return appendUint32s(appendUint32s(nil, starts), sets)
}

// words builds the dictionary extension. A word without a frequency gets the
// least that keeps it in one piece: more than its parts have together.
func (c *compiler) words() ([]byte, error) {
	dict := segment.Default()
	seg := segment.New(dict)
	var words []lexicon.Word
	for _, w := range c.src.Words {
		word := lexicon.Word{Text: w.Text, Freq: float64(w.Freq), Tag: cmp.Or(w.POS, "n")}
		if w.Freq == 0 {
			word.Freq = keepWhole(seg, dict, text.Encode(w.Text))
		}
		words = append(words, word)
	}
	b, err := lexicon.Build(words, dict.Total())
	if err != nil {
		return nil, fmt.Errorf("pack: dictionary words: %w", err)
	}
	return b, nil
}

func keepWhole(seg *segment.Segmenter, dict *lexicon.Lexicon, word []uint16) float64 {
	share := 1.0
	for _, t := range seg.Segment(nil, word) {
		_, freq, ok := dict.Find(word[t.Start:t.End])
		if !ok {
			freq = 1
		}
		share *= freq / dict.Total()
	}
	return math.Floor(share*dict.Total()) + 1
}

// foldKeys folds what fixes are looked up by, as the text will be.
func foldKeys(fixes FixList) []Fix {
	out := slices.Clone(fixes)
	for i := range out {
		out[i].Edits = slices.Clone(out[i].Edits)
		for j := range out[i].Edits {
			e := &out[i].Edits[j]
			folded := make(map[string]string, len(e.Map))
			for k, v := range e.Map {
				folded[text.FoldString(k)] = v
			}
			e.Map = folded
		}
	}
	return out
}
