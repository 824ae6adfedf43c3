// Package storetest holds the tests that every implementation of server.Store
// must pass.
package storetest

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"huashu/server"
	"huashu/server/release"
)

var day = time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)

// Run runs the tests, each on a store of its own.
func Run(t *testing.T, open func(t *testing.T) server.Store) {
	for _, tt := range []struct {
		name string
		test func(t *testing.T, s server.Store)
	}{
		{"tenants", tenants},
		{"roots follow one another", roots},
		{"a staged object is not public", staged},
		{"heads replace only the one they follow", heads},
		{"publish shows everything at once", publish},
		{"publish shows nothing after a conflict", publishConflict},
		{"tokens", tokens},
	} {
		t.Run(tt.name, func(t *testing.T) { tt.test(t, open(t)) })
	}
}

func tenants(t *testing.T, s server.Store) {
	ctx := context.Background()
	shop := server.Tenant{ID: "shop", Name: "一家店", Created: day}
	ok(t, s.CreateTenant(ctx, shop))
	ok(t, s.CreateTenant(ctx, server.Tenant{ID: "another", Created: day}))
	want(t, s.CreateTenant(ctx, shop), server.ErrConflict)
	got, err := s.Tenant(ctx, "shop")
	if ok(t, err); got != shop {
		t.Errorf("got %+v, want %+v", got, shop)
	}
	_, err = s.Tenant(ctx, "nobody")
	want(t, err, server.ErrNotFound)
	all, err := s.Tenants(ctx)
	if ok(t, err); len(all) != 2 || all[0].ID != "another" || all[1] != shop {
		t.Errorf("got tenants %+v, want another, shop", all)
	}
}

func roots(t *testing.T, s server.Store) {
	ctx := context.Background()
	_, _, err := s.LatestRoot(ctx)
	want(t, err, server.ErrNotFound)
	ok(t, s.AddRoot(ctx, 1, []byte("one")))
	want(t, s.AddRoot(ctx, 3, []byte("three")), server.ErrConflict)
	want(t, s.AddRoot(ctx, 1, []byte("uno")), server.ErrConflict)
	ok(t, s.AddRoot(ctx, 2, []byte("two")))
	n, latest, err := s.LatestRoot(ctx)
	if ok(t, err); n != 2 || string(latest) != "two" {
		t.Errorf("latest is %d %q, want 2 two", n, latest)
	}
	first, err := s.Root(ctx, 1)
	if ok(t, err); string(first) != "one" {
		t.Errorf("root 1 is %q, want one", first)
	}
	_, err = s.Root(ctx, 3)
	want(t, err, server.ErrNotFound)
}

func staged(t *testing.T, s server.Store) {
	ctx := context.Background()
	data := []byte("a pack")
	ref := release.NewRef(data)
	want(t, s.StageObject(ctx, "shop", ref, data), server.ErrNotFound) // no such tenant
	ok(t, s.CreateTenant(ctx, server.Tenant{ID: "shop", Created: day}))
	ok(t, s.StageObject(ctx, "shop", ref, data))
	ok(t, s.StageObject(ctx, "shop", ref, data))
	got, err := s.StagedObject(ctx, "shop", ref.SHA256)
	if ok(t, err); !bytes.Equal(got, data) {
		t.Errorf("got %q, want %q", got, data)
	}
	_, err = s.Object(ctx, "shop", ref.SHA256)
	want(t, err, server.ErrNotFound)
	_, err = s.StagedObject(ctx, "another", ref.SHA256)
	want(t, err, server.ErrNotFound)
}

func heads(t *testing.T, s server.Store) {
	ctx := context.Background()
	ok(t, s.CreateTenant(ctx, server.Tenant{ID: "shop", Created: day}))
	_, err := s.Head(ctx, "shop")
	want(t, err, server.ErrNotFound)
	first := server.Head{Version: 7, Issued: day, Envelope: []byte("seven")}
	second := server.Head{Version: 9, Issued: day.Add(time.Hour), Envelope: []byte("nine")}
	want(t, s.SetHead(ctx, "shop", 6, first), server.ErrConflict)
	ok(t, s.SetHead(ctx, "shop", 0, first))
	want(t, s.SetHead(ctx, "shop", 0, second), server.ErrConflict)
	want(t, s.SetHead(ctx, "shop", 8, second), server.ErrConflict)
	ok(t, s.SetHead(ctx, "shop", 7, second))
	got, err := s.Head(ctx, "shop")
	if ok(t, err); got.Version != 9 || !got.Issued.Equal(second.Issued) || string(got.Envelope) != "nine" {
		t.Errorf("got %+v, want %+v", got, second)
	}
}

