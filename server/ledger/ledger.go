// Package ledger is the one way in which people's actions reach the store: one
// at a time, each whole, each with its entry in the tenant's audit and, if the
// request carried a key, with its answer.
package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"huashu/server"
)

// Ledger writes to a store.
type Ledger struct {
	Store server.Store
	Now   func() time.Time // nil: time.Now

	mu sync.Mutex // from reading the end of the audit to writing the next entry
}

// Time is now, in the precision in which times are kept.
func (l *Ledger) Time() time.Time {
	now := time.Now
	if l.Now != nil {
		now = l.Now
	}
	return now().UTC().Truncate(time.Second)
}

// Writing is one action in the making.
type Writing struct {
	server.Change
	Tenant string
	Now    time.Time
	last   server.Entry
}

// Record puts the action into the audit and gives the audit's new head. An
// action is recorded once.
func (w *Writing) Record(member, action, subject, detail string) string {
	e := server.Entry{Time: w.Now, Member: member, Action: action, Subject: subject, Detail: detail}.After(w.last)
	w.Entry = &e
	return e.Hash
}

// Audit is the audit's head as it is, or as Record has made it.
func (w *Writing) Audit() string {
	if w.Entry != nil {
		return w.Entry.Hash
	}
	return w.last.Hash
}

// Once names a request, so that it is done once: see server.Reply.
type Once struct {
	Member, Key, Request string
	Status               int // of the answer when all goes well
}

type onceKey struct{}

// WithOnce lets the write under ctx keep its answer.
func WithOnce(ctx context.Context, o Once) context.Context {
	return context.WithValue(ctx, onceKey{}, o)
}

// Do lets build prepare a change of a tenant and applies it. A change without
// an entry and without a head is no change. The result is what the answer
// says; one that is secret in part keeps only what its Kept method gives.
func Do[T any](ctx context.Context, l *Ledger, tenant string, build func(*Writing) (T, error)) (T, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var none T
	last, err := l.Store.LastEntry(ctx, tenant)
	if err != nil {
		return none, err
	}
	w := &Writing{Tenant: tenant, Now: l.Time(), last: last}
	result, err := build(w)
	if err != nil {
		return none, err
	}
	if w.Entry == nil && w.Head == nil {
		return result, nil
	}
	if once, ok := ctx.Value(onceKey{}).(Once); ok {
		if w.Reply, err = once.reply(result, w.Now); err != nil {
			return none, err
		}
	}
	if err := l.Store.Apply(ctx, tenant, w.Change); err != nil {
		return none, err
	}
	return result, nil
}

func (o Once) reply(result any, now time.Time) (*server.Reply, error) {
	r := &server.Reply{Member: o.Member, Key: o.Key, Request: o.Request, Status: o.Status, Created: now}
	if tagged, ok := result.(interface{ ETag() string }); ok {
		r.ETag = tagged.ETag()
	}
	if secret, ok := result.(interface{ Kept() any }); ok {
		result = secret.Kept()
	}
	var err error
	if r.Body, err = json.Marshal(result); err != nil {
		return nil, fmt.Errorf("answer to keep: %w", err)
	}
	return r, nil
}

// verifyPage is how many entries of the audit are read at a time.
const verifyPage = 500

// Verify computes a tenant's whole audit again.
func (l *Ledger) Verify(ctx context.Context, tenant string) (server.Verdict, error) {
	last, err := l.Store.LastEntry(ctx, tenant)
	if err != nil {
		return server.Verdict{}, err
	}
	v := server.Verdict{OK: true}
	for from := int64(1); from <= last.N; from += verifyPage {
		to := min(from+verifyPage, last.N+1)
		page, err := l.Store.Entries(ctx, tenant, to, int(to-from))
		if err != nil {
			return v, err
		}
		for _, e := range slices.Backward(page) {
			if e.N >= from { // where one is missing the page reaches further back
				v.Check(e)
			}
		}
	}
	if v.OK && v.Length != last.N {
		v.OK, v.Broken, v.Reason = false, v.Length+1, fmt.Sprintf("entry %d is not there", v.Length+1)
	}
	return v, nil
}
