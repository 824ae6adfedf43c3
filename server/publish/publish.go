// Package publish takes a reviewer's release in, decides with people who gets
// it, and keeps heads fresh. It is the only writer of heads, and holds the online key that signs them.
package publish

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"time"

	"huashu/server"
	"huashu/server/ledger"
	"huashu/server/release"
)

// pollSeconds is how long a client waits until it asks again without a hint.
const pollSeconds = 900

// Service publishes releases and re-signs heads.
type Service struct {
	*ledger.Ledger
	Gate   server.Gate
	Engine int         // the engine level that the gate runs
	Online release.Key // signs heads
	Hub    Hints
	Log    *slog.Logger
	Deltas server.DeltaMaker // nil: releases come without
	// ResignEvery is the age at which a head is signed anew; zero: server.ResignEvery.
	ResignEvery time.Duration

	made sync.Map // "tenant from to" → server.Ref of a delta
}

// Hints tells whoever listens to a tenant that it has a new head.
type Hints interface {
	// Send tells of the head's version. It does not wait for anyone.
	Send(tenant string, version int64)
	// Subscribers gives how many listen.
	Subscribers(tenant string) int
}

// Result says what a publication led to.
type Result struct {
	Seq     int64          `json:"seq"`
	Release server.Ref     `json:"release"`
	Version int64          `json:"version"` // of the head that names it
	Report  *server.Report `json:"report,omitempty"`
}

// Publish verifies a signed release, runs its pack through the gate, stores
// both, makes the release stable for everybody at once and tells the
// subscribers. The pack must have been staged, by another member than the one
// who publishes; a revert to a pack that was stable before is the exception.
// Publishing what is stable already does nothing and gives no report.
//
// Errors: *server.Refused for a release that is not in order, ErrGate for its
// pack, ErrConflict when it does not follow the stable release, ErrFourEyes,
// ErrNotFound for a tenant or a pack that is not there.
func (s *Service) Publish(ctx context.Context, tenant, by string, envelope []byte) (Result, error) {
	ref := release.NewRef(envelope)
	r, err := s.open(ctx, tenant, envelope)
	if err != nil {
		return Result{}, err
	}
	version, head, err := s.current(ctx, tenant)
	if err != nil {
		return Result{}, err
	}
	if head.Stable == ref {
		return Result{Seq: r.Seq, Release: ref, Version: version}, nil
	}
	if err := s.follows(ctx, r, head); err != nil {
		return Result{}, err
	}
	report, editors, err := s.admit(ctx, r)
	if err != nil {
		return Result{}, err
	}
	result, err := ledger.Do(ctx, s.Ledger, tenant, func(w *ledger.Writing) (Result, error) {
		was, head, err := s.current(ctx, tenant) // it may have moved on since
		if err != nil {
			return Result{}, err
		}
		if err := s.follows(ctx, r, head); err != nil {
			return Result{}, err
		}
		record := r.Record(ref, server.ReleaseStable)
		record.Approver, record.Editors = by, editors
		if r.Reverts > 0 {
			if err := s.mayRevert(ctx, r, head); err != nil {
				return Result{}, err
			}
			record.Editors = []string{}
		}
		w.Release, w.Envelope, w.Public = &record, envelope, public(ref, r)
		if err := s.leave(ctx, w, head); err != nil {
			return Result{}, err
		}
		w.Record(by, server.ActionReleasePublish, ReleaseName(r.Seq), "sha256 "+ref.SHA256)
		head.Stable, head.Candidate = ref, nil
		next, err := s.sign(w, was, head)
		return Result{Seq: r.Seq, Release: ref, Version: next.Version, Report: &report}, err
	})
	if err == nil {
		s.Hub.Send(tenant, result.Version)
	}
	return result, err
}

// ReleaseName is how the audit names a release.
func ReleaseName(seq int64) string { return "release " + strconv.FormatInt(seq, 10) }

