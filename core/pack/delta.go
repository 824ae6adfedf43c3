package pack

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"huashu/core"
	"huashu/core/pack/jsonpatch"
)

// deltaFormat is raised when an older engine could no longer read a delta.
const deltaFormat = 1

// delta is a delta's file, as JSON: operations over the document of a pack's
// records, which rebuild makes a pack of again.
type delta struct {
	Format int                   `json:"delta"`
	Patch  []jsonpatch.Operation `json:"patch"`
}

// ErrNoDelta says that no delta leads from one pack to the other: they have
// learnt different things, or were compiled by different versions.
var ErrNoDelta = errors.New("there is no delta")

// Delta gives what makes, with Rebuild, one compiled pack of another, byte by
// byte. ErrNoDelta if nothing does.
func Delta(from, to []byte) ([]byte, error) {
	before, _, err := recordsOf(from)
	if err != nil {
		return nil, err
	}
	after, _, err := recordsOf(to)
	if err != nil {
		return nil, err
	}
	d := delta{Format: deltaFormat}
	if d.Patch, err = jsonpatch.Diff(before, after); err != nil {
		return nil, fmt.Errorf("pack: delta: %w", err)
	}
	file, err := encodeDelta(d)
	if err != nil {
		return nil, err
	}
	if rebuilt, err := Rebuild(from, file); err != nil || !bytes.Equal(rebuilt, to) {
		return nil, fmt.Errorf("pack: %w", ErrNoDelta)
	}
	return file, nil
}

func encodeDelta(d delta) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(d); err != nil {
		return nil, fmt.Errorf("pack: delta: %w", err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// Rebuild makes a pack of another one and a delta: it changes the records and
// compiles them. What was learnt is taken over, so nothing is trained, and
// nothing is validated: whoever asks compares the result's SHA-256 with the
// one that was promised. Errors wrap core.ErrPack.
func Rebuild(base, file []byte) ([]byte, error) {
	var d delta
	if err := json.Unmarshal(file, &d); err != nil {
		return nil, fmt.Errorf("%w: delta: %w", core.ErrPack, err)
	}
	if d.Format != deltaFormat {
		return nil, fmt.Errorf("%w: delta of format %d, want %d", core.ErrPack, d.Format, deltaFormat)
	}
	text, learnt, err := recordsOf(base)
	if err != nil {
		return nil, err
	}
	doc := jsonpatch.Parse(text)
	if err := doc.Apply(d.Patch); err != nil {
		return nil, fmt.Errorf("%w: delta: %w", core.ErrPack, err)
	}
	var after struct {
		Records Records    `json:"records"`
		Phrases Phrasebook `json:"phrases"`
	}
	if err := json.Unmarshal(doc.Bytes(), &after); err != nil {
		return nil, fmt.Errorf("%w: delta: %w", core.ErrPack, err)
	}
	after.Records.Phrasebook = after.Phrases
	all := merged{Source: after.Records.source()}
	c := newCompiler(&all)
	c.learnt = learnt
	return c.compile()
}

// source is a stack that was made one, given by its records.
func (r Records) source() Source {
	return Source{
		Meta: r.Meta, Categories: r.Categories, Intents: r.Intents, Classes: r.Classes, Rules: r.Rules, Profiles: r.Profiles, Words: r.Words,
		Typos: r.Typos, Slips: r.Slips, Adapters: r.Adapters, Scenarios: r.Scenarios, Templates: r.Templates, Aspects: r.Aspects, Traits: r.Traits,
	}
}

// recordsOf gives the document that a delta's paths lead into, as in
// /records/rules/7/message, and what the pack has learnt.
func recordsOf(file []byte) (text []byte, learnt *[2][]byte, err error) {
	sections, err := readFile(file)
	if err != nil {
		return nil, nil, err
	}
	text = fmt.Appendf(nil, `{"phrases":%s,"records":%s}`, sections[tagPhrases], sections[tagRecords])
	return text, &[2][]byte{sections[tagCategories], sections[tagIntents]}, nil
}
