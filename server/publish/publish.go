// Package publish takes a reviewer's release in and keeps heads fresh. It is
// the only writer of heads, and holds the online key that signs them.
package publish

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"huashu/server"
	"huashu/server/hint"
	"huashu/server/release"
)

// pollSeconds is how long a client waits until it asks again without a hint.
const pollSeconds = 900

// Service publishes releases and re-signs heads.
type Service struct {
	Store  server.Store
	Gate   server.Gate
	Engine int         // the engine level that the gate runs
	Online release.Key // signs heads
	Hub    *hint.Hub
	Log    *slog.Logger
	Now    func() time.Time // nil: time.Now

	mu sync.Mutex // held from reading a head to replacing it
}

// Result says what a publication led to.
type Result struct {
	Seq     int64          `json:"seq"`
	Release server.Ref     `json:"release"`
	Version int64          `json:"version"` // of the head that names it
	Report  *server.Report `json:"report,omitempty"`
}

// Publish verifies a signed release, runs its pack through the gate, stores
// both and tells the subscribers. The pack must have been staged. Publishing
// what is stable already does nothing and gives no report.
//
// Errors: *server.Refused for a release that is not in order, ErrGate for its
// pack, ErrConflict when it does not follow the stable release, ErrNotFound
// for a tenant or a pack that is not there.
func (s *Service) Publish(ctx context.Context, tenant string, envelope []byte) (Result, error) {
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
	report, err := s.admit(ctx, r)
	if err != nil {
		return Result{}, err
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	version, head, err = s.current(ctx, tenant) // it may have been re-signed since
	if err != nil {
		return Result{}, err
	}
	if err := s.follows(ctx, r, head); err != nil {
		return Result{}, err
	}
	head.Stable, head.Candidate = ref, nil
	next, err := s.sign(head)
	if err != nil {
		return Result{}, err
	}
	if err := s.Store.Publish(ctx, server.Publication{
		Release: *r, Ref: ref, Envelope: envelope, PrevHead: version, Head: next,
	}); err != nil {
		return Result{}, err
	}
	s.Hub.Send(tenant, next.Version)
	return Result{Seq: r.Seq, Release: ref, Version: next.Version, Report: &report}, nil
}

// Next gives the release that would follow the stable one, unsigned, with the
// stable one's pack.
func (s *Service) Next(ctx context.Context, tenant string) (server.Release, error) {
	next := server.Release{Type: server.TypeRelease, Tenant: tenant, Seq: 1, Issued: s.now()}
	_, head, err := s.current(ctx, tenant)
	if err != nil || head.Stable.SHA256 == "" {
		return next, err
	}
	stable, err := s.stored(ctx, tenant, head.Stable.SHA256)
	next.Seq, next.Parent = stable.Seq+1, head.Stable.SHA256
	next.Pack, next.MinEngine = stable.Pack, stable.MinEngine
	return next, err
}

// stored reads a release that was published before.
func (s *Service) stored(ctx context.Context, tenant, sha256 string) (server.Release, error) {
	var r server.Release
	data, err := s.Store.Object(ctx, tenant, sha256)
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

// admit runs the release's pack through the gate.
func (s *Service) admit(ctx context.Context, r *server.Release) (server.Report, error) {
	pack, err := s.Store.StagedObject(ctx, r.Tenant, r.Pack.SHA256)
	if err != nil {
		return server.Report{}, err
	}
	if err := release.CheckSize(server.PlacePack, pack, r.Pack); err != nil {
		return server.Report{}, err
	}
	if r.MinEngine > s.Engine {
		return server.Report{}, server.Refuse(server.PlaceRelease, server.CodeEngine, "needs engine %d, the gate runs %d", r.MinEngine, s.Engine)
	}
	return s.Gate.Admit(ctx, pack)
}

// sign renews a head: a higher version, issued now.
func (s *Service) sign(f *server.Freshness) (server.Head, error) {
	now := s.now()
	// Counted in seconds, so that a server restored from a backup does not say
	// numbers that clients have seen already.
	f.Version = max(f.Version+1, now.Unix())
	f.Issued, f.Expires = now, now.Add(server.FreshnessLife)
	envelope, err := release.Sign(server.TypeFreshness, f, s.Online)
	if err != nil {
		return server.Head{}, err
	}
	if len(envelope) > server.MaxFreshness {
		return server.Head{}, fmt.Errorf("head of tenant %s has %d bytes, clients read %d: too many killed rules", f.Tenant, len(envelope), server.MaxFreshness)
	}
	return server.Head{Version: f.Version, Issued: now, Envelope: envelope}, nil
}

func (s *Service) now() time.Time {
	now := time.Now
	if s.Now != nil {
		now = s.Now
	}
	return now().UTC().Truncate(time.Second)
}
