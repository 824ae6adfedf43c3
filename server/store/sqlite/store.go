package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"huashu/server"
)

var _ server.Store = (*Store)(nil)

// CreateTenant implements server.Store.
func (s *Store) CreateTenant(ctx context.Context, t server.Tenant) error {
	return s.insert(ctx, "tenant "+t.ID, `INSERT INTO tenants (id, name, created) VALUES (?, ?, ?)`,
		t.ID, t.Name, stamp(t.Created))
}

// Tenant implements server.Store.
func (s *Store) Tenant(ctx context.Context, id string) (server.Tenant, error) {
	row := s.db.QueryRowContext(ctx, `SELECT id, name, created FROM tenants WHERE id = ?`, id)
	t, err := scanTenant(row)
	return t, found(err, "tenant "+id)
}

// Tenants implements server.Store.
func (s *Store) Tenants(ctx context.Context) ([]server.Tenant, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT id, name, created FROM tenants ORDER BY id`)
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
	err := row.Scan(&t.ID, &t.Name, (*timeText)(&t.Created))
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
func (s *Store) StageObject(ctx context.Context, tenant string, ref server.Ref, data []byte) error {
	_, err := s.db.ExecContext(ctx, `INSERT INTO objects (tenant, sha256, data) VALUES (?, ?, ?)
		ON CONFLICT DO NOTHING`, tenant, ref.SHA256, data)
	return wrote(err, "object "+ref.SHA256)
}

// StagedObject implements server.Store.
func (s *Store) StagedObject(ctx context.Context, tenant, sha256 string) ([]byte, error) {
	return s.object(ctx, `SELECT data FROM objects WHERE tenant = ? AND sha256 = ?`, tenant, sha256)
}

// Object implements server.Store.
func (s *Store) Object(ctx context.Context, tenant, sha256 string) ([]byte, error) {
	return s.object(ctx, `SELECT data FROM objects WHERE tenant = ? AND sha256 = ? AND public = 1`, tenant, sha256)
}

func (s *Store) object(ctx context.Context, query, tenant, sha256 string) (data []byte, err error) {
	err = s.db.QueryRowContext(ctx, query, tenant, sha256).Scan(&data)
	return data, found(err, "object "+sha256)
}

// Head implements server.Store.
func (s *Store) Head(ctx context.Context, tenant string) (server.Head, error) {
	var h server.Head
	err := s.db.QueryRowContext(ctx, `SELECT version, issued, envelope FROM heads WHERE tenant = ?`, tenant).
		Scan(&h.Version, (*timeText)(&h.Issued), &h.Envelope)
	return h, found(err, "head of tenant "+tenant)
}

// SetHead implements server.Store.
func (s *Store) SetHead(ctx context.Context, tenant string, prev int64, next server.Head) error {
	return setHead(ctx, s.db, tenant, prev, next)
}

type execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

func setHead(ctx context.Context, db execer, tenant string, prev int64, next server.Head) error {
	what := "head of tenant " + tenant
	if prev == 0 {
		_, err := db.ExecContext(ctx, `INSERT INTO heads (tenant, version, issued, envelope) VALUES (?, ?, ?, ?)`,
			tenant, next.Version, stamp(next.Issued), next.Envelope)
		return wrote(err, what)
	}
	res, err := db.ExecContext(ctx, `UPDATE heads SET version = ?, issued = ?, envelope = ? WHERE tenant = ? AND version = ?`,
		next.Version, stamp(next.Issued), next.Envelope, tenant, prev)
	return changed(res, err, what)
}

// Publish implements server.Store.
func (s *Store) Publish(ctx context.Context, p server.Publication) error {
	r := p.Release
	what := fmt.Sprintf("release %d of tenant %s", r.Seq, r.Tenant)
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, `INSERT INTO objects (tenant, sha256, public, data) VALUES (?, ?, 1, ?)
		ON CONFLICT DO UPDATE SET public = 1`, r.Tenant, p.Ref.SHA256, p.Envelope); err != nil {
		return wrote(err, what)
	}
	res, err := tx.ExecContext(ctx, `UPDATE objects SET public = 1 WHERE tenant = ? AND sha256 = ?`, r.Tenant, r.Pack.SHA256)
	if err := changed(res, err, "pack "+r.Pack.SHA256); errors.Is(err, server.ErrConflict) {
		return fmt.Errorf("pack %s: %w", r.Pack.SHA256, server.ErrNotFound)
	} else if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO releases (tenant, seq, sha256, parent, pack, issued) VALUES (?, ?, ?, ?, ?, ?)`,
		r.Tenant, r.Seq, p.Ref.SHA256, r.Parent, r.Pack.SHA256, stamp(r.Issued)); err != nil {
		return wrote(err, what)
	}
	if err := setHead(ctx, tx, r.Tenant, p.PrevHead, p.Head); err != nil {
		return err
	}
	return wrote(tx.Commit(), what)
}

// AddToken implements server.Store.
func (s *Store) AddToken(ctx context.Context, t server.Token) error {
	return s.insert(ctx, "token of "+t.Name, `INSERT INTO tokens (hash, tenant, access, name, created) VALUES (?, ?, ?, ?, ?)`,
		t.Hash, t.Tenant, string(t.Access), t.Name, stamp(t.Created))
}

// Token implements server.Store.
func (s *Store) Token(ctx context.Context, hash string) (server.Token, error) {
	var t server.Token
	err := s.db.QueryRowContext(ctx, `SELECT hash, tenant, access, name, created FROM tokens WHERE hash = ?`, hash).
		Scan(&t.Hash, &t.Tenant, (*string)(&t.Access), &t.Name, (*timeText)(&t.Created))
	return t, found(err, "token")
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
			return fmt.Errorf("%s: its tenant: %w", what, server.ErrNotFound)
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
