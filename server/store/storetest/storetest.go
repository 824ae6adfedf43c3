// Package storetest holds the tests that every implementation of server.Store
// must pass.
package storetest

import (
	"bytes"
	"context"
	"errors"
	"reflect"
	"slices"
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
		{"bytes come back as they were", sizes},
		{"heads replace only the one they follow", heads},
		{"publish shows everything at once", publish},
		{"publish shows nothing after a conflict", publishConflict},
		{"one person may approve in a solo shop", fourEyesSolo},
		{"members and tokens", tokens},
		{"drafts replace only the one they follow", drafts},
		{"the audit only grows at its end", audit},
		{"answers are kept for a while", replies},
		{"reports count once", reports},
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
	want(t, s.StageObject(ctx, "shop", ref, "m_editor", data), server.ErrNotFound) // no such tenant
	ok(t, s.CreateTenant(ctx, server.Tenant{ID: "shop", Created: day}))
	ok(t, s.StageObject(ctx, "shop", ref, "m_editor", data))
	ok(t, s.StageObject(ctx, "shop", ref, "m_editor", data))
	ok(t, s.StageObject(ctx, "shop", ref, "m_another", data))
	got, by, err := s.StagedObject(ctx, "shop", ref.SHA256)
	if ok(t, err); !bytes.Equal(got, data) || by != "m_editor" {
		t.Errorf("got %q by %s, want %q by who brought it first", got, by, data)
	}
	_, err = s.Object(ctx, "shop", ref.SHA256)
	want(t, err, server.ErrNotFound)
	_, _, err = s.StagedObject(ctx, "another", ref.SHA256)
	want(t, err, server.ErrNotFound)
}

func sizes(t *testing.T, s server.Store) {
	ctx := context.Background()
	ok(t, s.CreateTenant(ctx, server.Tenant{ID: "shop", Created: day}))
	for _, size := range []int{0, 1, 1<<20 - 1, 1 << 20, 1<<20 + 1, 3 << 20} {
		data := make([]byte, size)
		for i := range data {
			data[i] = byte(i>>16 ^ i)
		}
		ref := release.NewRef(data)
		ok(t, s.StageObject(ctx, "shop", ref, "m_editor", data))
		got, _, err := s.StagedObject(ctx, "shop", ref.SHA256)
		if err != nil || release.NewRef(got) != ref {
			t.Errorf("%d bytes came back as %d, %v", size, len(got), err)
		}
	}
}

func heads(t *testing.T, s server.Store) {
	ctx := context.Background()
	ok(t, s.CreateTenant(ctx, server.Tenant{ID: "shop", Created: day}))
	_, err := s.Head(ctx, "shop")
	want(t, err, server.ErrNotFound)
	first := server.Head{Version: 7, Issued: day, Envelope: []byte("seven")}
	second := server.Head{Version: 9, Issued: day.Add(time.Hour), Envelope: []byte("nine")}
	set := func(was int64, h server.Head) error {
		return s.Apply(ctx, "shop", server.Change{Head: &h, HeadWas: was})
	}
	want(t, set(6, first), server.ErrConflict)
	ok(t, set(0, first))
	want(t, set(0, second), server.ErrConflict)
	want(t, set(8, second), server.ErrConflict)
	ok(t, set(7, second))
	got, err := s.Head(ctx, "shop")
	if ok(t, err); got.Version != 9 || !got.Issued.Equal(second.Issued) || string(got.Envelope) != "nine" {
		t.Errorf("got %+v, want %+v", got, second)
	}
}

// publication makes release seq of tenant shop, and stages its pack.
func publication(t *testing.T, s server.Store, seq, headWas int64) server.Change {
	pack := []byte{byte(seq)}
	envelope := []byte{byte(seq), 'r'}
	ref := release.NewRef(pack)
	ok(t, s.StageObject(context.Background(), "shop", ref, "m_editor", pack))
	record := server.Release{Seq: seq, Issued: day, Pack: ref}.Record(release.NewRef(envelope), server.ReleaseStable)
	record.Editors, record.Approver = []string{"m_editor"}, "m_reviewer"
	c := server.Change{
		Release: &record, Envelope: envelope, Public: []string{record.Ref.SHA256, ref.SHA256}, States: map[int64]server.ReleaseState{},
		Head: &server.Head{Version: headWas + 1, Issued: day, Envelope: []byte("head")}, HeadWas: headWas,
	}
	if headWas > 0 {
		c.States[headWas] = server.ReleaseReplaced
	}
	return c
}

