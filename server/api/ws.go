//go:build !js

package api

import (
	"context"
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
	l := socket{ctx, conn, h.Patience}
	go func() {
		defer cancel()
		l.hear()
	}()
	h.follow(ctx, tenant, l)
}

// socket is a listener at a WebSocket.
type socket struct {
	ctx      context.Context
	conn     *websocket.Conn
	patience time.Duration
}

// hear reads what a listener says until it leaves. Reading also answers the
// protocol's own signs of life.
func (s socket) hear() {
	for {
		_, said, err := s.conn.Read(s.ctx)
		if err != nil {
			return
		}
		if string(said) != "ping" {
			_ = s.conn.Close(websocket.StatusPolicyViolation, "hints are not talked back to")
			return
		}
		if s.send([]byte("pong")) != nil {
			return
		}
	}
}

func (s socket) send(message []byte) error {
	ctx, cancel := context.WithTimeout(s.ctx, s.patience)
	defer cancel()
	return s.conn.Write(ctx, websocket.MessageText, message)
}

func (s socket) hello() error { return nil }

func (s socket) hint(_ int64, message []byte) error { return s.send(message) }

func (s socket) alive() error {
	ctx, cancel := context.WithTimeout(s.ctx, s.patience)
	defer cancel()
	return s.conn.Ping(ctx)
}

func (s socket) bye() { _ = s.conn.Close(websocket.StatusGoingAway, "the server is stopping") }
