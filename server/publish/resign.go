package publish

import (
	"context"
	"errors"
	"fmt"
	"time"

	"huashu/server"
)

// Run re-signs heads until the context ends. Subscribers are not told: nothing
// has changed for them, they ask often enough by themselves.
func (s *Service) Run(ctx context.Context) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		if err := s.ResignDue(ctx); err != nil && ctx.Err() == nil {
			s.Log.Error("re-sign heads", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// ResignDue re-signs every head that is older than server.ResignEvery. One
// tenant's failure does not keep the others from it.
func (s *Service) ResignDue(ctx context.Context) error {
	tenants, err := s.Store.Tenants(ctx)
	if err != nil {
		return err
	}
	var failed error
	for _, t := range tenants {
		if err := s.resignIfDue(ctx, t.ID); err != nil {
			failed = errors.Join(failed, fmt.Errorf("tenant %s: %w", t.ID, err))
		}
	}
	return failed
}

func (s *Service) resignIfDue(ctx context.Context, tenant string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	version, head, err := s.current(ctx, tenant)
	if err != nil || version == 0 || s.now().Sub(head.Issued) < server.ResignEvery {
		return err
	}
	next, err := s.sign(head)
	if err != nil {
		return err
	}
	return s.Store.SetHead(ctx, tenant, version, next)
}