// publication makes release seq of tenant shop and stages its pack.
func publication(t *testing.T, s server.Store, seq, prevHead int64) server.Publication {
	pack := []byte{byte(seq)}
	envelope := []byte{byte(seq), 'r'}
	ref := release.NewRef(pack)
	ok(t, s.StageObject(context.Background(), "shop", ref, pack))
	return server.Publication{
		Release:  server.Release{Type: server.TypeRelease, Tenant: "shop", Seq: seq, Issued: day, Pack: ref},
		Ref:      release.NewRef(envelope),
		Envelope: envelope,
		PrevHead: prevHead,
		Head:     server.Head{Version: prevHead + 1, Issued: day, Envelope: []byte("head")},
	}
}

func publish(t *testing.T, s server.Store) {
	ctx := context.Background()
	ok(t, s.CreateTenant(ctx, server.Tenant{ID: "shop", Created: day}))
	p := publication(t, s, 1, 0)
	ok(t, s.Publish(ctx, p))
	for what, ref := range map[string]server.Ref{"release": p.Ref, "pack": p.Release.Pack} {
		data, err := s.Object(ctx, "shop", ref.SHA256)
		if err != nil || release.NewRef(data) != ref {
			t.Errorf("%s: got %q, %v", what, data, err)
		}
	}
	head, err := s.Head(ctx, "shop")
	if ok(t, err); head.Version != 1 {
		t.Errorf("head has version %d, want 1", head.Version)
	}
	// The same pack again, under a new release: a revert.
	again := publication(t, s, 2, 1)
	again.Release.Pack = p.Release.Pack
	ok(t, s.Publish(ctx, again))
}

func publishConflict(t *testing.T, s server.Store) {
	ctx := context.Background()
	ok(t, s.CreateTenant(ctx, server.Tenant{ID: "shop", Created: day}))
	ok(t, s.Publish(ctx, publication(t, s, 1, 0)))
	taken := publication(t, s, 2, 1)
	taken.Release.Seq = 1
	stale := publication(t, s, 3, 0)
	lost := publication(t, s, 4, 1)
	lost.Release.Pack = release.NewRef([]byte("never staged"))
	for _, tt := range []struct {
		name string
		p    server.Publication
		err  error
	}{
		{"Seq is taken", taken, server.ErrConflict},
		{"head has moved", stale, server.ErrConflict},
		{"pack is not there", lost, server.ErrNotFound},
	} {
		want(t, s.Publish(ctx, tt.p), tt.err)
		if _, err := s.Object(ctx, "shop", tt.p.Ref.SHA256); !errors.Is(err, server.ErrNotFound) {
			t.Errorf("%s: its release can be seen: %v", tt.name, err)
		}
		if _, err := s.Object(ctx, "shop", tt.p.Release.Pack.SHA256); !errors.Is(err, server.ErrNotFound) {
			t.Errorf("%s: its pack can be seen: %v", tt.name, err)
		}
	}
	head, err := s.Head(ctx, "shop")
	if ok(t, err); head.Version != 1 {
		t.Errorf("head has version %d, want 1", head.Version)
	}
}

func tokens(t *testing.T, s server.Store) {
	ctx := context.Background()
	token := server.Token{Hash: release.SHA256([]byte("secret")), Tenant: "shop", Access: server.AccessReviewer, Name: "王主管", Created: day}
	want(t, s.AddToken(ctx, token), server.ErrNotFound) // no such tenant
	ok(t, s.CreateTenant(ctx, server.Tenant{ID: "shop", Created: day}))
	ok(t, s.AddToken(ctx, token))
	got, err := s.Token(ctx, token.Hash)
	if ok(t, err); got != token {
		t.Errorf("got %+v, want %+v", got, token)
	}
	_, err = s.Token(ctx, release.SHA256([]byte("guess")))
	want(t, err, server.ErrNotFound)
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func want(t *testing.T, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("got error %v, want %v", got, want)
	}
}
