// Package metrics counts what a server does, for Prometheus. No label tells
// of a person: there are routes, answers and shops.
package metrics

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics are the counters of one server.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	turned   *prometheus.CounterVec
	inFlight prometheus.Gauge
}

// New makes the counters of a server that calls itself version.
func New(version string) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "huashu_http_requests_total", Help: "Requests answered, by route and status.",
		}, []string{"route", "code"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "huashu_http_answer_seconds", Help: "Time until an answer began, by route; without requests that asked to wait.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}, []string{"route"}),
		turned: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "huashu_http_turned_away_total", Help: "Requests turned away unread: too many at once (busy) or too fast (address, token).",
		}, []string{"reason"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "huashu_http_in_flight", Help: "Requests being answered, event streams among them.",
		}),
	}
	for _, reason := range []string{"busy", "address", "token"} {
		m.turned.WithLabelValues(reason) // shown from the start
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "huashu_build_info", Help: "1; the version is in the label.", ConstLabels: prometheus.Labels{"version": version},
	})
	build.Set(1)
	m.registry.MustRegister(m.requests, m.seconds, m.turned, m.inFlight, build,
		collectors.NewGoCollector(collectors.WithGoCollectorRuntimeMetrics(collectors.MetricsGC)), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Begun and Ended count a request that is being answered.
func (m *Metrics) Begun() { m.inFlight.Inc() }

// Ended is the other half of Begun.
func (m *Metrics) Ended() { m.inFlight.Dec() }

// Answered counts an answer; began is how long it took until it began, or
// negative if the client asked to wait.
func (m *Metrics) Answered(route string, code int, began time.Duration) {
	m.requests.WithLabelValues(route, strconv.Itoa(code)).Inc()
	if began >= 0 {
		m.seconds.WithLabelValues(route).Observe(began.Seconds())
	}
}

// TurnedAway counts a request that was not let in.
func (m *Metrics) TurnedAway(reason string) { m.turned.WithLabelValues(reason).Inc() }

// Handler gives all of it in Prometheus' text format.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Registry: m.registry})
}
