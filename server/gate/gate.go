//go:build !js

package gate

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"huashu/core"
	"huashu/server"
	"huashu/wasm/host"
)

// Gate runs packs in a module. Every pack gets an instance that nothing else
// has touched; one is kept ready. It is safe for concurrent use.
type Gate struct {
	module []byte
	limits host.Limits
	ready  chan instance
	warm   atomic.Bool
}

var _ server.Gate = (*Gate)(nil)

type instance struct {
	engine *host.Engine
	err    error
}

// New gives a gate that runs the module. It returns at once; the module is
// compiled in the background.
func New(module []byte, limits host.Limits) *Gate {
	g := &Gate{module: module, limits: limits, ready: make(chan instance, 1)}
	go g.prepare()
	return g
}

// prepare starts an instance for the next pack.
func (g *Gate) prepare() {
	engine, err := host.New(context.Background(), g.module, g.limits)
	g.warm.Store(err == nil)
	g.ready <- instance{engine, err}
}

// Ready says whether the module has been compiled, so that the next pack need
// not wait for that.
func (g *Gate) Ready() bool { return g.warm.Load() }

// Admit implements server.Gate.
func (g *Gate) Admit(ctx context.Context, pack []byte) (server.Report, error) {
	started := time.Now()
	var next instance
	select {
	case next = <-g.ready:
		go g.prepare()
	case <-ctx.Done():
		return server.Report{}, ctx.Err()
	}
	if next.err != nil {
		return server.Report{}, fmt.Errorf("gate: %w", next.err)
	}
	report, err := try(ctx, next.engine, pack)
	report.Took = time.Since(started)
	return report, errors.Join(err, next.engine.Close(context.WithoutCancel(ctx)))
}

func try(ctx context.Context, engine *host.Engine, pack []byte) (server.Report, error) {
	info, err := engine.Load(ctx, pack)
	if err != nil {
		return server.Report{}, refusal(ctx, err)
	}
	run, failures, err := engine.SelfTest(ctx)
	if err != nil {
		return server.Report{}, refusal(ctx, err)
	}
	if err := passed(run, failures); err != nil {
		return server.Report{}, err
	}
	return server.Report{
		Name: info.Name, Version: info.Version, Rules: len(info.Rules), Examples: run, Memory: int64(engine.Memory()),
	}, nil
}

// refusal tells what is the pack's doing from what is not.
func refusal(ctx context.Context, err error) error {
	if ctx.Err() == nil && (errors.Is(err, core.ErrPack) || errors.Is(err, host.ErrTrap)) {
		return fmt.Errorf("%w: %w", server.ErrGate, err)
	}
	return fmt.Errorf("gate: %w", err)
}
