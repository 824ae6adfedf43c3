package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"huashu/server"
)

var _ server.Store = (*Store)(nil)

// CreateTenant implements server.Store.
func (s *Store) CreateTenant(ctx context.Context, t server.Tenant) error {
	return s.insert(ctx, "tenant "+t.ID, `INSERT INTO tenants (id, name, solo, created) VALUES (?, ?, ?, ?)`,
		t.ID, t.Name, t.Solo, stamp(t.Created))
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
	what := fmt.Sprintf("root %d", n)
	res, err := s.db.ExecContext(ctx, `INSERT INTO roots (version, envelope)
		SELECT ?1, ?2 WHERE ?1 = 1 + coalesce((SELECT max(version) FROM roots), ?1 - 1)`, n, envelope)
	return changed(res, err, what)
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

// StageObject implements server.Store.
func (s *Store) StageObject(ctx context.Context, tenant string, ref server.Ref, by string, data []byte) error {
	_, err := s.db.ExecContext(ctx, `INSERT INTO objects (tenant, sha256, uploader, data) VALUES (?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET uploader = excluded.uploader WHERE uploader = ''`, tenant, ref.SHA256, by, data)
	return wrote(err, "object "+ref.SHA256)
}

// StagedObject implements server.Store.
func (s *Store) StagedObject(ctx context.Context, tenant, sha256 string) (data []byte, by string, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT data, uploader FROM objects WHERE tenant = ? AND sha256 = ?`, tenant, sha256).Scan(&data, &by)
	return data, by, found(err, "object "+sha256)
}

// Object implements server.Store.
func (s *Store) Object(ctx context.Context, tenant, sha256 string) (data []byte, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT data FROM objects WHERE tenant = ? AND sha256 = ? AND public = 1`, tenant, sha256).Scan(&data)
	return data, found(err, "object "+sha256)
}

// Head implements server.Store.
func (s *Store) Head(ctx context.Context, tenant string) (server.Head, error) {
	var h server.Head
	err := s.db.QueryRowContext(ctx, `SELECT version, issued, envelope FROM heads WHERE tenant = ?`, tenant).
		Scan(&h.Version, (*timeText)(&h.Issued), &h.Envelope)
	return h, found(err, "head of tenant "+tenant)
}

func (s *Store) insert(ctx context.Context, what, query string, args ...any) error {
	_, err := s.db.ExecContext(ctx, query, args...)
	return wrote(err, what)
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

// wrote says in the server's words why a row could not be added.
func wrote(err error, what string) error {
	if err == nil {
		return nil
	}
	if e := (*sqlite.Error)(nil); errors.As(err, &e) {
		switch e.Code() {
		case sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_UNIQUE:
			return fmt.Errorf("%s: %w", what, server.ErrConflict)
		case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
			return fmt.Errorf("%s: what it belongs to: %w", what, server.ErrNotFound)
		case sqlite3.SQLITE_CONSTRAINT_CHECK:
			if strings.Contains(e.Error(), "four_eyes") {
				return fmt.Errorf("%s: %w", what, server.ErrFourEyes)
			}
		}
	}
	return fmt.Errorf("%s: %w", what, err)
}

// changed turns a conditional write that met nothing into ErrConflict.
func changed(res sql.Result, err error, what string) error {
	if err != nil {
		return wrote(err, what)
	}
	if n, err := res.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return fmt.Errorf("%s: %w", what, server.ErrConflict)
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
