// Package cached keeps in memory what all clients of a shop ask for at the same
// moment: the head, and the objects it leads to. It is for a server that alone
// writes heads; whatever else is asked goes to the store behind it.
package cached

import (
	"context"
	"math"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"golang.org/x/sync/singleflight"

	"huashu/server"
)

// Budget is how many bytes of objects are kept by default.
const Budget = 64 << 20

// Store is a server.Store with a memory.
type Store struct {
	server.Store
	budget int

	mu      sync.Mutex
	heads   map[string]server.Head
	objects *simplelru.LRU[name, []byte]
	size    int
	reading singleflight.Group
}

type name struct{ tenant, sha256 string }

// New puts a memory of so many bytes before a store.
func New(store server.Store, budget int) *Store {
	s := &Store{Store: store, budget: budget, heads: map[string]server.Head{}}
	objects, err := simplelru.NewLRU(math.MaxInt32, func(_ name, data []byte) { s.size -= len(data) })
	if err != nil {
		panic(err) // only for a size below one
	}
	s.objects = objects
	return s
}

// Head implements server.Store.
func (s *Store) Head(ctx context.Context, tenant string) (server.Head, error) {
	s.mu.Lock()
	head, ok := s.heads[tenant]
	s.mu.Unlock()
	if ok {
		return head, nil
	}
	head, err := s.Store.Head(ctx, tenant)
	if err == nil {
		s.keepHead(tenant, head)
	}
	return head, err
}

// keepHead keeps the newer one, so that a slow reader does not put an old head
// in the place of one that was written meanwhile.
func (s *Store) keepHead(tenant string, head server.Head) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if head.Version > s.heads[tenant].Version {
		s.heads[tenant] = head
	}
}

// Apply implements server.Store.
func (s *Store) Apply(ctx context.Context, tenant string, c server.Change) error {
	err := s.Store.Apply(ctx, tenant, c)
	if err == nil && c.Head != nil {
		s.keepHead(tenant, *c.Head)
	}
	return err
}

// Object implements server.Store. What is public stays public, and its name is
// its hash, so it never has to be forgotten; callers must not change it.
func (s *Store) Object(ctx context.Context, tenant, sha256 string) ([]byte, error) {
	key := name{tenant, sha256}
	if data, ok := s.object(key); ok {
		return data, nil
	}
	// One reads for all who wait, and goes on when the first of them leaves.
	data, err, _ := s.reading.Do(tenant+"/"+sha256, func() (any, error) {
		if data, ok := s.object(key); ok {
			return data, nil
		}
		data, err := s.Store.Object(context.WithoutCancel(ctx), tenant, sha256)
		if err == nil {
			s.keepObject(key, data)
		}
		return data, err
	})
	if err != nil {
		return nil, err
	}
	return data.([]byte), nil
}

func (s *Store) object(key name) ([]byte, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.objects.Get(key)
}

func (s *Store) keepObject(key name, data []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.objects.Contains(key) {
		return
	}
	s.objects.Add(key, data)
	s.size += len(data)
	for s.size > s.budget {
		s.objects.RemoveOldest()
	}
}
