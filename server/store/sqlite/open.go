// Package sqlite keeps a server's state in one SQLite file, with the pure Go
// driver, so that the server stays one binary.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	_ "modernc.org/sqlite" // registers the driver "sqlite"
)

// applicationID marks a file as Huashu's: "HuaS".
const applicationID = 0x48756153

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrations gives the steps of the schema; step n, counted from 1, leads to
// schema n.
func migrations() ([]string, error) {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	var steps []string
	for _, name := range names { // Glob sorts
		step, err := migrationFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		steps = append(steps, string(step))
	}
	return steps, nil
}

// Store is a server.Store in a SQLite file.
type Store struct {
	db *sql.DB
}

// Open opens the database file, making it if there is none. An older schema is
// brought up to date after a copy of the file was put beside it; a newer one,
// or a file that is no database of Huashu's, is refused and left as it is.
func Open(ctx context.Context, path string) (*Store, error) {
	steps, err := migrations()
	if err != nil {
		return nil, err
	}
	return open(ctx, path, steps)
}

func open(ctx context.Context, path string, steps []string) (*Store, error) {
	if err := writable(path); err != nil {
		return nil, err
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	dsn := url.URL{Scheme: "file", Path: abs, RawQuery: url.Values{
		"_pragma": {"busy_timeout(10000)", "synchronous(FULL)", "foreign_keys(1)"},
		"_txlock": {"immediate"},
	}.Encode()}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	err = migrate(ctx, db, path, steps)
	if err == nil {
		// Not a pragma of the address: it writes to the file, and may do so
		// only once the file is known to be ours.
		_, err = db.ExecContext(ctx, "PRAGMA journal_mode = WAL")
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("database %s: %w", path, err), db.Close())
	}
	return &Store{db}, nil
}

// writable finds out early, and says in words, when the file cannot be written.
func writable(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("database cannot be written: %w", err)
	}
	return f.Close()
}

// Close closes the database.
func (s *Store) Close() error { return s.db.Close() }

// migrate brings the schema to len(steps). All of it happens in one
// transaction: after a crash the file is as before.
func migrate(ctx context.Context, db *sql.DB, path string, steps []string) error {
	var version, id, tables int
	for pragma, into := range map[string]*int{"user_version": &version, "application_id": &id} {
		if err := db.QueryRowContext(ctx, "PRAGMA "+pragma).Scan(into); err != nil {
			return err
		}
	}
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
		return err
	}
	switch {
	case tables > 0 && id != applicationID:
		return errors.New("not a database of Huashu's; it was left as it is")
	case version > len(steps):
		return fmt.Errorf("schema %d was written by a newer huashu, this one knows %d; it was left as it is", version, len(steps))
	case version == len(steps):
		return nil
	case version > 0:
		if err := keepCopy(ctx, db, fmt.Sprintf("%s.schema%d", path, version)); err != nil {
			return err
		}
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for n, step := range steps[version:] {
		if _, err := tx.ExecContext(ctx, step); err != nil {
			return fmt.Errorf("migration to schema %d: %w", version+n+1, err)
		}
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d; PRAGMA application_id = %d", len(steps), applicationID)); err != nil {
		return err
	}
	return tx.Commit()
}

// keepCopy puts a complete copy of the database beside it.
func keepCopy(ctx context.Context, db *sql.DB, to string) error {
	part := to + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("copy before migration: %w", err)
	}
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", part); err != nil {
		return fmt.Errorf("copy before migration to %s: %w", part, err)
	}
	if err := os.Rename(part, to); err != nil {
		return fmt.Errorf("copy before migration: %w", err)
	}
	return nil
}