func publish(t *testing.T, s server.Store) {
	ctx := context.Background()
	ok(t, s.CreateTenant(ctx, server.Tenant{ID: "shop", Created: day}))
	c := publication(t, s, 1, 0)
	ok(t, s.Apply(ctx, "shop", c))
	for what, ref := range map[string]server.Ref{"release": c.Release.Ref, "pack": c.Release.Pack} {
		data, err := s.Object(ctx, "shop", ref.SHA256)
		if err != nil || release.NewRef(data) != ref {
			t.Errorf("%s: got %q, %v", what, data, err)
		}
	}
	head, err := s.Head(ctx, "shop")
	if ok(t, err); head.Version != 1 {
		t.Errorf("head has version %d, want 1", head.Version)
	}
	// The same pack again, under a new release: a revert, which nobody edited.
	again := publication(t, s, 2, 1)
	again.Release.Pack, again.Release.Reverts, again.Release.Editors = c.Release.Pack, 1, []string{}
	ok(t, s.Apply(ctx, "shop", again))
	all, err := s.Releases(ctx, "shop")
	if ok(t, err); len(all) != 2 || all[0].State != server.ReleaseStable || all[1].State != server.ReleaseReplaced {
		t.Errorf("got releases %+v, want 2 stable, 1 replaced", all)
	}
	one, err := s.Release(ctx, "shop", 1)
	if ok(t, err); one.Ref != c.Release.Ref || one.Pack != c.Release.Pack || one.Approver != "m_reviewer" || !slices.Equal(one.Editors, c.Release.Editors) {
		t.Errorf("got release %+v, want %+v", one, *c.Release)
	}
}

func publishConflict(t *testing.T, s server.Store) {
	ctx := context.Background()
	ok(t, s.CreateTenant(ctx, server.Tenant{ID: "shop", Created: day}))
	ok(t, s.Apply(ctx, "shop", publication(t, s, 1, 0)))
	taken := publication(t, s, 2, 1)
	taken.Release.Seq = 1
	stale := publication(t, s, 3, 7)
	stale.States = nil
	lost := publication(t, s, 4, 1)
	lost.Release.Pack = release.NewRef([]byte("never staged"))
	second := publication(t, s, 5, 1)
	second.States = nil
	own := publication(t, s, 6, 1)
	own.Release.Approver = "m_editor"
	nobodys := publication(t, s, 7, 1)
	nobodys.Release.Editors = []string{}
	for _, tt := range []struct {
		name string
		c    server.Change
		err  error
	}{
		{"Seq is taken", taken, server.ErrConflict},
		{"head has moved", stale, server.ErrConflict},
		{"pack is not there", lost, server.ErrNotFound},
		{"two would be stable", second, server.ErrConflict},
		{"its editor approves it", own, server.ErrFourEyes},
		{"edited by nobody", nobodys, server.ErrFourEyes},
	} {
		want(t, s.Apply(ctx, "shop", tt.c), tt.err)
		for what, sha256 := range map[string]string{"release": tt.c.Release.Ref.SHA256, "pack": tt.c.Public[1]} {
			if _, err := s.Object(ctx, "shop", sha256); !errors.Is(err, server.ErrNotFound) {
				t.Errorf("%s: its %s can be seen: %v", tt.name, what, err)
			}
		}
	}
	head, err := s.Head(ctx, "shop")
	if ok(t, err); head.Version != 1 {
		t.Errorf("head has version %d, want 1", head.Version)
	}
}

