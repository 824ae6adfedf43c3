package edge

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// maxRates is how many clients are told apart; those that come when there are
// as many share one rate. It bounds memory, at about 200 bytes each.
const maxRates = 100_000

// sweepEvery is how often clients are forgotten that have been quiet.
const sweepEvery = time.Minute

// rates limits how fast each client may ask.
type rates struct {
	limit rate.Limit
	burst int

	mu    sync.Mutex
	of    map[string]*rate.Limiter
	swept time.Time
}

func newRates(perSecond float64) *rates {
	return &rates{limit: rate.Limit(perSecond), burst: max(1, int(perSecond*burstSeconds)), of: map[string]*rate.Limiter{}}
}

// take asks to let a client's request in; if not now, it says when.
func (r *rates) take(client string, now time.Time) (wait time.Duration) {
	if r.limit == 0 {
		return 0
	}
	reservation := r.limiter(client, now).ReserveN(now, 1)
	wait = reservation.DelayFrom(now)
	if wait > 0 {
		reservation.CancelAt(now)
	}
	return wait
}

func (r *rates) limiter(client string, now time.Time) *rate.Limiter {
	r.mu.Lock()
	defer r.mu.Unlock()
	if now.Sub(r.swept) > sweepEvery {
		r.swept = now
		for name, l := range r.of {
			if l.TokensAt(now) >= float64(r.burst) {
				delete(r.of, name)
			}
		}
	}
	if l, ok := r.of[client]; ok {
		return l
	}
	if len(r.of) >= maxRates {
		client = ""
		if l, ok := r.of[client]; ok {
			return l
		}
	}
	l := rate.NewLimiter(r.limit, r.burst)
	r.of[client] = l
	return l
}

// inFlight bounds how many requests are answered at the same time: in all, and
// half of that for one client, so that none can take every place.
type inFlight struct {
	limit int // 0: none

	mu       sync.Mutex
	all      int
	byClient map[string]int
}

func (f *inFlight) enter(client string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.limit > 0 && (f.all >= f.limit || f.byClient[client] >= max(1, f.limit/2)) {
		return false
	}
	f.all++
	f.byClient[client]++
	return true
}

func (f *inFlight) leave(client string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.all--
	if f.byClient[client]--; f.byClient[client] == 0 {
		delete(f.byClient, client)
	}
}

func (f *inFlight) total() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.all
}
