package api

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"huashu/server"
	"huashu/server/publish"
	"huashu/server/rollout"
	"huashu/server/status"
)

// statsDays is how many days of sums are given when none are asked for.
const statsDays = 30

// takeStatus adds a browser's counters.
func (h *handler) takeStatus(w http.ResponseWriter, r *http.Request) {
	share(w)
	c := &call{Request: r, tenant: r.PathValue("tenant")}
	var in server.Status
	var err error
	if c.body, err = body(w, r, maxSmall); err == nil {
		err = c.into(&in)
	}
	if in.Key = r.Header.Get("Idempotency-Key"); err == nil && in.Key != "" && !keyForm.MatchString(in.Key) {
		err = errKey
	}
	if err == nil {
		err = h.Status.Take(r.Context(), c.tenant, in)
	}
	if err != nil {
		h.fail(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// days reads from and to.
func (h *handler) days(c *call) (from, to string, err error) {
	last := h.Publisher.Time()
	if text := c.URL.Query().Get("to"); text != "" {
		if last, err = time.Parse(time.DateOnly, text); err != nil {
			return "", "", fmt.Errorf("to: %w: %w", err, server.ErrForm)
		}
	}
	first := last.AddDate(0, 0, 1-statsDays)
	if text := c.URL.Query().Get("from"); text != "" {
		if first, err = time.Parse(time.DateOnly, text); err != nil {
			return "", "", fmt.Errorf("from: %w: %w", err, server.ErrForm)
		}
	}
	return status.Day(first), status.Day(last), nil
}

func (h *handler) stats(ctx context.Context, c *call) (any, error) {
	from, to, err := h.days(c)
	if err != nil {
		return nil, err
	}
	return h.Status.Rules(ctx, c.tenant, from, to)
}

func (h *handler) adoption(ctx context.Context, c *call) (any, error) {
	from, to, err := h.days(c)
	if err != nil {
		return nil, err
	}
	return h.Store.Adoption(ctx, c.tenant, from, to)
}

// rollout gives what clients are told, and how the candidate does.
func (h *handler) rollout(ctx context.Context, c *call) (any, error) {
	now, err := h.Publisher.Rollout(ctx, c.tenant)
	if err != nil {
		return nil, err
	}
	trials, err := h.Status.Trials(ctx, c.tenant, now)
	if err != nil {
		return nil, err
	}
	candidate, err := h.candidate(ctx, c.tenant, now.Candidate)
	return struct {
		publish.Rollout
		Candidate *candidateSince `json:"candidate,omitempty"`
		Trial     []rollout.Trial `json:"trial,omitempty"`
	}{now, candidate, trials}, err
}

// candidateSince is a candidate with the time from which it has its share.
type candidateSince struct {
	publish.Candidate
	Since *time.Time `json:"since,omitempty"` // nil when the audit tells no more
}

// candidate looks in the end of the audit for when a candidate got its share.
func (h *handler) candidate(ctx context.Context, tenant string, now *publish.Candidate) (*candidateSince, error) {
	if now == nil {
		return nil, nil
	}
	out := &candidateSince{Candidate: *now}
	entries, err := h.Store.Entries(ctx, tenant, 0, maxEntries)
	for _, e := range entries {
		if e.Action == server.ActionRolloutShare && e.Subject == publish.ReleaseName(now.Seq) {
			out.Since = &e.Time
			break
		}
	}
	return out, err
}

// ready says whether the server takes requests as fast as it ever will, and
// not while it is stopping.
func (h *handler) ready(w http.ResponseWriter, r *http.Request) {
	if h.Ready != nil && !h.Ready() {
		w.Header().Set("Retry-After", retryAfter)
		problem(w, http.StatusServiceUnavailable, "starting", "The release gate is being made ready. Clients are served, publishing would wait.")
		return
	}
	if h.Hub.Closed() {
		problem(w, http.StatusServiceUnavailable, "stopping", "The server is stopping.")
		return
	}
	h.health(w, r)
}
