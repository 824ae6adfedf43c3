// Package hint tells whoever listens that a tenant has a new head. A hint
// carries a version number and nothing else worth forging: it makes a client
// ask, what it then gets is signed.
package hint

import "sync"

// Hub passes hints from publishers to subscribers in one process. A slow
// subscriber misses versions in between, never the last one.
type Hub struct {
	mu     sync.Mutex
	closed bool
	subs   map[string]map[*Subscription]struct{} // by tenant
}

// NewHub makes a hub without subscribers.
func NewHub() *Hub { return &Hub{subs: make(map[string]map[*Subscription]struct{})} }

// Subscription receives the versions of one tenant's heads.
type Subscription struct {
	hub    *Hub
	tenant string
	c      chan int64
}

// Subscribe listens for a tenant's hints until Close.
func (h *Hub) Subscribe(tenant string) *Subscription {
	h.mu.Lock()
	defer h.mu.Unlock()
	s := &Subscription{hub: h, tenant: tenant, c: make(chan int64, 1)}
	if h.closed {
		close(s.c)
		return s
	}
	if h.subs[tenant] == nil {
		h.subs[tenant] = make(map[*Subscription]struct{})
	}
	h.subs[tenant][s] = struct{}{}
	return s
}

// C gives the versions. It is closed when the subscription or the hub is.
func (s *Subscription) C() <-chan int64 { return s.c }

// Close ends the subscription. A second Close does nothing.
func (s *Subscription) Close() {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	if _, ok := s.hub.subs[s.tenant][s]; !ok {
		return
	}
	delete(s.hub.subs[s.tenant], s)
	if len(s.hub.subs[s.tenant]) == 0 {
		delete(s.hub.subs, s.tenant)
	}
	close(s.c)
}

// Send tells a tenant's subscribers of a version. It never waits for them.
func (h *Hub) Send(tenant string, version int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.subs[tenant] {
		select {
		case <-s.c: // a version not yet fetched: this one is newer
		default:
		}
		s.c <- version
	}
}

// Subscribers gives how many listen to a tenant.
func (h *Hub) Subscribers(tenant string) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.subs[tenant])
}

// Closed says whether Close was called.
func (h *Hub) Closed() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.closed
}

// Close ends all subscriptions, now and to come, so that a server can stop.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for _, subs := range h.subs {
		for s := range subs {
			close(s.c)
		}
	}
	clear(h.subs)
}
