package api

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"
)

// A client that is told at the same moment as many others waits a random part
// of the jitter first: a tenth of a millisecond for each of them.
const (
	jitterPerSubscriber = 100 * time.Microsecond
	maxJitter           = 5 * time.Second
)

// Hint tells of a new head, and within how many milliseconds to ask for it.
type Hint struct {
	Version int64 `json:"version"`
	Jitter  int64 `json:"jitter"`
}

func hintOf(version int64, listeners int) Hint {
	jitter := min(time.Duration(listeners)*jitterPerSubscriber, maxJitter)
	return Hint{version, jitter.Milliseconds()}
}

// events streams hints: first of the current head, then of each new one.
func (h *handler) events(w http.ResponseWriter, r *http.Request) {
	share(w)
	tenant := r.PathValue("tenant")
	if _, err := h.Store.Tenant(r.Context(), tenant); err != nil {
		h.fail(w, r, err)
		return
	}
	sub := h.Hub.Subscribe(tenant) // before reading, so that nothing slips between
	defer sub.Close()

	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no") // or nginx keeps events back
	out := http.NewResponseController(w)
	_ = out.SetReadDeadline(time.Time{}) // a stream outlives the time that a request may take to come in
	send := func(format string, args ...any) bool {
		// Neither is possible on every host; where it is not, writing is enough.
		_ = out.SetWriteDeadline(time.Now().Add(h.Patience))
		if _, err := fmt.Fprintf(w, format, args...); err != nil {
			return false
		}
		_ = out.Flush()
		return true
	}
	hint := func(version int64) bool {
		data, err := json.Marshal(hintOf(version, h.Hub.Subscribers(tenant)))
		return err == nil && send("event: hint\nid: %d\ndata: %s\n\n", version, data)
	}
	if !send("retry: 2000\n\n") {
		return
	}
	if head, err := h.Store.Head(r.Context(), tenant); err == nil && !hint(head.Version) {
		return
	}
	alive := time.NewTicker(h.Heartbeat)
	defer alive.Stop()
	for {
		select {
		case version, open := <-sub.C():
			if !open {
				send("event: bye\nretry: %d\ndata: {}\n\n", 1000+rand.IntN(4000))
				return
			}
			if !hint(version) {
				return
			}
		case <-alive.C:
			if !send(":\n\n") {
				return
			}
		case <-r.Context().Done():
			return
		}
	}
}
