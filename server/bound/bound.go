// Package bound keeps heavy work within what a machine can do: compiling packs
// and putting them to the test take a core and a hundred megabytes each, and
// anyone with an editor's token can ask for them.
package bound

import (
	"context"

	"huashu/server"
)

// Slots lets so much work run at once and so much more wait.
type Slots struct{ running, all chan struct{} }

// New gives slots for work that runs and for work that waits its turn.
func New(running, waiting int) *Slots {
	return &Slots{make(chan struct{}, running), make(chan struct{}, running+waiting)}
}

// do runs work when its turn comes. server.ErrBusy if too much waits already.
func do[T any](ctx context.Context, s *Slots, work func() (T, error)) (T, error) {
	var none T
	select {
	case s.all <- struct{}{}:
		defer func() { <-s.all }()
	default:
		return none, server.ErrBusy
	}
	select {
	case s.running <- struct{}{}:
		defer func() { <-s.running }()
	case <-ctx.Done():
		return none, ctx.Err()
	}
	return work()
}

// Gate is a gate within bounds.
type Gate struct {
	server.Gate
	Slots *Slots
}

// Admit implements server.Gate.
func (g Gate) Admit(ctx context.Context, pack []byte) (server.Report, error) {
	return do(ctx, g.Slots, func() (server.Report, error) { return g.Gate.Admit(ctx, pack) })
}

// Compiler is a compiler within bounds. Rules, which is cheap and is asked for
// with every browser's report, goes on without.
type Compiler struct {
	server.Compiler
	Slots *Slots
}

// Compile implements server.Compiler.
func (c Compiler) Compile(files map[string]string) ([]byte, error) {
	return do(context.Background(), c.Slots, func() ([]byte, error) { return c.Compiler.Compile(files) })
}

// Diff implements server.Compiler.
func (c Compiler) Diff(before, after []byte) ([]server.RecordChange, error) {
	return do(context.Background(), c.Slots, func() ([]server.RecordChange, error) { return c.Compiler.Diff(before, after) })
}

// Deltas makes deltas within bounds.
type Deltas struct {
	server.DeltaMaker
	Slots *Slots
}

// Delta implements server.DeltaMaker.
func (d Deltas) Delta(from, to []byte) ([]byte, error) {
	return do(context.Background(), d.Slots, func() ([]byte, error) { return d.DeltaMaker.Delta(from, to) })
}

// Miner is a miner within bounds.
type Miner struct {
	server.Miner
	Slots *Slots
}

// Mine implements server.Miner.
func (m Miner) Mine(ctx context.Context, log string, limit int) (server.Terms, error) {
	return do(ctx, m.Slots, func() (server.Terms, error) { return m.Miner.Mine(ctx, log, limit) })
}
