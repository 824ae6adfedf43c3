// Package edge stands between the network and the handlers of a native server.
// It knows who calls, lets in no more than the server can bear, and sees to it
// that every answer carries the strict headers and leaves a line in the log and
// a count in the metrics, neither of which tells of a person.
package edge

import (
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"huashu/server"
	"huashu/server/api"
	"huashu/server/metrics"
)

// Config says how much is let in.
type Config struct {
	Log     *slog.Logger
	Metrics *metrics.Metrics
	Proxies Proxies // whose word on the client's address is taken
	HTTPS   bool    // agents reach the server by https, if only at a proxy

	AddressRate float64 // requests a second of one client address; 0: no limit
	TokenRate   float64 // requests a second with one token; 0: no limit
	MaxRequests int     // requests in flight, event streams among them; 0: no limit
}

// burstSeconds is how many seconds' worth of requests may come at once: a call
// centre behind one address asks all at once when there is a new release.
const burstSeconds = 60

// Edge is the outermost handler.
type Edge struct {
	Config
	next     http.Handler
	inFlight inFlight
	address  *rates
	token    *rates
	secret   []byte // of the names that addresses have in the log
}

// New puts an edge before a handler.
func New(c Config, next http.Handler) *Edge {
	return &Edge{
		Config: c, next: next, secret: newSecret(),
		inFlight: inFlight{limit: c.MaxRequests, byClient: map[string]int{}},
		address:  newRates(c.AddressRate), token: newRates(c.TokenRate),
	}
}

// ServeHTTP implements http.Handler.
func (e *Edge) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	ctx, id := withRequestID(r.Context())
	r = r.WithContext(ctx)
	out := &answer{ResponseWriter: w, began: began}
	out.Header().Set("X-Request-Id", id)
	e.secure(out.Header(), r)

	client := clientKey(e.Proxies.Client(r))
	e.Metrics.Begun()
	defer e.Metrics.Ended()
	defer e.account(out, r, client)
	defer e.recover(out, r)
	if !e.inFlight.enter(client) {
		e.turnAway(out, http.StatusServiceUnavailable, "busy", 5*time.Second)
		return
	}
	defer e.inFlight.leave(client)
	if wait := e.address.take(client, began); wait > 0 {
		e.turnAway(out, http.StatusTooManyRequests, "address", wait)
		return
	}
	if authorization := r.Header.Get("Authorization"); authorization != "" {
		if wait := e.token.take(server.HashToken(authorization), began); wait > 0 {
			e.turnAway(out, http.StatusTooManyRequests, "token", wait)
			return
		}
	}
	e.next.ServeHTTP(out, r)
}

// turnAway answers without having read the request.
func (e *Edge) turnAway(w http.ResponseWriter, status int, reason string, wait time.Duration) {
	e.Metrics.TurnedAway(reason)
	w.Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
	w.Header().Set("Connection", "close") // an unread body would have to be read first
	detail := map[string]string{
		"busy":    "The server has as many requests as it can bear.",
		"address": "Too many requests from this address.",
		"token":   "Too many requests with this token.",
	}[reason]
	code := "rate"
	if reason == "busy" {
		code = "busy"
	}
	api.WriteProblem(w, api.Problem{Status: status, Code: code, Detail: detail})
}

// recover turns a panic outside the API, which sees to its own, into an answer.
func (e *Edge) recover(out *answer, r *http.Request) {
	v := recover()
	if v == nil {
		return
	}
	if v == http.ErrAbortHandler {
		panic(v)
	}
	e.Log.ErrorContext(r.Context(), "panic", "route", route(r), "value", v)
	if out.status == 0 {
		api.WriteProblem(out, api.Problem{Status: http.StatusInternalServerError, Code: "internal"})
	}
}

// secure sets what every answer has. Handlers may only make it stricter, or
// say what their own page needs.
func (e *Edge) secure(header http.Header, r *http.Request) {
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("X-Frame-Options", "DENY")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	header.Set("Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()")
	if e.HTTPS || r.TLS != nil {
		header.Set("Strict-Transport-Security", "max-age=63072000")
	}
}

// Idle says whether no request is in flight; requests whose connection was
// taken over, such as WebSockets, count until their handler ends.
func (e *Edge) Idle() bool { return e.inFlight.total() == 0 }
