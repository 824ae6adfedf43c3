//go:build !js

package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/coder/websocket"
)

// maxSaid is the most bytes of what a listener may say, which is "ping".
const maxSaid = 16

// ws sends hints over a WebSocket, the same as events does: for clients that
// cannot have a stream, and hosts that have none.
func (h *handler) ws(w http.ResponseWriter, r *http.Request) {
	tenant := r.PathValue("tenant")
	if !strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
		w.Header().Set("Upgrade", "websocket")
		problem(w, http.StatusUpgradeRequired, "upgrade", "This address speaks WebSocket.")
		return
	}
	if _, err := h.Store.Tenant(r.Context(), tenant); err != nil {
		h.fail(w, r, err)
		return
	}
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{
		InsecureSkipVerify: true, // hints are public: any page may listen
		CompressionMode:    websocket.CompressionDisabled,
	})
	if err != nil {
		return // it has been answered
	}
	defer conn.CloseNow()
	conn.SetReadLimit(maxSaid)
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	pings := make(chan struct{}, 1)
	go func() {
		defer cancel()
		hear(ctx, conn, pings)
	}()
	h.tell(ctx, conn, tenant, pings)
}

// hear reads what a listener says until it leaves. Reading also answers the
// protocol's own signs of life.
func hear(ctx context.Context, conn *websocket.Conn, pings chan<- struct{}) {
	for {
		_, said, err := conn.Read(ctx)
		if err != nil {
			return
		}
		if string(said) != "ping" {
			_ = conn.Close(websocket.StatusPolicyViolation, "hints are not talked back to")
			return
		}
		select {
		case pings <- struct{}{}:
		default: // one answer will do
		}
	}
}

// tell sends hints, and signs of life, until either side ends.
func (h *handler) tell(ctx context.Context, conn *websocket.Conn, tenant string, pings <-chan struct{}) {
	send := func(message []byte) bool {
		ctx, cancel := context.WithTimeout(ctx, h.Patience)
		defer cancel()
		return conn.Write(ctx, websocket.MessageText, message) == nil
	}
	hint := func(version int64) bool {
		message, err := json.Marshal(hintOf(version, h.Hub.Subscribers(tenant)))
		return err == nil && send(message)
	}
	sub := h.Hub.Subscribe(tenant) // before reading, so that nothing slips between
	defer sub.Close()
	if head, err := h.Store.Head(ctx, tenant); err == nil && !hint(head.Version) {
		return
	}
	alive := time.NewTicker(h.Heartbeat)
	defer alive.Stop()
	for {
		select {
		case version, open := <-sub.C():
			if !open {
				_ = conn.Close(websocket.StatusGoingAway, "the server is stopping")
				return
			}
			if !hint(version) {
				return
			}
		case <-pings:
			if !send([]byte("pong")) {
				return
			}
		case <-alive.C:
			if !h.answers(ctx, conn) {
				return
			}
		case <-ctx.Done():
			return
		}
	}
}

// answers says whether a listener still is there.
func (h *handler) answers(ctx context.Context, conn *websocket.Conn) bool {
	ctx, cancel := context.WithTimeout(ctx, h.Patience)
	defer cancel()
	return conn.Ping(ctx) == nil
}
