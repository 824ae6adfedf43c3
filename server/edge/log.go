package edge

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"time"

	"huashu/server"
)

type requestID struct{}

// withRequestID gives a request a name, to find its lines in the log by.
func withRequestID(ctx context.Context) (context.Context, string) {
	var id [8]byte
	rand.Read(id[:]) // never fails: see crypto/rand
	text := hex.EncodeToString(id[:])
	return context.WithValue(ctx, requestID{}, text), text
}

// NewLogger writes lines in a format ("text" or "json") from a level ("debug",
// "info", "warn" or "error") up. Lines logged under a request's context carry
// its name.
func NewLogger(w io.Writer, format, level string) (*slog.Logger, error) {
	var from slog.Level
	if err := from.UnmarshalText([]byte(level)); err != nil {
		return nil, fmt.Errorf("log level %q: want debug, info, warn or error", level)
	}
	options := &slog.HandlerOptions{Level: from}
	switch format {
	case "text":
		return slog.New(named{slog.NewTextHandler(w, options)}), nil
	case "json":
		return slog.New(named{slog.NewJSONHandler(w, options)}), nil
	}
	return nil, fmt.Errorf("log format %q: want text or json", format)
}

// named adds the request's name.
type named struct{ slog.Handler }

// Handle implements slog.Handler.
func (h named) Handle(ctx context.Context, line slog.Record) error {
	if id, ok := ctx.Value(requestID{}).(string); ok {
		line.AddAttrs(slog.String("request", id))
	}
	return h.Handler.Handle(ctx, line)
}

// WithAttrs implements slog.Handler.
func (h named) WithAttrs(attrs []slog.Attr) slog.Handler { return named{h.Handler.WithAttrs(attrs)} }

// WithGroup implements slog.Handler.
func (h named) WithGroup(name string) slog.Handler { return named{h.Handler.WithGroup(name)} }

// route gives the pattern that a request met. The path itself is not logged:
// anyone can write anything there.
func route(r *http.Request) string {
	if r.Pattern == "" {
		return "none"
	}
	return r.Pattern
}

// account writes a request into log and metrics. What clients ask for all day,
// and get or is not there yet, is a line for debugging only: the metrics count it.
func (e *Edge) account(out *answer, r *http.Request, client string) {
	out.begin(http.StatusOK) // a handler that says nothing says that
	first := out.first
	if out.Header().Get("Preference-Applied") != "" {
		first = -1
	}
	e.Metrics.Answered(route(r), out.status, first)
	level := slog.LevelInfo
	switch {
	case out.status >= 500:
		level = slog.LevelError
	case (out.status < 400 || out.status == http.StatusNotFound) && (r.Method == http.MethodGet || r.Method == http.MethodHead):
		level = slog.LevelDebug
	}
	if !e.Log.Enabled(r.Context(), level) {
		return
	}
	attrs := []slog.Attr{
		slog.String("route", route(r)), slog.Int("status", out.status),
		slog.Float64("ms", float64(time.Since(out.began).Microseconds())/1000), slog.Int64("bytes", out.bytes),
		slog.String("client", e.alias(client)),
	}
	// Of a refused request it may be anything that somebody wrote.
	if tenant := r.PathValue("tenant"); out.status < 400 && server.ValidTenantID(tenant) {
		attrs = append(attrs, slog.String("tenant", tenant))
	}
	e.Log.LogAttrs(r.Context(), level, "answered", attrs...)
}

// address matches an IP address with its port.
var address = regexp.MustCompile(`\[[0-9A-Fa-f:.%a-z]+\](:\d+)?|\b\d{1,3}(\.\d{1,3}){3}(:\d+)?`)

// ServerLog is for http.Server, which puts addresses into its messages; here
// they are left out.
func ServerLog(l *slog.Logger) *log.Logger { return log.New(serverLog{l}, "", 0) }

type serverLog struct{ log *slog.Logger }

// Write implements io.Writer.
func (s serverLog) Write(line []byte) (int, error) {
	text, _, _ := strings.Cut(address.ReplaceAllString(string(line), "[address]"), "\n")
	level := slog.LevelWarn
	if strings.HasPrefix(text, "http: TLS handshake error") { // any scanner's doing
		level = slog.LevelDebug
	}
	s.log.Log(context.Background(), level, "http server", "message", text)
	return len(line), nil
}
