// Package api is the HTTP face of the sync server. PROTOCOL.md, one folder up,
// says what each address gives. What clients read is public and signed; what
// supervisors write needs a token.
package api

import (
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"huashu/server"
	"huashu/server/hint"
	"huashu/server/publish"
	"huashu/server/status"
	"huashu/server/workflow"
)

// Config is what the handler serves from. The zero value of a time gives its
// default.
type Config struct {
	Store     server.Store
	Publisher *publish.Service
	Workflow  *workflow.Service
	Status    *status.Service
	Miner     server.Miner // nil where none can run
	Hub       *hint.Hub
	Log       *slog.Logger
	Ready     func() bool   // whether what takes its time at the start is done; nil: it is
	MaxWait   time.Duration // longest "Prefer: wait" that is honoured; default 25 s
	Heartbeat time.Duration // between signs of life on an event stream; default 20 s
	Patience  time.Duration // until a listener that takes nothing is given up; default 30 s
}

type handler struct {
	Config
	encoder encoder
}

// New gives the handler for /v1/, /healthz and the like.
func New(c Config) http.Handler {
	if c.MaxWait == 0 {
		c.MaxWait = 25 * time.Second
	}
	if c.Heartbeat == 0 {
		c.Heartbeat = 20 * time.Second
	}
	if c.Patience == 0 {
		c.Patience = 30 * time.Second
	}
	h := &handler{Config: c}
	mux := http.NewServeMux()
	for _, r := range h.routes() {
		mux.Handle(r.Method+" "+r.Path, h.admit(r))
	}
	mux.HandleFunc("OPTIONS /v1/", preflight)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		problem(w, http.StatusNotFound, "not-found", "There is no "+r.Method+" "+r.URL.Path+".")
	})
	return h.outer(mux)
}

// outer sets what every answer has, and turns a panic into an answer.
func (h *handler) outer(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if v := recover(); v != nil {
				if v == http.ErrAbortHandler {
					panic(v)
				}
				h.Log.ErrorContext(r.Context(), "panic", "route", r.Pattern, "value", v, "stack", string(debug.Stack()))
				problem(w, http.StatusInternalServerError, "internal", "")
			}
		}()
		header := w.Header()
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		header.Set("Cross-Origin-Resource-Policy", "cross-origin")
		header.Set("Cache-Control", "no-store") // unless the handler knows better
		next.ServeHTTP(w, r)
	})
}

func (h *handler) health(w http.ResponseWriter, r *http.Request) {
	if _, err := h.Store.Tenants(r.Context()); err != nil {
		h.Log.ErrorContext(r.Context(), "health", "error", err)
		problem(w, http.StatusServiceUnavailable, "store", "The store does not answer.")
		return
	}
	writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}
