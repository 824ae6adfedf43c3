package cached_test

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"sync/atomic"
	"testing"

	"huashu/server"
	"huashu/server/release"
	"huashu/server/servertest"
	"huashu/server/store/cached"
	"huashu/server/store/sqlite"
	"huashu/server/store/storetest"
)

func open(t *testing.T) server.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "huashu.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) server.Store { return cached.New(open(t), cached.Budget) })
}

// counting counts what gets through to the store.
type counting struct {
	server.Store
	heads, objects atomic.Int64
}

func (c *counting) Head(ctx context.Context, tenant string) (server.Head, error) {
	c.heads.Add(1)
	return c.Store.Head(ctx, tenant)
}

func (c *counting) Object(ctx context.Context, tenant, sha256 string) ([]byte, error) {
	c.objects.Add(1)
	return c.Store.Object(ctx, tenant, sha256)
}

func TestHeadIsReadOnceAndFollowsWrites(t *testing.T) {
	ctx := t.Context()
	behind := &counting{Store: open(t)}
	s := cached.New(behind, cached.Budget)
	if err := s.CreateTenant(ctx, server.Tenant{ID: "shop", Created: servertest.Day}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Head(ctx, "shop"); !errors.Is(err, server.ErrNotFound) {
		t.Errorf("before the first: %v", err)
	}
	was := int64(0)
	for version := int64(7); version <= 9; version++ {
		head := server.Head{Version: version, Issued: servertest.Day, Envelope: []byte{byte(version)}}
		if err := s.Apply(ctx, "shop", server.Change{Head: &head, HeadWas: was}); err != nil {
			t.Fatal(err)
		}
		was = version
		for range 3 {
			if got, err := s.Head(ctx, "shop"); err != nil || got.Version != version || !bytes.Equal(got.Envelope, head.Envelope) {
				t.Errorf("after head %d was written: got %+v, %v", version, got, err)
			}
		}
	}
	refused := server.Head{Version: 10, Issued: servertest.Day, Envelope: []byte("ten")}
	if err := s.Apply(ctx, "shop", server.Change{Head: &refused, HeadWas: 1}); err == nil {
		t.Fatal("a change of a head that has moved on went through")
	}
	if got, _ := s.Head(ctx, "shop"); got.Version != 9 {
		t.Errorf("after a refused write: head %d, want 9", got.Version)
	}
	if n := behind.heads.Load(); n != 1 {
		t.Errorf("the store was asked %d times, want once: before there was any", n)
	}
}

func TestObjectsAreKeptWithinTheBudget(t *testing.T) {
	ctx := t.Context()
	behind := &counting{Store: open(t)}
	s := cached.New(behind, 25)
	if err := s.CreateTenant(ctx, server.Tenant{ID: "shop", Created: servertest.Day}); err != nil {
		t.Fatal(err)
	}
	var refs []server.Ref
	for _, b := range []string{"a", "b", "c"} {
		data := []byte(b + b + b + b + b + b + b + b + b + b) // 10 bytes
		ref := release.NewRef(data)
		refs = append(refs, ref)
		if err := s.StageObject(ctx, "shop", ref, "m_0", data); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Object(ctx, "shop", ref.SHA256); !errors.Is(err, server.ErrNotFound) {
			t.Errorf("object %s is not public yet: %v", b, err)
		}
		if err := s.Apply(ctx, "shop", server.Change{Public: []string{ref.SHA256}}); err != nil {
			t.Fatal(err)
		}
	}
	read := func(i int) (asked bool) {
		t.Helper()
		before := behind.objects.Load()
		data, err := s.Object(ctx, "shop", refs[i].SHA256)
		if err != nil || release.NewRef(data) != refs[i] {
			t.Fatalf("object %d: %d bytes, %v", i, len(data), err)
		}
		return behind.objects.Load() > before
	}
	for i, step := range []struct {
		object int
		asked  bool
	}{{0, true}, {0, false}, {1, true}, {0, false}, {2, true}, {0, false}, {1, true}} {
		if got := read(step.object); got != step.asked {
			t.Errorf("step %d, object %d: the store was asked: %t, want %t", i, step.object, got, step.asked)
		}
	}
	if _, err := s.Object(ctx, "another", refs[0].SHA256); !errors.Is(err, server.ErrNotFound) {
		t.Errorf("another shop's client gets the object: %v", err)
	}
}
