package pack

import (
	"encoding/binary"
	"fmt"
	"unsafe"

	"huashu/core"
	"huashu/core/datrie"
	"huashu/core/model"
	"huashu/core/segment/lexicon"
	"huashu/core/similar"
	"huashu/core/text"
)

// The compiled file: a magic word, a table of sections (tag, offset, length as
// 32-bit little-endian numbers), then the sections, each at a multiple of
// eight. Tries and the member table are read where they lie.
const (
	magic      = "HSPACK\x00\x01"
	headerSize = 12 // magic and the number of sections
	entrySize  = 12
	align      = 8

	// MaxFileBytes bounds a compiled pack.
	MaxFileBytes = 32 << 20
)

const (
	tagInfo    = "INFO" // JSON: what pages show (Info)
	tagRecords = "RECS" // JSON: the records everything else is made from
	tagTrie    = "TRIE" // literals
	tagMembers = "MEMB" // literal → sets
	tagSimilar = "SIML" // skeletons of disguised words
	tagProgram = "PROG"
	tagWords   = "WORD" // dictionary extension, a lexicon
	tagPhrases = "PHRA" // JSON: what suggestions are made of (Phrasebook)

	tagCategories = "MODL" // classifier of categories, see learn.go; empty without one
	tagIntents    = "INTT" // classifier of intents, likewise
)

type section struct {
	tag  string
	body []byte
}

func writeFile(sections []section) []byte {
	offset := pad(headerSize + entrySize*len(sections))
	size := offset
	for _, s := range sections {
		size = pad(size + len(s.body))
	}
	out := append(make([]byte, 0, size), magic...)
	out = appendUint32s(out, []uint32{uint32(len(sections))})
	for _, s := range sections {
		out = append(out, s.tag...)
		out = appendUint32s(out, []uint32{uint32(offset), uint32(len(s.body))})
		offset = pad(offset + len(s.body))
	}
	for _, s := range sections {
		for len(out)%align != 0 {
			out = append(out, 0)
		}
		out = append(out, s.body...)
	}
	return out
}

func pad(n int) int { return (n + align - 1) / align * align }

func appendUint32s[N int32 | uint32](dst []byte, ns []N) []byte {
	for _, n := range ns {
		dst = binary.LittleEndian.AppendUint32(dst, uint32(n))
	}
	return dst
}

func readFile(b []byte) (map[string][]byte, error) {
	if len(b) > MaxFileBytes {
		return nil, fmt.Errorf("%w: %d bytes are more than the %d a pack may have", core.ErrPack, len(b), MaxFileBytes)
	}
	if len(b) < headerSize || string(b[:len(magic)]) != magic {
		return nil, fmt.Errorf("%w: not a compiled pack of this format", core.ErrPack)
	}
	n := int(binary.LittleEndian.Uint32(b[len(magic):]))
	if n > 64 || headerSize+entrySize*n > len(b) {
		return nil, fmt.Errorf("%w: file cut short", core.ErrPack)
	}
	sections := make(map[string][]byte, n)
	for i := range n {
		entry := b[headerSize+entrySize*i:]
		offset, size := int64(binary.LittleEndian.Uint32(entry[4:])), int64(binary.LittleEndian.Uint32(entry[8:]))
		if offset%align != 0 || offset+size > int64(len(b)) {
			return nil, fmt.Errorf("%w: section %q lies outside the file", core.ErrPack, entry[:4])
		}
		sections[string(entry[:4])] = b[offset : offset+size : offset+size]
	}
	for _, tag := range []string{tagInfo, tagRecords, tagTrie, tagMembers, tagSimilar, tagProgram, tagWords, tagCategories, tagIntents, tagPhrases} {
		if _, ok := sections[tag]; !ok {
			return nil, fmt.Errorf("%w: section %s is missing", core.ErrPack, tag)
		}
	}
	return sections, nil
}

