// Package backup keeps copies of a server's state and brings them back. A copy
// counts only after it was gone over: SQLite's own check, the roots, every
// shop's audit, head and releases.
package backup

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"huashu/server"
	"huashu/server/ledger"
	"huashu/server/release"
)

// Shop is what a copy holds of a shop.
type Shop struct {
	ID      string
	Entries int64     // of its audit
	Last    time.Time // of the last of them
	Stable  int64     // Seq of the stable release; 0: none
}

// Verify goes over all that a store holds.
func Verify(ctx context.Context, store server.Store) ([]Shop, error) {
	root, err := verifyRoots(ctx, store)
	if err != nil {
		return nil, err
	}
	tenants, err := store.Tenants(ctx)
	if err != nil {
		return nil, err
	}
	var shops []Shop
	for _, t := range tenants {
		shop, err := verifyShop(ctx, store, t.ID, root)
		if err != nil {
			return nil, fmt.Errorf("tenant %s: %w", t.ID, err)
		}
		shops = append(shops, shop)
	}
	return shops, nil
}

// verifyRoots checks that each root follows the one before, and gives the
// last; nil if there is none.
func verifyRoots(ctx context.Context, store server.Store) (*server.Root, error) {
	n, envelope, err := store.LatestRoot(ctx)
	if errors.Is(err, server.ErrNotFound) {
		return nil, nil
	}
	var chain [][]byte // the latest first
	for ; err == nil; envelope, err = store.Root(ctx, n) {
		chain = append(chain, envelope)
		n--
	}
	if !errors.Is(err, server.ErrNotFound) {
		return nil, err
	}
	var root *server.Root
	for i, envelope := range slices.Backward(chain) {
		if i == len(chain)-1 {
			fingerprint, err := release.Fingerprint(envelope)
			if err != nil {
				return nil, err
			}
			root, err = release.OpenFirstRoot(envelope, fingerprint)
			if err != nil {
				return nil, err
			}
		} else if root, err = release.OpenNextRoot(envelope, root); err != nil {
			return nil, err
		}
	}
	return root, nil
}

func verifyShop(ctx context.Context, store server.Store, tenant string, root *server.Root) (Shop, error) {
	shop := Shop{ID: tenant}
	verdict, err := Audit(ctx, store, tenant)
	if err != nil {
		return shop, err
	}
	if !verdict.OK {
		return shop, fmt.Errorf("audit: %s", verdict.Reason)
	}
	last, err := store.LastEntry(ctx, tenant)
	if err != nil {
		return shop, err
	}
	shop.Entries, shop.Last = last.N, last.Time

	// What is kept of releases is what their names say.
	releases, err := store.Releases(ctx, tenant)
	if err != nil {
		return shop, err
	}
	kept := map[server.Ref]bool{}
	for _, r := range releases {
		for _, ref := range []server.Ref{r.Ref, r.Pack} {
			data, _, err := store.StagedObject(ctx, tenant, ref.SHA256)
			if err != nil {
				return shop, fmt.Errorf("release %d: %w", r.Seq, err)
			}
			if release.NewRef(data) != ref {
				return shop, fmt.Errorf("release %d: object %s holds other bytes", r.Seq, ref.SHA256)
			}
		}
		kept[r.Ref] = true
		if r.State == server.ReleaseStable {
			shop.Stable = r.Seq
		}
	}

	// What clients were told leads to releases that are there.
	head, err := store.Head(ctx, tenant)
	if errors.Is(err, server.ErrNotFound) {
		return shop, nil
	}
	if err != nil {
		return shop, err
	}
	if root == nil {
		return shop, errors.New("has a head, but there is no root")
	}
	fresh, err := release.OpenFreshness(head.Envelope, root, tenant)
	if err != nil {
		return shop, err
	}
	if !kept[fresh.Stable] || fresh.Candidate != nil && !kept[fresh.Candidate.Release] {
		return shop, errors.New("the head names a release that is not there")
	}
	return shop, nil
}

// Audit computes a tenant's audit again, and compares it with what clients
// were told by the signed head.
func Audit(ctx context.Context, store server.Store, tenant string) (server.Verdict, error) {
	v, err := (&ledger.Ledger{Store: store}).Verify(ctx, tenant)
	if err != nil || !v.OK {
		return v, err
	}
	head, err := store.Head(ctx, tenant)
	if errors.Is(err, server.ErrNotFound) {
		return v, nil
	}
	var fresh server.Freshness
	if err == nil {
		err = release.ReadOwn(head.Envelope, &fresh)
	}
	if err == nil && fresh.Audit != "" && !slices.Contains(v.Hashes, fresh.Audit) {
		v.OK, v.Reason = false, fmt.Sprintf("clients were told of entry %s, which is not there", fresh.Audit)
	}
	return v, err
}