// leave marks what a new stable release takes the place of: the stable one,
// and a candidate.
func (s *Service) leave(ctx context.Context, w *ledger.Writing, head *server.Freshness) error {
	w.States = map[int64]server.ReleaseState{}
	if head.Stable.SHA256 != "" {
		old, err := s.stored(ctx, w.Tenant, head.Stable.SHA256)
		if err != nil {
			return err
		}
		w.States[old.Seq] = server.ReleaseReplaced
	}
	if head.Candidate != nil {
		old, err := s.stored(ctx, w.Tenant, head.Candidate.Release.SHA256)
		if err != nil {
			return err
		}
		w.States[old.Seq] = server.ReleaseHalted
	}
	return nil
}

// mayRevert checks that a revert undoes the stable release and brings nothing
// that was not stable before.
func (s *Service) mayRevert(ctx context.Context, r *server.Release, head *server.Freshness) error {
	stable, err := s.stored(ctx, r.Tenant, head.Stable.SHA256)
	if err != nil {
		return err
	}
	if r.Reverts != stable.Seq {
		return fmt.Errorf("release %d reverts release %d, but release %d is stable: %w", r.Seq, r.Reverts, stable.Seq, server.ErrConflict)
	}
	all, err := s.Store.Releases(ctx, r.Tenant)
	if err != nil {
		return err
	}
	for _, old := range all {
		if old.State == server.ReleaseReplaced && old.Pack == r.Pack {
			return nil
		}
	}
	return fmt.Errorf("release %d reverts to a pack that never was stable: %w", r.Seq, server.ErrConflict)
}

// Next gives the release that would follow the stable one, unsigned, with the
// stable one's pack.
func (s *Service) Next(ctx context.Context, tenant string) (server.Release, error) {
	next := server.Release{Type: server.TypeRelease, Tenant: tenant, Seq: 1, Issued: s.Time()}
	_, head, err := s.current(ctx, tenant)
	if err != nil || head.Stable.SHA256 == "" {
		return next, err
	}
	stable, err := s.stored(ctx, tenant, head.Stable.SHA256)
	if err != nil {
		return next, err
	}
	next.Parent, next.Pack, next.MinEngine = head.Stable.SHA256, stable.Pack, stable.MinEngine
	all, err := s.Store.Releases(ctx, tenant)
	for _, r := range all {
		next.Seq = max(next.Seq, r.Seq+1) // one that was never stable has its number too
	}
	return next, err
}

// Revert gives the release, unsigned, that returns from the stable one to the
// pack of release seq. ErrState if that never was stable.
func (s *Service) Revert(ctx context.Context, tenant string, seq int64) (server.Release, error) {
	next, err := s.Next(ctx, tenant)
	if err != nil {
		return next, err
	}
	record, err := s.Store.Release(ctx, tenant, seq)
	if err != nil {
		return next, err
	}
	if record.State != server.ReleaseReplaced {
		return next, fmt.Errorf("release %d is %s, only one that was stable before can be returned to: %w", seq, record.State, server.ErrState)
	}
	to, err := s.stored(ctx, tenant, record.Ref.SHA256)
	if err != nil {
		return next, err
	}
	_, head, err := s.current(ctx, tenant)
	if err != nil {
		return next, err
	}
	stable, err := s.stored(ctx, tenant, head.Stable.SHA256)
	if err != nil {
		return next, err
	}
	next.Pack, next.MinEngine, next.Reverts = to.Pack, to.MinEngine, stable.Seq
	next.Deltas, err = s.deltas(ctx, tenant, next.Pack)
	return next, err
}

// stored reads a release that was taken in before.
func (s *Service) stored(ctx context.Context, tenant, sha256 string) (server.Release, error) {
	var r server.Release
	data, _, err := s.Store.StagedObject(ctx, tenant, sha256)
	if err == nil {
		err = release.ReadOwn(data, &r)
	}
	if err != nil {
		return r, fmt.Errorf("stored release %s: %w", sha256, err)
	}
	return r, nil
}

