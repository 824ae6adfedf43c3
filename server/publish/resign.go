package publish

import (
	"context"
	"errors"
	"fmt"
	"time"

	"huashu/server"
	"huashu/server/ledger"
)

// repliesLife is how long answers are kept for requests that come again.
const repliesLife = 24 * time.Hour

// Run re-signs heads, and drops what is no longer needed, until the context ends. Subscribers are not told: nothing
// has changed for them, they ask often enough by themselves.
func (s *Service) Run(ctx context.Context) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		if err := s.ResignDue(ctx); err != nil && ctx.Err() == nil {
			s.Log.Error("re-sign heads", "error", err)
		}
		if err := s.Store.ForgetReplies(ctx, s.Time().Add(-repliesLife)); err != nil && ctx.Err() == nil {
			s.Log.Error("forget answers", "error", err)
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
	_, err := ledger.Do(ctx, s.Ledger, tenant, func(w *ledger.Writing) (none struct{}, err error) {
		was, head, err := s.current(ctx, tenant)
		if err == nil && was > 0 && w.Now.Sub(head.Issued) >= server.ResignEvery {
			_, err = s.sign(w, was, head)
		}
		return none, err
	})
	return err
}
