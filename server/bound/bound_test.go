package bound

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"
	"testing"

	"huashu/server"
)

// slow is a gate whose work goes on until it is let go.
type slow struct {
	started chan struct{}
	end     chan struct{}
	at      *atomic.Int32
	most    *atomic.Int32
}

func (s slow) Admit(context.Context, []byte) (server.Report, error) {
	n := s.at.Add(1)
	defer s.at.Add(-1)
	for most := s.most.Load(); n > most && !s.most.CompareAndSwap(most, n); most = s.most.Load() {
	}
	s.started <- struct{}{}
	<-s.end
	return server.Report{Rules: 1}, nil
}

func TestWorkBeyondTheBoundsIsRefused(t *testing.T) {
	gate := slow{make(chan struct{}), make(chan struct{}), new(atomic.Int32), new(atomic.Int32)}
	slots := New(2, 3)
	bounded := Gate{gate, slots}
	results := make(chan error)
	for range 5 {
		go func() {
			_, err := bounded.Admit(context.Background(), nil)
			results <- err
		}()
	}
	<-gate.started
	<-gate.started
	for len(slots.all) < 5 { // until the other three wait
		runtime.Gosched()
	}
	if _, err := bounded.Admit(context.Background(), nil); !errors.Is(err, server.ErrBusy) {
		t.Errorf("the sixth: got %v, want ErrBusy", err)
	}
	close(gate.end)
	for range 3 {
		<-gate.started
	}
	for range 5 {
		if err := <-results; err != nil {
			t.Errorf("got %v", err)
		}
	}
	if most := gate.most.Load(); most != 2 {
		t.Errorf("%d at once, want 2", most)
	}
	go func() { <-gate.started }()
	if _, err := bounded.Admit(context.Background(), nil); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func TestWhoLeavesTheQueueIsNotServed(t *testing.T) {
	slots := New(1, 1)
	slots.running <- struct{}{}
	ctx, leave := context.WithCancel(context.Background())
	leave()
	_, err := Gate{slow{}, slots}.Admit(ctx, nil)
	if !errors.Is(err, context.Canceled) || len(slots.all) != 0 {
		t.Errorf("got %v, and %d in the queue", err, len(slots.all))
	}
}
