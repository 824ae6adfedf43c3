package setup

import (
	"context"
	"fmt"
	"time"

	"huashu/server"
	"huashu/server/client"
	"huashu/server/ledger"
	"huashu/server/release"
)

// AddTenant adds a tenant and gives the token of its first admin, which can
// be shown this once only.
func AddTenant(ctx context.Context, store server.Store, t server.Tenant) (token string, err error) {
	if !server.ValidTenantID(t.ID) {
		return "", fmt.Errorf("tenant %q: want one to 32 lower-case letters, digits and hyphens", t.ID)
	}
	t.Created = t.Created.UTC().Truncate(time.Second)
	if err := store.CreateTenant(ctx, t); err != nil {
		return "", err
	}
	return AddAdmin(ctx, store, t.ID, t.Created)
}

// AddAdmin adds an admin and gives a token, this once: for a new shop, and for
// one that has lost its own.
func AddAdmin(ctx context.Context, store server.Store, tenant string, now time.Time) (string, error) {
	l := &ledger.Ledger{Store: store, Now: func() time.Time { return now }}
	return ledger.Do(ctx, l, tenant, func(w *ledger.Writing) (string, error) {
		admin := server.NewMember(tenant, "admin", server.AccessAdmin, now)
		plain, token := server.NewToken(admin, now)
		w.Members, w.Tokens = []server.Member{admin}, []server.Token{token}
		w.Record(server.MemberConsole, server.ActionMemberAdd, admin.ID, "admin, token "+token.ID)
		return plain, nil
	})
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