// Pack is a compiled pack ready for use. Its tries lie in the bytes it was
// loaded from, which must not change while it is in use.
type Pack struct {
	Program  Program
	Literals *datrie.Trie
	Similar  *datrie.Trie     // skeletons; their values are indexes of Program.Skeletons
	Words    *lexicon.Lexicon // extension of the dictionary

	Categories *model.Model // tells what a reply does wrong; nil without corpora
	Intents    *model.Model // tells what a buyer wants; nil without corpora

	starts  []uint32 // literal → first of its sets in members
	members []uint32
	info    []byte
	records []byte
	phrases []byte
	learnt  [2][]byte // the sections of Categories and Intents
}

// Load reads a compiled pack. Everything the linter will use as an index is
// checked here, so that hostile bytes are refused and never trusted later.
// Errors wrap core.ErrPack.
func Load(b []byte) (*Pack, error) {
	sections, err := readFile(b)
	if err != nil {
		return nil, err
	}
	p := &Pack{info: sections[tagInfo], records: sections[tagRecords], phrases: sections[tagPhrases]}
	if p.Literals, err = datrie.Load(sections[tagTrie]); err != nil {
		return nil, fmt.Errorf("%w: words: %w", core.ErrPack, err)
	}
	if p.Similar, err = datrie.Load(sections[tagSimilar]); err != nil {
		return nil, fmt.Errorf("%w: similar: %w", core.ErrPack, err)
	}
	c := codec{reading: true, buf: sections[tagProgram]}
	p.Program.shape(&c)
	if c.err != nil {
		return nil, fmt.Errorf("%w: program: %w", core.ErrPack, c.err)
	}
	if err := p.loadMembers(sections[tagMembers]); err != nil {
		return nil, fmt.Errorf("%w: %w", core.ErrPack, err)
	}
	if err := p.loadLearnt(sections[tagCategories], sections[tagIntents]); err != nil {
		return nil, err
	}
	if err := p.checkLabels(); err != nil {
		return nil, fmt.Errorf("%w: program: %w", core.ErrPack, err)
	}
	if err := p.Program.check(); err != nil {
		return nil, fmt.Errorf("%w: program: %w", core.ErrPack, err)
	}
	if err := p.checkSimilar(); err != nil {
		return nil, fmt.Errorf("%w: similar: %w", core.ErrPack, err)
	}
	if p.Words, err = lexicon.Load(sections[tagWords]); err != nil {
		return nil, fmt.Errorf("%w: dictionary words: %w", core.ErrPack, err)
	}
	return p, nil
}

func (p *Pack) loadMembers(b []byte) error {
	n := 0
	if p.Literals.Len() > 0 {
		n = int(p.Literals.MaxValue()) + 1
	}
	for _, s := range p.Program.Similar {
		if s.Literal < 0 || s.Literal > datrie.MaxValue-1 {
			return fmt.Errorf("word number %d", s.Literal)
		}
		n = max(n, int(s.Literal)+1)
	}
	for _, s := range p.Program.Slips {
		if s.Literal < 0 || s.Literal > datrie.MaxValue-1 {
			return fmt.Errorf("word number %d", s.Literal)
		}
		n = max(n, int(s.Literal)+1)
	}
	all := uint32s(b)
	if len(all) < n+1 {
		return fmt.Errorf("table of sets has %d entries, want more than %d", len(all), n)
	}
	p.starts, p.members = all[:n+1], all[n+1:]
	for i := range n {
		if p.starts[i] > p.starts[i+1] {
			return fmt.Errorf("table of sets is out of order at word %d", i)
		}
	}
	if int(p.starts[n]) > len(p.members) {
		return fmt.Errorf("table of sets is cut short")
	}
	for _, set := range p.members {
		if set >= uint32(p.Program.Sets) {
			return fmt.Errorf("table of sets names set %d of %d", set, p.Program.Sets)
		}
	}
	return nil
}

// checkSimilar makes sure that every way from a skeleton to its words is there.
func (p *Pack) checkSimilar() error {
	if p.Similar.Len() > 0 && int(p.Similar.MaxValue()) >= len(p.Program.Skeletons) {
		return fmt.Errorf("skeleton %d of %d", p.Similar.MaxValue(), len(p.Program.Skeletons))
	}
	for _, s := range p.Program.Similar {
		if n := text.Len(s.Text); n < similar.MinTerm || n > similar.MaxTerm {
			return fmt.Errorf("%q has %d characters", s.Text, n)
		}
	}
	for _, entries := range p.Program.Skeletons {
		for _, i := range entries {
			if i < 0 || int(i) >= len(p.Program.Similar) {
				return fmt.Errorf("word %d of %d", i, len(p.Program.Similar))
			}
		}
	}
	return nil
}

