package publish

import (
	"context"
	"fmt"
	"slices"

	"huashu/server"
	"huashu/server/release"
)

// deltaBases is from how many of the last packs a release has deltas: browsers
// that were switched off over a weekend are a release or two behind.
const deltaBases = 3

// deltaShare is how much smaller than the pack a delta must be.
const deltaShare = 4

// deltas makes and keeps the deltas that lead from the last packs to a new one.
func (s *Service) deltas(ctx context.Context, tenant string, to server.Ref) ([]server.Delta, error) {
	if s.Deltas == nil {
		return nil, nil
	}
	all, err := s.Store.Releases(ctx, tenant)
	if err != nil {
		return nil, err
	}
	var bases []string
	for _, r := range all { // the newest first
		if r.State != server.ReleaseApproved && r.Pack != to && !slices.Contains(bases, r.Pack.SHA256) {
			bases = append(bases, r.Pack.SHA256)
		}
	}
	var out []server.Delta
	for _, from := range bases[:min(len(bases), deltaBases)] {
		ref, err := s.delta(ctx, tenant, from, to)
		if err != nil {
			return nil, fmt.Errorf("delta from pack %s: %w", from, err)
		}
		if ref != (server.Ref{}) {
			out = append(out, server.Delta{From: from, Ref: ref})
		}
	}
	return out, nil
}

// delta makes and keeps one delta, or remembers it. The zero value: there is
// none worth its name.
func (s *Service) delta(ctx context.Context, tenant, from string, to server.Ref) (server.Ref, error) {
	name := tenant + " " + from + " " + to.SHA256
	if known, ok := s.made.Load(name); ok {
		return known.(server.Ref), nil
	}
	before, _, err := s.Store.StagedObject(ctx, tenant, from)
	if err != nil {
		return server.Ref{}, err
	}
	after, _, err := s.Store.StagedObject(ctx, tenant, to.SHA256)
	if err != nil {
		return server.Ref{}, err
	}
	delta, err := s.Deltas.Delta(before, after)
	if err != nil {
		return server.Ref{}, err
	}
	ref := server.Ref{}
	if n := len(delta); n > 0 && n <= server.MaxDelta && n < len(after)/deltaShare {
		ref = release.NewRef(delta)
		if err := s.Store.StageObject(ctx, tenant, ref, server.MemberServer, delta); err != nil {
			return ref, err
		}
	}
	s.made.Store(name, ref)
	return ref, nil
}

// public lists what clients may read once a release is theirs.
func public(ref server.Ref, r *server.Release) []string {
	out := []string{ref.SHA256, r.Pack.SHA256}
	for _, d := range r.Deltas {
		out = append(out, d.SHA256)
	}
	return out
}

// admitDeltas checks that the deltas a release names are here. What is in them
// is the clients' to check: one that does not lead to the pack is of no use
// and does no harm.
func (s *Service) admitDeltas(ctx context.Context, r *server.Release) error {
	for _, d := range r.Deltas {
		delta, _, err := s.Store.StagedObject(ctx, r.Tenant, d.SHA256)
		if err != nil {
			return fmt.Errorf("delta: %w", err)
		}
		if err := release.CheckSize(server.PlaceRelease, delta, d.Ref); err != nil {
			return err
		}
	}
	return nil
}
