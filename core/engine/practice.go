package engine

import (
	"fmt"

	"huashu/core"
	"huashu/core/chat"
	"huashu/core/pack"
	"huashu/core/practice"
)

// Scenarios gives the scripted buyers of the pack.
func (e *Engine) Scenarios() ([]pack.Scenario, error) {
	if e.scenarios == nil {
		records, err := e.pack.Records()
		if err != nil {
			return nil, err
		}
		e.scenarios = append([]pack.Scenario{}, records.Scenarios...)
	}
	return e.scenarios, nil
}

// Practise plays a scripted buyer on from where a chat stands, and reviews the
// replies in it, in the context set by Configure and in the scenario's own shop.
func (e *Engine) Practise(id string, s chat.State) (practice.Step, error) {
	scenarios, err := e.Scenarios()
	if err != nil {
		return practice.Step{}, err
	}
	for i := range scenarios {
		if scenarios[i].ID != id {
			continue
		}
		ctx := e.ctx
		ctx.Role = core.Agent
		judge := practice.Judge{
			Limits: e.ReadChat(chat.State{}, ctx).Limits,
			Check:  func(reply string) []core.Finding { return e.Check(reply, ctx) },
		}
		var step practice.Step
		err := e.inScene(scenarios[i].Scene, func() { step = practice.Play(&scenarios[i], s, judge) })
		return step, err
	}
	return practice.Step{}, fmt.Errorf("no scenario %q", id)
}
