//go:build wasip1

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"huashu/core"
	"huashu/core/catalogue"
	"huashu/core/chat"
	"huashu/core/engine"
	"huashu/core/lint"
	"huashu/core/pack"
)

// session is what the module remembers between calls. The zero value has no
// pack: checks find nothing until one is loaded.
type session struct {
	engine *engine.Engine
	ctx    core.Context
	off    []string
	front  core.Front   // the shop, for packs to come
	loaded *pack.Pack   // the pack that was loaded last
	events []chat.Event // of the chat that was asked about last
}

// further are requests that only some builds of the module answer; see draft.go.
var further = map[string]func(*session, request) []byte{}

// request is one cold call.
type request struct {
	Op      string       `json:"op"` // one of the cases of call
	Context core.Context `json:"context"`
	Off     []string     `json:"off"`
	Events  []chat.Event `json:"events"`
	Known   int          `json:"known"` // so many of the events of the request before come first
	Text    string       `json:"text"`
	Front   core.Front   `json:"front"`
	Visit   core.Visit   `json:"visit"`
	Rule    string       `json:"rule"`

	Files map[string]string `json:"files"` // of a draft: path → YAML
}

// call answers a request. Every failure is {"error": …}, never a trap.
func (s *session) call(in []byte) []byte {
	var req request
	if err := json.Unmarshal(in, &req); err != nil {
		return failure(fmt.Errorf("request: %w", err))
	}
	if s.engine == nil {
		return failure(errors.New("no pack is loaded"))
	}
	switch req.Op {
	case "shop":
		s.front = req.Front
		s.engine.SetShop(s.front)
		return encode(struct{}{})
	case "suggest":
		state, err := s.chat(req)
		if err != nil {
			return failure(err)
		}
		suggestions, err := s.engine.Suggest(state, req.Visit)
		if err != nil {
			return failure(err)
		}
		return encode(suggestions)
	case "catalogue":
		products, problems := catalogue.Read([]byte(req.Text))
		return encode(map[string]any{"products": append([]core.Product{}, products...), "problems": append([]catalogue.Problem{}, problems...)})
	case "configure":
		s.ctx, s.off = req.Context, req.Off
		s.engine.Configure(s.ctx, s.off)
		return encode(struct{}{})
	case "chat":
		state, err := s.chat(req)
		if err != nil {
			return failure(err)
		}
		return encode(s.engine.ReadChat(state, s.ctx))
	case "intents":
		return encode(s.engine.Intents(req.Text))
	case "scenarios":
		scenarios, err := s.engine.Scenarios()
		if err != nil {
			return failure(err)
		}
		return encode(scenarios)
	case "practise":
		step, err := s.engine.Practise(req.Text, chat.ReduceAll(chat.State{}, req.Events))
		if err != nil {
			return failure(err)
		}
		return encode(step)
	case "records":
		return s.records()
	case "explain":
		return encode(s.engine.Explain(req.Text, req.Rule))
	case "selftest":
		run, failures, err := s.engine.SelfTest()
		if err != nil {
			return failure(err)
		}
		if failures == nil {
			failures = []string{}
		}
		return encode(map[string]any{"run": run, "failures": failures})
	}
	if answer, ok := further[req.Op]; ok {
		return answer(s, req)
	}
	return failure(fmt.Errorf("unknown request %q", req.Op))
}

// chat gives the state of the chat that a request is about.
func (s *session) chat(req request) (chat.State, error) {
	if req.Known < 0 || req.Known > len(s.events) {
		return chat.State{}, fmt.Errorf("%d events of the request before are meant, and there were %d", req.Known, len(s.events))
	}
	s.events = append(s.events[:req.Known], req.Events...)
	return chat.ReduceAll(chat.State{}, s.events), nil
}

// load puts a compiled pack to use. On failure the one before stays.
func (s *session) load(compiled []byte) []byte {
	if err := s.use(compiled); err != nil {
		return failure(err)
	}
	s.loaded = s.engine.Pack()
	return encode(s.engine.Info())
}

func (s *session) use(compiled []byte) error {
	e, err := engine.Open(compiled)
	if err != nil {
		return err
	}
	e.Configure(s.ctx, s.off)
	e.SetShop(s.front)
	s.engine = e
	return nil
}

// records gives what people wrote of the pack in use, but for its long lists of
// words.
func (s *session) records() []byte {
	r, err := s.engine.Pack().Records()
	if err != nil {
		return failure(err)
	}
	return encode(map[string]any{
		"meta": r.Meta, "rules": r.Rules, "categories": r.Categories, "intents": r.Intents, "classes": r.Classes, "profiles": r.Profiles,
	})
}

func failure(err error) []byte { return encode(map[string]string{"error": err.Error()}) }

func encode(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return []byte(`{"error":"the answer cannot be written as JSON"}`)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// encodeFindings appends findings as integers: for each its rule, severity,
// start, end and number of fixes; for each fix its label and its number of
// edits; for each edit start, end and text. Texts are a length and so many
// UTF-16 code units.
func encodeFindings(dst []int32, found []lint.Finding) []int32 {
	for _, f := range found {
		dst = append(dst, f.Rule, int32(f.Severity), f.Start, f.End, int32(len(f.Fixes)))
		for _, fix := range f.Fixes {
			dst = encodeText(dst, fix.Label)
			dst = append(dst, int32(len(fix.Edits)))
			for _, e := range fix.Edits {
				dst = append(dst, int32(e.Start), int32(e.End))
				dst = encodeText(dst, e.Text)
			}
		}
	}
	return dst
}