func fourEyesSolo(t *testing.T, s server.Store) {
	ctx := context.Background()
	ok(t, s.CreateTenant(ctx, server.Tenant{ID: "shop", Solo: true, Created: day}))
	c := publication(t, s, 1, 0)
	c.Release.Approver = "m_editor"
	ok(t, s.Apply(ctx, "shop", c))
}

func tokens(t *testing.T, s server.Store) {
	ctx := context.Background()
	m := server.Member{ID: "m_1", Tenant: "shop", Name: "王主管", Access: server.AccessReviewer, Active: true, Created: day}
	token := server.Token{ID: "k_1", Hash: release.SHA256([]byte("secret")), Tenant: "shop", Member: "m_1", Created: day}
	want(t, s.Apply(ctx, "shop", server.Change{Members: []server.Member{m}}), server.ErrNotFound) // no such tenant
	ok(t, s.CreateTenant(ctx, server.Tenant{ID: "shop", Created: day}))
	want(t, s.Apply(ctx, "shop", server.Change{Tokens: []server.Token{token}}), server.ErrNotFound) // no such member
	ok(t, s.Apply(ctx, "shop", server.Change{Members: []server.Member{m}, Tokens: []server.Token{token}}))
	got, err := s.Bearer(ctx, token.Hash)
	if ok(t, err); got != m {
		t.Errorf("got %+v, want %+v", got, m)
	}
	m.Name, m.Active = "王经理", false
	ok(t, s.Apply(ctx, "shop", server.Change{Members: []server.Member{m}}))
	if got, err = s.Bearer(ctx, token.Hash); err != nil || got != m {
		t.Errorf("after a change: got %+v, %v; want %+v", got, err, m)
	}
	all, err := s.Tokens(ctx, "shop")
	if ok(t, err); len(all) != 1 || all[0] != token {
		t.Errorf("got tokens %+v, want %+v", all, token)
	}
	_, err = s.Bearer(ctx, release.SHA256([]byte("guess")))
	want(t, err, server.ErrNotFound)
	ok(t, s.Apply(ctx, "shop", server.Change{RevokeToken: "k_1"}))
	_, err = s.Bearer(ctx, token.Hash)
	want(t, err, server.ErrNotFound)
	want(t, s.Apply(ctx, "shop", server.Change{RevokeToken: "k_1"}), server.ErrNotFound)
}

func drafts(t *testing.T, s server.Store) {
	ctx := context.Background()
	ok(t, s.CreateTenant(ctx, server.Tenant{ID: "shop", Created: day}))
	d := server.Draft{
		ID: "d_1", Version: 1, Title: "改称呼", State: server.DraftOpen, Editor: "m_1", Editors: []string{"m_1"},
		Created: day, Updated: day, Files: map[string]string{"pack.yaml": "pack: shop\n"},
	}
	ok(t, s.Apply(ctx, "shop", server.Change{Draft: &d}))
	want(t, s.Apply(ctx, "shop", server.Change{Draft: &d}), server.ErrConflict)
	next := d
	next.Version, next.State, next.Pack, next.Report = 2, server.DraftSubmitted, &server.Ref{SHA256: "00", Size: 1}, &server.Report{Rules: 3}
	ok(t, s.Apply(ctx, "shop", server.Change{Draft: &next, DraftWas: 1}))
	want(t, s.Apply(ctx, "shop", server.Change{Draft: &next, DraftWas: 1}), server.ErrChanged)
	want(t, s.Apply(ctx, "shop", server.Change{DeleteDraft: "d_1", DraftWas: 1}), server.ErrChanged)
	got, err := s.Draft(ctx, "shop", "d_1")
	if ok(t, err); !reflect.DeepEqual(got, next) {
		t.Errorf("got %+v, want %+v", got, next)
	}
	list, err := s.Drafts(ctx, "shop")
	if ok(t, err); len(list) != 1 || list[0].Title != "改称呼" || list[0].Files != nil {
		t.Errorf("got %+v, want the draft without its files", list)
	}
	ok(t, s.Apply(ctx, "shop", server.Change{DeleteDraft: "d_1", DraftWas: 2}))
	_, err = s.Draft(ctx, "shop", "d_1")
	want(t, err, server.ErrNotFound)
}