// open verifies a release with the keys of the latest root.
func (s *Service) open(ctx context.Context, tenant string, envelope []byte) (*server.Release, error) {
	if _, err := s.Store.Tenant(ctx, tenant); err != nil {
		return nil, err
	}
	_, data, err := s.Store.LatestRoot(ctx)
	if err != nil {
		return nil, err
	}
	var root server.Root
	if err := release.ReadOwn(data, &root); err != nil {
		return nil, fmt.Errorf("stored root: %w", err)
	}
	return release.OpenRelease(envelope, &root, tenant)
}

// current gives a tenant's head, or an empty one with version 0.
func (s *Service) current(ctx context.Context, tenant string) (int64, *server.Freshness, error) {
	f := &server.Freshness{Type: server.TypeFreshness, Tenant: tenant, Poll: pollSeconds}
	stored, err := s.Store.Head(ctx, tenant)
	if errors.Is(err, server.ErrNotFound) {
		return 0, f, nil
	}
	if err != nil {
		return 0, nil, err
	}
	if err := release.ReadOwn(stored.Envelope, f); err != nil {
		return 0, nil, fmt.Errorf("stored head of tenant %s: %w", tenant, err)
	}
	return stored.Version, f, nil
}

// follows checks that a release was made from the one that is stable.
func (s *Service) follows(ctx context.Context, r *server.Release, head *server.Freshness) error {
	if r.Parent != head.Stable.SHA256 {
		return fmt.Errorf("release %d was made from release %q, but %q is stable: %w", r.Seq, r.Parent, head.Stable.SHA256, server.ErrConflict)
	}
	if r.Parent == "" {
		return nil
	}
	parent, err := s.stored(ctx, r.Tenant, r.Parent)
	if err != nil {
		return err
	}
	if r.Seq <= parent.Seq {
		return fmt.Errorf("release %d does not come after %d: %w", r.Seq, parent.Seq, server.ErrConflict)
	}
	return nil
}

// admit runs the release's pack through the gate, and says who edited it.
func (s *Service) admit(ctx context.Context, r *server.Release) (report server.Report, editors []string, err error) {
	pack, by, err := s.Store.StagedObject(ctx, r.Tenant, r.Pack.SHA256)
	if err != nil {
		return report, nil, err
	}
	if err := release.CheckSize(server.PlacePack, pack, r.Pack); err != nil {
		return report, nil, err
	}
	if r.MinEngine > s.Engine {
		return report, nil, server.Refuse(server.PlaceRelease, server.CodeEngine, "needs engine %d, the gate runs %d", r.MinEngine, s.Engine)
	}
	if err := s.admitDeltas(ctx, r); err != nil {
		return report, nil, err
	}
	editors = []string{by}
	if strings.HasPrefix(by, server.DraftPrefix) { // compiled here, of a draft
		draft, err := s.Store.Draft(ctx, r.Tenant, by)
		if err != nil {
			return report, nil, err
		}
		editors = draft.Editors
	}
	report, err = s.Gate.Admit(ctx, pack)
	return report, editors, err
}

// sign makes a head part of the change: a higher version, issued now.
func (s *Service) sign(w *ledger.Writing, was int64, f *server.Freshness) (server.Head, error) {
	// Counted in seconds, so that a server restored from a backup does not say
	// numbers that clients have seen already.
	f.Version = max(f.Version+1, w.Now.Unix())
	f.Issued, f.Expires = w.Now, w.Now.Add(server.FreshnessLife)
	f.Audit = w.Audit()
	envelope, err := release.Sign(server.TypeFreshness, f, s.Online)
	if err != nil {
		return server.Head{}, err
	}
	if len(envelope) > server.MaxFreshness {
		return server.Head{}, fmt.Errorf("head of tenant %s would have %d bytes, clients read %d, too many killed rules: %w", f.Tenant, len(envelope), server.MaxFreshness, server.ErrState)
	}
	head := server.Head{Version: f.Version, Issued: w.Now, Envelope: envelope}
	w.Head, w.HeadWas = &head, was
	return head, nil
}
