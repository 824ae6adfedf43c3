package sqlite

import (
	"context"
	"errors"

	"huashu/server"
)

// AddStatus implements server.Store.
func (s *Store) AddStatus(ctx context.Context, tenant, day string, status server.Status) error {
	w := &writing{tenant: tenant}
	if status.Key != "" {
		w.change("report", errCounted, `INSERT INTO status_keys (tenant, key, day) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, tenant, status.Key, day)
	}
	adopt := func(seq, clients, failures int64) {
		w.add("adoption", `INSERT INTO adoption (tenant, day, seq, clients, failures) VALUES (?1, ?2, ?3, max(?4, 0), ?5)
			ON CONFLICT DO UPDATE SET clients = max(clients + ?4, 0), failures = failures + ?5`, tenant, day, seq, clients, failures)
	}
	if status.Joined {
		adopt(status.Release, 1, 0)
		if status.Left > 0 {
			adopt(status.Left, -1, 0)
		}
	}
	for _, f := range status.Failed {
		adopt(f[0], 0, f[1])
	}
	for _, r := range status.Rules {
		w.add("counts", `INSERT INTO rule_counts (tenant, day, seq, rule, hits, accepted, dismissed, false_alarms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET hits = hits + excluded.hits, accepted = accepted + excluded.accepted,
			dismissed = dismissed + excluded.dismissed, false_alarms = false_alarms + excluded.false_alarms`,
			tenant, day, status.Release, r[0], r[1], r[2], r[3], r[4])
	}
	if err := s.write(ctx, w); !errors.Is(err, errCounted) {
		return err
	}
	return nil
}

// errCounted says that a report has been counted before.
var errCounted = errors.New("counted already")

// RuleCounts implements server.Store.
func (s *Store) RuleCounts(ctx context.Context, tenant, from, to string) ([]server.RuleCount, error) {
	return all(ctx, s, func(row scanner) (server.RuleCount, error) {
		var c server.RuleCount
		err := row.Scan(&c.Day, &c.Seq, &c.Number, &c.Hits, &c.Accepted, &c.Dismissed, &c.FalseAlarms)
		return c, err
	}, `SELECT day, seq, rule, hits, accepted, dismissed, false_alarms FROM rule_counts
		WHERE tenant = ? AND day BETWEEN ? AND ? ORDER BY day, seq, rule`, tenant, from, to)
}

// Adoption implements server.Store.
func (s *Store) Adoption(ctx context.Context, tenant, from, to string) ([]server.Adoption, error) {
	return all(ctx, s, func(row scanner) (server.Adoption, error) {
		var a server.Adoption
		err := row.Scan(&a.Day, &a.Seq, &a.Clients, &a.Failures)
		return a, err
	}, `SELECT day, seq, clients, failures FROM adoption WHERE tenant = ? AND day BETWEEN ? AND ? ORDER BY day, seq`, tenant, from, to)
}
