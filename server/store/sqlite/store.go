package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"huashu/server"
)

// Store is a server.Store in a SQLite database.
type Store struct{ db Database }

var _ server.Store = (*Store)(nil)

// New gives the store in a database whose schema is that of Migrations.
func New(db Database) *Store { return &Store{db} }

// CreateTenant implements server.Store.
func (s *Store) CreateTenant(ctx context.Context, t server.Tenant) error {
	w := new(writing)
	w.add("tenant "+t.ID, `INSERT INTO tenants (id, name, solo, created) VALUES (?, ?, ?, ?)`,
		t.ID, t.Name, t.Solo, stamp(t.Created))
	return s.write(ctx, w)
}

// Tenant implements server.Store.
func (s *Store) Tenant(ctx context.Context, id string) (server.Tenant, error) {
	row := s.db.QueryRowContext(ctx, `SELECT id, name, solo, created FROM tenants WHERE id = ?`, id)
	t, err := scanTenant(row)
	return t, found(err, "tenant "+id)
}

// Tenants implements server.Store.
func (s *Store) Tenants(ctx context.Context) ([]server.Tenant, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT id, name, solo, created FROM tenants ORDER BY id`)
	if err != nil {
		return nil, fmt.Errorf("tenants: %w", err)
	}
	defer rows.Close()
	var all []server.Tenant
	for rows.Next() {
		t, err := scanTenant(rows)
		if err != nil {
			return nil, fmt.Errorf("tenants: %w", err)
		}
		all = append(all, t)
	}
	return all, rows.Err()
}

func scanTenant(row interface{ Scan(...any) error }) (server.Tenant, error) {
	var t server.Tenant
	err := row.Scan(&t.ID, &t.Name, &t.Solo, (*timeText)(&t.Created))
	return t, err
}

// AddRoot implements server.Store.
func (s *Store) AddRoot(ctx context.Context, n int64, envelope []byte) error {
	w := new(writing)
	w.change(fmt.Sprintf("root %d", n), server.ErrConflict, `INSERT INTO roots (version, envelope)
		SELECT ?1, ?2 WHERE ?1 = 1 + coalesce((SELECT max(version) FROM roots), ?1 - 1)`, n, envelope)
	return s.write(ctx, w)
}

// Root implements server.Store.
func (s *Store) Root(ctx context.Context, n int64) (envelope []byte, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT envelope FROM roots WHERE version = ?`, n).Scan(&envelope)
	return envelope, found(err, fmt.Sprintf("root %d", n))
}

// LatestRoot implements server.Store.
func (s *Store) LatestRoot(ctx context.Context) (n int64, envelope []byte, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT version, envelope FROM roots ORDER BY version DESC LIMIT 1`).Scan(&n, &envelope)
	return n, envelope, found(err, "root")
}

// Head implements server.Store.
func (s *Store) Head(ctx context.Context, tenant string) (server.Head, error) {
	var h server.Head
	err := s.db.QueryRowContext(ctx, `SELECT version, issued, envelope FROM heads WHERE tenant = ?`, tenant).
		Scan(&h.Version, (*timeText)(&h.Issued), &h.Envelope)
	return h, found(err, "head of tenant "+tenant)
}

// found says in the server's words that nothing was there.
func found(err error, what string) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		return fmt.Errorf("%s: %w", what, server.ErrNotFound)
	}
	return fmt.Errorf("%s: %w", what, err)
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// timeText reads what stamp has written.
type timeText time.Time

// Scan implements sql.Scanner.
func (t *timeText) Scan(v any) error {
	s, ok := v.(string)
	if !ok {
		return fmt.Errorf("time is a %T, want text", v)
	}
	parsed, err := time.Parse(time.RFC3339, s)
	*t = timeText(parsed)
	return err
}
