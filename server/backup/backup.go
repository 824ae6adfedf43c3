package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"huashu/server/store/sqlite"
)

// Write copies a database, which may be in use, into a file, which must not
// exist, and verifies the copy. One that does not hold is not kept.
func Write(ctx context.Context, database, to string) ([]Shop, error) {
	err := sqlite.Copy(ctx, database, to)
	if errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("%s exists; a backup overwrites nothing", to)
	}
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	shops, err := verifyFile(ctx, func() (*sqlite.File, error) { return sqlite.OpenAtRest(ctx, to, true) })
	if err != nil {
		return nil, errors.Join(fmt.Errorf("backup does not hold: %w", err), os.Remove(to))
	}
	return shops, nil
}

// verifyFile goes over the file that open gives, and closes it.
func verifyFile(ctx context.Context, open func() (*sqlite.File, error)) (shops []Shop, err error) {
	f, err := open()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := f.Check(ctx); err != nil {
		return nil, err
	}
	return Verify(ctx, f)
}

// ErrInPlace says that there is a database where one is to be restored.
var ErrInPlace = errors.New("there is a database already")

// Restored says what Restore did.
type Restored struct {
	Shops []Shop
	Kept  string // where the database is that was in place before; empty if there was none
}

// Restore puts a backup in the place of a database, which no server may have
// open. The backup is verified first, in a copy beside the database that is
// brought up to date if its schema is older. A database in place is moved
// aside if replace says so, else it is ErrInPlace.
func Restore(ctx context.Context, from, database string, replace bool, now time.Time) (done Restored, err error) {
	_, err = os.Stat(database)
	inPlace := !errors.Is(err, fs.ErrNotExist)
	if inPlace && !replace {
		return done, fmt.Errorf("%s: %w", database, ErrInPlace)
	}
	// An own folder, so that whatever is left in it goes with it.
	folder, err := os.MkdirTemp(filepath.Dir(database), "restoring-")
	if err != nil {
		return done, fmt.Errorf("restore: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	ready := filepath.Join(folder, filepath.Base(database))
	if err := copyFile(from, ready); err != nil {
		return done, fmt.Errorf("restore: %w", err)
	}
	upToDate := func() (*sqlite.File, error) { return sqlite.Open(ctx, ready) }
	if done.Shops, err = verifyFile(ctx, upToDate); err != nil {
		return done, fmt.Errorf("%s cannot be restored: %w", from, err)
	}
	if inPlace {
		if done.Kept, err = moveAside(ctx, database, now); err != nil {
			return done, fmt.Errorf("restore: %w", err)
		}
	}
	if err := os.Rename(ready, database); err != nil {
		return done, fmt.Errorf("restore: %w", err)
	}
	return done, nil
}

func copyFile(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	made, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(made, source)
	return errors.Join(err, made.Sync(), made.Close())
}

// moveAside renames a database. What its log holds goes with it.
func moveAside(ctx context.Context, database string, now time.Time) (to string, err error) {
	to = database + ".before-" + now.UTC().Format("20060102T150405Z")
	if f, err := sqlite.Open(ctx, database); err == nil {
		if err := f.Close(); err != nil { // which takes the log into the file
			return to, err
		}
	} // else it is broken, which may be why a backup is brought back
	for _, suffix := range []string{"-wal", "-shm", ""} {
		if err := os.Rename(database+suffix, to+suffix); err != nil && (suffix == "" || !errors.Is(err, fs.ErrNotExist)) {
			return to, err
		}
	}
	return to, nil
}
