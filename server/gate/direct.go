package gate

import (
	"context"
	"fmt"
	"time"

	"huashu/core/engine"
	"huashu/server"
)

// Direct is the gate of a server that cannot run modules, as on Cloudflare
// Workers: it runs packs in the core it was built with. That is the same core
// from the same sources, compiled for another host; the limits of memory and
// time are that host's own.
type Direct struct{}

var _ server.Gate = Direct{}

// Admit implements server.Gate.
func (Direct) Admit(ctx context.Context, pack []byte) (report server.Report, err error) {
	if err := ctx.Err(); err != nil {
		return report, fmt.Errorf("gate: %w", err)
	}
	started := time.Now()
	defer func() {
		if v := recover(); v != nil { // where a module would have trapped
			err = fmt.Errorf("%w: %v", server.ErrGate, v)
		}
	}()
	e, err := engine.Open(pack)
	if err != nil {
		return report, fmt.Errorf("%w: %w", server.ErrGate, err)
	}
	run, failures, err := e.SelfTest()
	if err != nil {
		return report, fmt.Errorf("%w: %w", server.ErrGate, err)
	}
	if err := passed(run, failures); err != nil {
		return report, err
	}
	info := e.Info()
	return server.Report{
		Name: info.Name, Version: info.Version, Rules: len(info.Rules), Examples: run, Took: time.Since(started),
	}, nil
}
