package metrics

import (
	"context"
	"os"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"huashu/server"
	"huashu/server/hint"
)

// scrapeTime bounds how long the store may take for one reading.
const scrapeTime = 5 * time.Second

// Watch adds what is read at every scrape: heads, subscribers, the size of the
// database file.
func (m *Metrics) Watch(store server.Store, hub *hint.Hub, database string) {
	m.registry.MustRegister(shops{store, hub}, file(database))
}

// shops reads the state of every tenant.
type shops struct {
	store server.Store
	hub   *hint.Hub
}

var (
	headExpires = prometheus.NewDesc("huashu_head_expires_timestamp_seconds",
		"When clients stop believing a shop's head; renewed hourly, 24 hours ahead.", []string{"tenant"}, nil)
	subscribers = prometheus.NewDesc("huashu_hint_subscribers", "Clients that listen for hints.", []string{"tenant"}, nil)
	storeUp     = prometheus.NewDesc("huashu_store_up", "1 if the store answered this scrape.", nil, nil)
)

// Describe implements prometheus.Collector.
func (shops) Describe(c chan<- *prometheus.Desc) {
	c <- headExpires
	c <- subscribers
	c <- storeUp
}

// Collect implements prometheus.Collector.
func (s shops) Collect(c chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTime)
	defer cancel()
	gauge := func(desc *prometheus.Desc, value float64, labels ...string) {
		c <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value, labels...)
	}
	tenants, err := s.store.Tenants(ctx)
	if err != nil {
		gauge(storeUp, 0)
		return
	}
	gauge(storeUp, 1)
	for _, t := range tenants {
		gauge(subscribers, float64(s.hub.Subscribers(t.ID)), t.ID)
		if head, err := s.store.Head(ctx, t.ID); err == nil { // a new shop has none
			gauge(headExpires, float64(head.Issued.Add(server.FreshnessLife).Unix()), t.ID)
		}
	}
}

// file reads the size of a database and of its log.
type file string

var databaseBytes = prometheus.NewDesc("huashu_database_bytes", "Size of the database (main) and of its write-ahead log (wal).", []string{"file"}, nil)

// Describe implements prometheus.Collector.
func (file) Describe(c chan<- *prometheus.Desc) { c <- databaseBytes }

// Collect implements prometheus.Collector.
func (f file) Collect(c chan<- prometheus.Metric) {
	for label, suffix := range map[string]string{"main": "", "wal": "-wal"} {
		if info, err := os.Stat(string(f) + suffix); err == nil { // there may be no log
			c <- prometheus.MustNewConstMetric(databaseBytes, prometheus.GaugeValue, float64(info.Size()), label)
		}
	}
}
