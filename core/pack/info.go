package pack

import (
	"encoding/json"
	"fmt"

	"huashu/core"
)

// Info is what a page or a person may know about a pack without its insides.
type Info struct {
	Name       string     `json:"name"`
	Version    string     `json:"version"`
	Rules      []RuleInfo `json:"rules"` // index = the rule number in the hot call's answer
	Categories []Category `json:"categories"`
	Intents    []Intent   `json:"intents"`
	Profiles   []string   `json:"profiles"`
	Adapters   []Adapter  `json:"adapters"`
}

// RuleInfo is the part of a rule that is shown.
type RuleInfo struct {
	ID       string        `json:"id"`
	Category string        `json:"category"`
	Severity core.Severity `json:"severity"`
	Action   string        `json:"action"`
	Title    string        `json:"title"`
	Message  string        `json:"message"`
	Why      string        `json:"why"`
	Source   string        `json:"source"`
}

// Records is everything people wrote, as the compiled file carries it: the
// pack can be taken apart, compared and built again from these alone.
type Records struct {
	Meta       Meta       `json:"meta"`
	Categories []Category `json:"categories"`
	Intents    []Intent   `json:"intents"`
	Classes    []Class    `json:"classes"`
	Rules      []Rule     `json:"rules"`
	Profiles   []Profile  `json:"profiles"`
	Words      []Word     `json:"words"`
	Typos      []Typo     `json:"typos"`
	Slips      []Slips    `json:"slips"`
	Adapters   []Adapter  `json:"adapters"`
	Scenarios  []Scenario `json:"scenarios"`

	Phrasebook `json:"-"` // from its own section
}

func (m *merged) info() Info {
	// Readers of the JSON want lists, and a nil slice would be null.
	info := Info{
		Name: m.Meta.Name, Version: m.Meta.Version, Profiles: []string{}, Rules: []RuleInfo{},
		Categories: append([]Category{}, m.Categories...), Intents: append([]Intent{}, m.Intents...), Adapters: append([]Adapter{}, m.Adapters...),
	}
	for _, p := range m.Profiles {
		info.Profiles = append(info.Profiles, p.ID)
	}
	for _, r := range m.Rules {
		info.Rules = append(info.Rules, RuleInfo{r.ID, r.Category, r.Severity, r.Action, r.Title, r.Message, r.Why, r.Source})
	}
	return info
}

func (m *merged) records() Records {
	return Records{m.Meta, m.Categories, m.Intents, m.Classes, m.Rules, m.Profiles, m.Words, m.Typos, m.Slips, m.Adapters, m.Scenarios, Phrasebook{}}
}

// Info reads what the pack says of itself.
func (p *Pack) Info() (Info, error) {
	var info Info
	if err := json.Unmarshal(p.info, &info); err != nil {
		return info, fmt.Errorf("%w: info: %w", core.ErrPack, err)
	}
	if len(info.Rules) != len(p.Program.Rules) {
		return info, fmt.Errorf("%w: info: %d rules, program: %d", core.ErrPack, len(info.Rules), len(p.Program.Rules))
	}
	return info, nil
}

// Promise is what a rule promises of itself, and when it is at work.
type Promise struct {
	ID       string                 `json:"id"`
	Match    struct{ Turns *Turns } `json:"match"` // set for a rule about chats
	When     When                   `json:"when"`
	Examples Examples               `json:"examples"`
}

// Promises reads the examples of all rules, in the order of the rules, and
// leaves the rest of the records alone: every browser does this at every update.
func (p *Pack) Promises() ([]Promise, error) {
	var r struct {
		Rules []Promise `json:"rules"`
	}
	if err := json.Unmarshal(p.records, &r); err != nil {
		return nil, fmt.Errorf("%w: records: %w", core.ErrPack, err)
	}
	return r.Rules, nil
}

// Records reads the records the pack was built from.
func (p *Pack) Records() (Records, error) {
	var r Records
	if err := json.Unmarshal(p.records, &r); err != nil {
		return r, fmt.Errorf("%w: records: %w", core.ErrPack, err)
	}
	var err error
	r.Phrasebook, err = p.Phrasebook()
	return r, err
}