// SetsOf gives the sets a literal is in. The literal must be a value of
// p.Literals or a literal of Program.Similar.
func (p *Pack) SetsOf(literal uint32) []uint32 {
	return p.members[p.starts[literal]:p.starts[literal+1]]
}

// InSet says whether a literal is in a set.
func (p *Pack) InSet(literal uint32, set int32) bool {
	for _, s := range p.SetsOf(literal) {
		if int32(s) >= set { // they stand in order
			return int32(s) == set
		}
	}
	return false
}

// uint32s reads b in place where it is aligned and as a copy where it is not.
func uint32s(b []byte) []uint32 {
	n := len(b) / 4
	if n == 0 {
		return nil
	}
	if uintptr(unsafe.Pointer(unsafe.SliceData(b)))%4 == 0 {
		return unsafe.Slice((*uint32)(unsafe.Pointer(unsafe.SliceData(b))), n)
	}
	out := make([]uint32, n)
	for i := range out {
		out[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return out
}

// check makes sure that every index in the program is in range.
func (p *Program) check() error {
	set := func(n int32) error {
		if n < NoSet || int(n) >= p.Sets {
			return fmt.Errorf("set %d of %d", n, p.Sets)
		}
		return nil
	}
	rule := func(ns []int32) error {
		for _, n := range ns {
			if n < 0 || int(n) >= len(p.Rules) {
				return fmt.Errorf("rule %d of %d", n, len(p.Rules))
			}
		}
		return nil
	}
	if p.Sets < 0 || len(p.SetRules) != p.Sets {
		return fmt.Errorf("%d sets but %d lists of rules", p.Sets, len(p.SetRules))
	}
	for _, n := range append(p.Topics, p.Address, p.Answer) {
		if err := set(n); err != nil {
			return err
		}
	}
	for _, rules := range append(p.SetRules, p.Always) {
		if err := rule(rules); err != nil {
			return err
		}
	}
	for i := range p.Rules {
		r := &p.Rules[i]
		if r.Category < 0 || int(r.Category) >= len(p.Categories) {
			return fmt.Errorf("rule %s: category %d of %d", r.ID, r.Category, len(p.Categories))
		}
		if r.Severity < core.Hint || r.Severity > core.Error {
			return fmt.Errorf("rule %s: severity %d", r.ID, r.Severity)
		}
		matches := []*MatchProg{&r.Match}
		for _, conds := range [][]CondProg{r.With, r.Unless} {
			for i := range conds {
				matches = append(matches, &conds[i].Match)
			}
		}
		for _, m := range matches {
			if err := m.check(set); err != nil {
				return fmt.Errorf("rule %s: %w", r.ID, err)
			}
		}
	}
	return nil
}

func (m *MatchProg) check(set func(int32) error) error {
	needsSet := m.Kind == KindSet || m.Kind == KindTypos
	switch {
	case needsSet && m.Set == NoSet:
		return fmt.Errorf("match without words")
	case (m.Kind == KindRequire || m.Kind == KindTurns) && len(m.Subs) != 2:
		return fmt.Errorf("match of %d parts", len(m.Subs))
	case m.Kind == KindPattern && len(m.Elements) == 0:
		return fmt.Errorf("empty pattern")
	}
	for _, n := range append([]int32{m.Set}, m.Need...) {
		if err := set(n); err != nil {
			return err
		}
	}
	for _, e := range m.Elements {
		for _, n := range []int32{e.Set, e.NotIn} {
			if err := set(n); err != nil {
				return err
			}
		}
		if e.Min < 0 || e.Max < e.Min || e.Max > maxRepeat || e.GapMin < 0 || e.GapMax < e.GapMin {
			return fmt.Errorf("element repeats from %d to %d, gap from %d to %d", e.Min, e.Max, e.GapMin, e.GapMax)
		}
	}
	for i := range m.Subs {
		if err := m.Subs[i].check(set); err != nil {
			return err
		}
	}
	return nil
}