func audit(t *testing.T, s server.Store) {
	ctx := context.Background()
	ok(t, s.CreateTenant(ctx, server.Tenant{ID: "shop", Created: day}))
	last, err := s.LastEntry(ctx, "shop")
	if ok(t, err); last != (server.Entry{}) {
		t.Errorf("before the first: got %+v", last)
	}
	var all []server.Entry
	for range 3 {
		e := server.Entry{Time: day, Member: "m_1", Action: server.ActionDraftWrite, Subject: "d_1"}.After(last)
		ok(t, s.Apply(ctx, "shop", server.Change{Entry: &e}))
		all, last = append(all, e), e
	}
	beside := server.Entry{Time: day, Member: "m_2", Action: server.ActionDraftWrite}.After(all[1])
	want(t, s.Apply(ctx, "shop", server.Change{Entry: &beside}), server.ErrConflict)
	forged := last
	forged.N, forged.Prev = 4, all[0].Hash
	want(t, s.Apply(ctx, "shop", server.Change{Entry: &forged}), server.ErrConflict)
	got, err := s.Entries(ctx, "shop", 3, 5)
	if ok(t, err); len(got) != 2 || got[0] != all[1] || got[1] != all[0] {
		t.Errorf("below 3: got %+v, want 2 and 1", got)
	}
	if got, err := s.LastEntry(ctx, "shop"); err != nil || got != last {
		t.Errorf("last: got %+v, %v; want %+v", got, err, last)
	}
}

func reports(t *testing.T, s server.Store) {
	ctx := context.Background()
	ok(t, s.CreateTenant(ctx, server.Tenant{ID: "shop", Created: day}))
	ok(t, s.Apply(ctx, "shop", publication(t, s, 1, 0)))
	const today = "2026-11-22"
	told := func(key string) int64 {
		t.Helper()
		ok(t, s.AddStatus(ctx, "shop", today, server.Status{Key: key, Release: 1, Joined: true}))
		sums, err := s.Adoption(ctx, "shop", today, today)
		ok(t, err)
		return sums[0].Clients
	}
	for i, key := range []string{"a", "b", "", ""} {
		if n := told(key); n != int64(i+1) {
			t.Errorf("report %q: %d browsers, want %d", key, n, i+1)
		}
	}
	if n := told("a"); n != 4 {
		t.Errorf("a report that came again: %d browsers, want 4", n)
	}
	want(t, s.AddStatus(ctx, "shop", today, server.Status{Key: "c", Release: 9, Joined: true}), server.ErrNotFound)
	if n := told("c"); n != 5 {
		t.Errorf("a report that was refused before: %d browsers, want 5", n)
	}
	ok(t, s.ForgetReplies(ctx, day.AddDate(0, 0, 2)))
	if n := told("a"); n != 6 {
		t.Errorf("a key that was forgotten: %d browsers, want 6", n)
	}
}

func replies(t *testing.T, s server.Store) {
	ctx := context.Background()
	ok(t, s.CreateTenant(ctx, server.Tenant{ID: "shop", Created: day}))
	r := server.Reply{Member: "m_1", Key: "k", Request: "00", Status: 201, ETag: `"1"`, Body: []byte("{}"), Created: day}
	ok(t, s.Apply(ctx, "shop", server.Change{Reply: &r}))
	want(t, s.Apply(ctx, "shop", server.Change{Reply: &r}), server.ErrConflict)
	got, err := s.Reply(ctx, "shop", "m_1", "k")
	if ok(t, err); !reflect.DeepEqual(got, r) {
		t.Errorf("got %+v, want %+v", got, r)
	}
	_, err = s.Reply(ctx, "shop", "m_2", "k")
	want(t, err, server.ErrNotFound)
	ok(t, s.ForgetReplies(ctx, day))
	_, err = s.Reply(ctx, "shop", "m_1", "k")
	ok(t, err)
	ok(t, s.ForgetReplies(ctx, day.Add(time.Second)))
	_, err = s.Reply(ctx, "shop", "m_1", "k")
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
