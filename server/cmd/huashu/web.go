package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"huashu/server/edge"
	"huashu/server/metrics"
)

// web is how a server meets the network: the flags of serve that say so.
type web struct {
	tlsCert, tlsKey              string
	proxies                      []string
	metrics                      string
	perAddress, perToken         float64
	inFlight                     int
	logFormat, logLevel          string
	https                        bool // agents reach it by https
	headTime, bodyTime, idleTime time.Duration
	stopTime                     time.Duration
	logTo                        io.Writer // nil: standard error
}

// Values of the flag --metrics that are no address.
const (
	metricsLocal = "local"
	metricsOff   = "off"
)

// maxHeader is how many bytes the head of a request may have.
const maxHeader = 32 << 10

// defaultWeb has the time-outs of a server for people: long enough for a pack
// over a poor line, short enough that nobody holds a connection for long by
// being slow. Event streams have times of their own.
func defaultWeb() web {
	return web{
		metrics: metricsLocal, perAddress: 500, perToken: 20, inFlight: 20_000, logFormat: "text", logLevel: "info",
		headTime: 10 * time.Second, bodyTime: 2 * time.Minute, idleTime: 2 * time.Minute, stopTime: 15 * time.Second,
	}
}

func (w *web) flags(cmd *cobra.Command) {
	*w = defaultWeb()
	f := cmd.Flags()
	f.StringVar(&w.tlsCert, "tls-cert", "", "certificate chain (PEM) to serve https with; read anew when it changes")
	f.StringVar(&w.tlsKey, "tls-key", "", "key (PEM) of the certificate")
	f.StringSliceVar(&w.proxies, "trust-proxy", nil, "addresses or networks of proxies whose X-Forwarded-For is believed")
	f.StringVar(&w.metrics, "metrics", w.metrics, "where /metrics is: local (for this machine only), off, or an address of its own")
	f.Float64Var(&w.perAddress, "limit-address", w.perAddress, "requests a second from one client address, a minute's worth at once; 0: any number")
	f.Float64Var(&w.perToken, "limit-token", w.perToken, "requests a second with one token, a minute's worth at once; 0: any number")
	f.IntVar(&w.inFlight, "limit-requests", w.inFlight, "requests in flight, event streams among them; half of it for one address; 0: any number")
	f.StringVar(&w.logFormat, "log-format", w.logFormat, "text or json")
	f.StringVar(&w.logLevel, "log-level", w.logLevel, "debug (every request), info, warn or error")
	cmd.MarkFlagsRequiredTogether("tls-cert", "tls-key")
}

func (w *web) scheme() string {
	if w.tlsCert != "" {
		return "https://"
	}
	return "http://"
}

func (w *web) logger() (*slog.Logger, error) {
	to := w.logTo
	if to == nil {
		to = stderr
	}
	return edge.NewLogger(to, w.logFormat, w.logLevel)
}

// localMetrics answers at the public address, to this machine only.
func (w *web) localMetrics(counters *metrics.Metrics) http.Handler {
	shown := counters.Handler()
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if w.metrics != metricsLocal || len(w.proxies) > 0 || !edge.Local(r) {
			http.NotFound(rw, r)
			return
		}
		shown.ServeHTTP(rw, r)
	})
}

// site is a server ready to serve.
type site struct {
	*http.Server
	edge     *edge.Edge
	metrics  *http.Server // nil: none of its own
	counted  net.Listener // of metrics
	stopTime time.Duration
	log      *slog.Logger
}

func (w *web) site(handler http.Handler, counters *metrics.Metrics, log *slog.Logger) (*site, error) {
	proxies, err := edge.ParseProxies(w.proxies)
	if err != nil {
		return nil, err
	}
	front := edge.New(edge.Config{
		Log: log, Metrics: counters, Proxies: proxies, HTTPS: w.https,
		AddressRate: w.perAddress, TokenRate: w.perToken, MaxRequests: w.inFlight,
	}, handler)
	s := &site{Server: w.server(front, log), edge: front, stopTime: w.stopTime, log: log}
	if w.tlsCert != "" {
		certificate, err := edge.LoadCertificate(w.tlsCert, w.tlsKey, log)
		if err != nil {
			return nil, err
		}
		s.TLSConfig = &tls.Config{GetCertificate: certificate.Get, MinVersion: tls.VersionTLS12}
	}
	if w.metrics != metricsLocal && w.metrics != metricsOff {
		if s.counted, err = net.Listen("tcp", w.metrics); err != nil {
			return nil, fmt.Errorf("listen for --metrics: %w", err)
		}
		mux := http.NewServeMux()
		mux.Handle("GET /metrics", counters.Handler())
		s.metrics = w.server(mux, log)
		go s.metrics.Serve(s.counted)
	}
	return s, nil
}

func (w *web) server(handler http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler: handler, MaxHeaderBytes: maxHeader, ErrorLog: edge.ServerLog(log),
		ReadHeaderTimeout: w.headTime, ReadTimeout: w.bodyTime, WriteTimeout: w.bodyTime, IdleTimeout: w.idleTime,
	}
}

func (s *site) close() {
	if s.metrics != nil {
		_ = s.metrics.Close() // nobody waits for it
	}
}

// serve answers until the context ends. Then release lets go of whoever waits
// for news, nobody new is let in, and requests may still come to their end.
func (s *site) serve(ctx context.Context, listener net.Listener, release func()) error {
	failed := make(chan error, 1)
	go func() {
		if s.TLSConfig != nil {
			failed <- s.ServeTLS(listener, "", "")
		} else {
			failed <- s.Serve(listener)
		}
	}()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	s.log.Info("stopping")
	ending, cancel := context.WithTimeout(context.Background(), s.stopTime)
	defer cancel()
	release()
	err := s.Shutdown(ending)
	if errors.Is(err, context.DeadlineExceeded) {
		s.log.Warn("requests were cut off", "after", s.stopTime)
		return s.Close()
	}
	s.drain(ending)
	return err
}

// drain waits for requests that Shutdown does not know: those whose connection
// was taken over, such as WebSockets.
func (s *site) drain(ctx context.Context) {
	look := time.NewTicker(10 * time.Millisecond)
	defer look.Stop()
	for !s.edge.Idle() {
		select {
		case <-look.C:
		case <-ctx.Done():
			return
		}
	}
}
