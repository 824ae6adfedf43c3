package api

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"huashu/server"
	"huashu/server/release"
	"huashu/server/status"
)

func (h *handler) me(ctx context.Context, c *call) (any, error) {
	tenant, err := h.Store.Tenant(ctx, c.tenant)
	return struct {
		Tenant     string        `json:"tenant"`
		TenantName string        `json:"tenantName"`
		Solo       bool          `json:"solo"`
		Member     string        `json:"member"`
		Name       string        `json:"name"`
		Access     server.Access `json:"access"`
	}{tenant.ID, tenant.Name, tenant.Solo, c.by.ID, c.by.Name, c.by.Access}, err
}

func (h *handler) members(ctx context.Context, c *call) (any, error) {
	return h.Store.Members(ctx, c.tenant)
}

func (h *handler) tokens(ctx context.Context, c *call) (any, error) {
	return h.Store.Tokens(ctx, c.tenant)
}

func (h *handler) drafts(ctx context.Context, c *call) (any, error) {
	return h.Store.Drafts(ctx, c.tenant)
}

func (h *handler) draft(ctx context.Context, c *call) (any, error) {
	return h.Store.Draft(ctx, c.tenant, c.PathValue("draft"))
}

func (h *handler) diffDraft(ctx context.Context, c *call) (any, error) {
	return h.Workflow.Diff(ctx, c.tenant, c.PathValue("draft"))
}

func (h *handler) proposal(ctx context.Context, c *call) (any, error) {
	d, err := h.Store.Draft(ctx, c.tenant, c.PathValue("draft"))
	if err != nil {
		return nil, err
	}
	proposed, err := h.Publisher.Propose(ctx, c.tenant, d)
	if err == nil {
		h.warm(c.tenant, proposed.Pack)
	}
	return proposed, err
}

// proposePack gives the release document for bytes that are kept.
func (h *handler) proposePack(ctx context.Context, c *call) (any, error) {
	data, _, err := h.Store.StagedObject(ctx, c.tenant, c.PathValue("sha256"))
	if err != nil {
		return nil, fmt.Errorf("object: %w", err)
	}
	pack := release.NewRef(data)
	h.warm(c.tenant, pack)
	return h.Publisher.ProposePack(ctx, c.tenant, pack)
}

func (h *handler) releases(ctx context.Context, c *call) (any, error) {
	return h.Store.Releases(ctx, c.tenant)
}

func (h *handler) release(ctx context.Context, c *call) (any, error) {
	seq, err := c.number("seq")
	if err != nil {
		return nil, err
	}
	return h.Workflow.Release(ctx, c.tenant, seq)
}

func (h *handler) diffRelease(ctx context.Context, c *call) (any, error) {
	seq, err := c.number("seq")
	if err != nil {
		return nil, err
	}
	return h.Workflow.DiffRelease(ctx, c.tenant, seq)
}

func (h *handler) revert(ctx context.Context, c *call) (any, error) {
	seq, err := c.number("seq")
	if err != nil {
		return nil, err
	}
	return h.Publisher.Revert(ctx, c.tenant, seq)
}

// maxEntries is how much of the audit is given at once.
const maxEntries = 500

func (h *handler) audit(ctx context.Context, c *call) (any, error) {
	before, limit := int64(0), int64(100)
	for name, into := range map[string]*int64{"before": &before, "limit": &limit} {
		text := c.URL.Query().Get(name)
		if text == "" {
			continue
		}
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("%s %q: a whole number from 1: %w", name, text, server.ErrForm)
		}
		*into = n
	}
	return h.Store.Entries(ctx, c.tenant, before, int(min(limit, maxEntries)))
}

func (h *handler) verifyAudit(ctx context.Context, c *call) (any, error) {
	return h.Workflow.Ledger.Verify(ctx, c.tenant)
}

func (h *handler) shopHealth(ctx context.Context, c *call) (any, error) {
	head, err := h.Publisher.Rollout(ctx, c.tenant)
	if err != nil {
		return nil, err
	}
	drafts, err := h.Store.Drafts(ctx, c.tenant)
	if err != nil {
		return nil, err
	}
	last, err := h.Store.LastEntry(ctx, c.tenant)
	if err != nil {
		return nil, err
	}
	today := status.Day(h.Publisher.Time())
	adoption, err := h.Store.Adoption(ctx, c.tenant, today, today)
	health := struct {
		Head        int64     `json:"head"`
		Issued      time.Time `json:"issued"`
		Expires     time.Time `json:"expires"`
		Subscribers int       `json:"subscribers"`
		Clients     int64     `json:"clients"`
		Submitted   int       `json:"submitted"`
		Audit       string    `json:"audit"`
	}{Head: head.Version, Issued: head.Expires.Add(-server.FreshnessLife), Expires: head.Expires, Subscribers: h.Publisher.Hub.Subscribers(c.tenant), Audit: last.Hash}
	for _, a := range adoption {
		health.Clients += a.Clients
	}
	for _, d := range drafts {
		if d.State == server.DraftSubmitted {
			health.Submitted++
		}
	}
	return health, err
}
