package api

import (
	"fmt"
	"io"
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

// events streams hints.
func (h *handler) events(w http.ResponseWriter, r *http.Request) {
	share(w)
	tenant := r.PathValue("tenant")
	if _, err := h.Store.Tenant(r.Context(), tenant); err != nil {
		h.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no") // or nginx keeps events back
	out := http.NewResponseController(w)
	_ = out.SetReadDeadline(time.Time{}) // a stream outlives the time that a request may take to come in
	h.follow(r.Context(), tenant, stream{w, out, h.Patience})
}

// stream is a listener to server-sent events.
type stream struct {
	w        io.Writer
	out      *http.ResponseController
	patience time.Duration
}

func (s stream) send(format string, args ...any) error {
	// Neither is possible on every host; where it is not, writing is enough.
	_ = s.out.SetWriteDeadline(time.Now().Add(s.patience))
	if _, err := fmt.Fprintf(s.w, format, args...); err != nil {
		return err
	}
	_ = s.out.Flush()
	return nil
}

func (s stream) hello() error { return s.send("retry: 2000\n\n") }

func (s stream) hint(version int64, message []byte) error {
	return s.send("event: hint\nid: %d\ndata: %s\n\n", version, message)
}

func (s stream) alive() error { return s.send(":\n\n") }

func (s stream) bye() { _ = s.send("event: bye\nretry: %d\ndata: {}\n\n", 1000+rand.IntN(4000)) }
