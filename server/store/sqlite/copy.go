//go:build !js

package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
)

// Copy writes a complete copy of the database in a file into another, which
// must not exist. The database may be in use: the copy is of one moment, and
// holds every write that was done before. It is private to its owner.
func Copy(ctx context.Context, from, to string) (err error) {
	if _, err := os.Stat(to); err == nil {
		return fmt.Errorf("%s: %w", to, fs.ErrExist)
	}
	f, err := OpenAtRest(ctx, from, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return vacuum(ctx, f.db, to)
}

// OpenAtRest opens a database file for reading only. Nothing is made, brought
// up to date or left behind, so a file of another schema is refused. A file
// that nobody writes to, such as a backup, may be said to be still: it is then
// read without a lock.
func OpenAtRest(ctx context.Context, path string, still bool) (*File, error) {
	steps, err := Migrations()
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	options := url.Values{"mode": {"ro"}, "_pragma": {"busy_timeout(10000)"}}
	if still {
		options.Set("immutable", "1")
	}
	dsn := url.URL{Scheme: "file", Path: abs, RawQuery: options.Encode()}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	version, id, err := identity(ctx, db)
	switch {
	case err != nil:
	case id != applicationID:
		err = errors.New("not a database of Huashu's")
	case version != len(steps):
		err = fmt.Errorf("has schema %d, this huashu has %d; use the huashu that it belongs to", version, len(steps))
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("database %s: %w", path, err), db.Close())
	}
	return &File{New(file{db}), db}, nil
}

// identity reads what kind of file this is.
func identity(ctx context.Context, db *sql.DB) (version, id int, err error) {
	err = db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version)
	if err == nil {
		err = db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id)
	}
	return version, id, err
}

// vacuum puts a copy of a database into a file, all or nothing.
func vacuum(ctx context.Context, db *sql.DB, to string) (err error) {
	part := to + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	made, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600) // VACUUM INTO takes an empty file
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, made.Close())
		if err != nil {
			err = errors.Join(err, os.Remove(part))
		}
	}()
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", part); err != nil {
		return full(err)
	}
	if err := made.Sync(); err != nil {
		return err
	}
	return os.Rename(part, to)
}

// Check lets SQLite go over the whole file.
func (f *File) Check(ctx context.Context) error {
	var found string
	if err := f.db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&found); err != nil {
		return fmt.Errorf("integrity check: %w", err)
	}
	if found != "ok" {
		return fmt.Errorf("integrity check: %s", found)
	}
	var table string
	err := f.db.QueryRowContext(ctx, `SELECT "table" FROM pragma_foreign_key_check LIMIT 1`).Scan(&table)
	if !errors.Is(err, sql.ErrNoRows) {
		return errors.Join(fmt.Errorf("integrity check: a row of %s belongs to nothing", table), err)
	}
	return nil
}
