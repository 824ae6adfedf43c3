package publish

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"huashu/server"
	"huashu/server/ledger"
)

// repliesLife is how long answers are kept for requests that come again.
const repliesLife = 24 * time.Hour

// Run does the upkeep every minute until the context ends.
func (s *Service) Run(ctx context.Context) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		if err := s.Upkeep(ctx); err != nil && ctx.Err() == nil {
			s.Log.Error("upkeep", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Upkeep re-signs the heads that are due and drops what is no longer needed.
// Subscribers are not told: nothing has changed for them, they ask often
// enough by themselves.
func (s *Service) Upkeep(ctx context.Context) error {
	return errors.Join(s.ResignDue(ctx), s.Store.ForgetReplies(ctx, s.Time().Add(-repliesLife)))
}

// ResignDue re-signs every head that is older than ResignEvery. One tenant's
// failure does not keep the others from it.
func (s *Service) ResignDue(ctx context.Context) error {
	return s.resign(ctx, cmp.Or(s.ResignEvery, server.ResignEvery))
}

// ResignAll re-signs every head, however fresh.
func (s *Service) ResignAll(ctx context.Context) error { return s.resign(ctx, 0) }

// resign re-signs the heads of at least an age.
func (s *Service) resign(ctx context.Context, age time.Duration) error {
	tenants, err := s.Store.Tenants(ctx)
	if err != nil {
		return err
	}
	var failed error
	for _, t := range tenants {
		if err := s.resignHead(ctx, t.ID, age); err != nil {
			failed = errors.Join(failed, fmt.Errorf("tenant %s: %w", t.ID, err))
		}
	}
	return failed
}

func (s *Service) resignHead(ctx context.Context, tenant string, age time.Duration) error {
	_, err := ledger.Do(ctx, s.Ledger, tenant, func(w *ledger.Writing) (none struct{}, err error) {
		was, head, err := s.current(ctx, tenant)
		if err == nil && was > 0 && w.Now.Sub(head.Issued) >= age {
			_, err = s.sign(w, was, head)
		}
		return none, err
	})
	return err
}
