//go:build !js

package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"modernc.org/sqlite" // registers the driver "sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"huashu/server"
)

// applicationID marks a file as Huashu's: "HuaS".
const applicationID = 0x48756153

// maxConns bounds the connections to a file. Each has a cache of its own, and
// SQLite lets one write at a time anyway.
const maxConns = 8

// File is a Store in one file, by the pure Go driver: the server stays one
// binary.
type File struct {
	*Store
	db *sql.DB
}

// Open opens the database file, making it if there is none. An older schema is
// brought up to date after a copy of the file was put beside it; a newer one,
// or a file that is no database of Huashu's, is refused and left as it is.
func Open(ctx context.Context, path string) (*File, error) {
	steps, err := Migrations()
	if err != nil {
		return nil, err
	}
	return open(ctx, path, steps)
}

func open(ctx context.Context, path string, steps []string) (*File, error) {
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
	db.SetMaxOpenConns(maxConns)
	err = migrate(ctx, db, path, steps)
	if err == nil {
		// Not a pragma of the address: it writes to the file, and may do so
		// only once the file is known to be ours.
		_, err = db.ExecContext(ctx, "PRAGMA journal_mode = WAL")
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("database %s: %w", path, err), db.Close())
	}
	return &File{New(file{db}), db}, nil
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
func (f *File) Close() error { return f.db.Close() }

// migrate brings the schema to len(steps). All of it happens in one
// transaction: after a crash the file is as before.
func migrate(ctx context.Context, db *sql.DB, path string, steps []string) error {
	var tables int
	version, id, err := identity(ctx, db)
	if err != nil {
		return err
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
	if err := vacuum(ctx, db, to); err != nil {
		return fmt.Errorf("copy before migration to %s: %w", to, err)
	}
	return nil
}

// file is the Database in a file.
type file struct{ *sql.DB }

// Write implements Database.
func (f file) Write(ctx context.Context, statements ...Statement) error {
	tx, err := f.BeginTx(ctx, nil)
	if err != nil {
		return full(err)
	}
	defer tx.Rollback()
	for n, s := range statements {
		res, err := tx.ExecContext(ctx, s.Query, s.Args...)
		if err != nil {
			return &Failure{n, reason(err), full(err)}
		}
		if s.Must {
			if met, err := res.RowsAffected(); err != nil {
				return err
			} else if met == 0 {
				return &Failure{n, Unchanged, errors.New("met no row")}
			}
		}
	}
	return full(tx.Commit())
}

// full says in the server's words that the disk takes nothing any longer.
func full(err error) error {
	if e := (*sqlite.Error)(nil); errors.As(err, &e) {
		switch e.Code() {
		case sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC:
			return fmt.Errorf("%w: %w", server.ErrStorage, err)
		}
	}
	return err
}

// reason reads the codes of SQLite.
func reason(err error) Reason {
	e := (*sqlite.Error)(nil)
	if !errors.As(err, &e) {
		return 0
	}
	switch e.Code() {
	case sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_UNIQUE:
		return Taken
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return Orphan
	case sqlite3.SQLITE_CONSTRAINT_CHECK:
		return Forbidden
	case sqlite3.SQLITE_TOOBIG:
		return TooLarge
	}
	return 0
}
