package setup

import (
	"context"
	"fmt"
	"time"

	"huashu/server"
	"huashu/server/client"
	"huashu/server/release"
)

// AddTenant adds a tenant and gives the token of its first reviewer, which can
// be shown this once only.
func AddTenant(ctx context.Context, store server.Store, id, name string, now time.Time) (token string, err error) {
	if !server.ValidTenantID(id) {
		return "", fmt.Errorf("tenant %q: want one to 32 lower-case letters, digits and hyphens", id)
	}
	now = now.UTC().Truncate(time.Second)
	if err := store.CreateTenant(ctx, server.Tenant{ID: id, Name: name, Created: now}); err != nil {
		return "", err
	}
	return AddToken(ctx, store, id, now)
}

// AddToken adds a reviewer's token and gives it, this once.
func AddToken(ctx context.Context, store server.Store, tenant string, now time.Time) (string, error) {
	plain, token := server.NewToken(tenant, server.AccessReviewer, "first reviewer", now)
	return plain, store.AddToken(ctx, token)
}

// EnrolmentLink is the link with which agents join a tenant at this address.
func EnrolmentLink(ctx context.Context, store server.Store, address, tenant string) (string, error) {
	n, envelope, err := store.LatestRoot(ctx)
	if err != nil {
		return "", err
	}
	fingerprint, err := release.Fingerprint(envelope)
	if err != nil {
		return "", err
	}
	e := client.Enrolment{Server: address, Tenant: tenant, Root: n, Fingerprint: fingerprint}
	return e.Link(), nil
}
