// Package setup does what happens once: making keys, installing a server's
// share of them, adding tenants, and the first run of a demo shop.
package setup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"huashu/server"
	"huashu/server/release"
)

// The files of a keys folder. A server needs RootFile and OnlineKeyFile, and
// must never see the other two keys.
const (
	RootKeyFile    = "root.pem"
	ReleaseKeyFile = "release.pem"
	OnlineKeyFile  = "online.pem"
	RootFile       = "root.json"
	noteFile       = "README.txt"
)

// rootYears is how long a new root is good for.
const rootYears = 5

const note = `Huashu signing keys. Keep them as you keep the keys of the shop.

root.pem     says which keys count. Offline, in two safe places: whoever has it
             can replace all other keys.
release.pem  signs rule packs. With the reviewer, never on the server.
online.pem   signs the heads, hourly. The only one that belongs on the server.
root.json    the signed list of the public keys. Public; belongs on the server.

For a server of your own:

  huashu keys install FOLDER --data DATA    (needs root.json and online.pem only)
  huashu tenant add NAME --data DATA
`

// MakeKeys makes a folder with new keys and the root that names them, all or
// nothing. The folder must not exist or be empty: keys are never overwritten.
func MakeKeys(dir string, now time.Time) error {
	return newFolder(dir, "make keys", func(made string) error { return writeKeys(made, now) })
}

// newFolder makes a folder with what write puts into it, all or nothing.
func newFolder(dir, what string, write func(made string) error) error {
	fail := func(err error) error { return fmt.Errorf("%s: %w", what, err) }
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return fail(err)
	}
	made, err := os.MkdirTemp(filepath.Dir(dir), ".keys-") // private to its owner
	if err != nil {
		return fail(err)
	}
	defer os.RemoveAll(made)
	if err := write(made); err != nil {
		return fail(err)
	}
	if err := os.Rename(made, dir); errors.Is(err, fs.ErrExist) {
		return fail(fmt.Errorf("%s is not empty; keys are never overwritten", dir))
	} else if err != nil {
		return fail(err)
	}
	return nil
}

func writeKeys(dir string, now time.Time) error {
	now = now.UTC().Truncate(time.Second)
	root := server.Root{
		Type: server.TypeRoot, Version: 1, Issued: now, Expires: now.AddDate(rootYears, 0, 0),
		Keys: map[string][]byte{}, Roles: map[string]server.KeyRole{},
	}
	var rootKey release.Key
	for _, k := range []struct{ role, file string }{
		{server.RoleRoot, RootKeyFile}, {server.RoleRelease, ReleaseKeyFile}, {server.RoleFreshness, OnlineKeyFile},
	} {
		key, err := release.NewKey()
		if err != nil {
			return err
		}
		if err := key.Save(filepath.Join(dir, k.file)); err != nil {
			return err
		}
		if k.role == server.RoleRoot {
			rootKey = key
		}
		root.Keys[key.ID()] = key.Public()
		root.Roles[k.role] = server.KeyRole{KeyIDs: []string{key.ID()}, Threshold: 1}
	}
	envelope, err := release.Sign(server.TypeRoot, root, rootKey)
	if err != nil {
		return err
	}
	return writeFolder(dir, envelope)
}

// writeFolder adds what a keys folder holds beside keys.
func writeFolder(dir string, envelope []byte) error {
	return errors.Join(
		os.WriteFile(filepath.Join(dir, noteFile), []byte(note), 0o644),
		os.WriteFile(filepath.Join(dir, RootFile), envelope, 0o644),
	)
}

// InstallRoot gives a server whose keys are not in a data folder its root: the
// first one, or the one that follows. It must let the online key sign heads.
// Installing the same again changes nothing.
func InstallRoot(ctx context.Context, store server.Store, envelope []byte, online release.Key) error {
	root, err := openOwnRoot(envelope)
	if err != nil {
		return err
	}
	if !slices.Contains(root.Roles[server.RoleFreshness].KeyIDs, online.ID()) {
		return fmt.Errorf("root %d does not let the online key sign heads", root.Version)
	}
	return addRoot(ctx, store, root, envelope)
}

// openOwnRoot opens a root that comes from a keys folder.
func openOwnRoot(envelope []byte) (*server.Root, error) {
	fingerprint, err := release.Fingerprint(envelope)
	if err != nil {
		return nil, err
	}
	return release.OpenFirstRoot(envelope, fingerprint)
}

// InstallKeys gives a server its share of a keys folder: the root into the
// store, the online key into the data folder. A root after the first must
// follow the one that is there; only then is another online key replaced.
// Installing the same again changes nothing.
func InstallKeys(ctx context.Context, store server.Store, keysDir, dataDir string) error {
	fail := func(err error) error { return fmt.Errorf("install keys: %w", err) }
	envelope, err := os.ReadFile(filepath.Join(keysDir, RootFile))
	if err != nil {
		return fail(err)
	}
	root, err := openOwnRoot(envelope)
	if err != nil {
		return fail(err)
	}
	online, err := release.LoadKey(filepath.Join(keysDir, OnlineKeyFile))
	if err != nil {
		return fail(err)
	}
	if !slices.Contains(root.Roles[server.RoleFreshness].KeyIDs, online.ID()) {
		return fail(fmt.Errorf("%s does not name the key in %s", RootFile, OnlineKeyFile))
	}
	installed := filepath.Join(dataDir, OnlineKeyFile)
	if was, err := release.LoadKey(installed); err == nil && slices.Contains(root.Roles[server.RoleFreshness].KeyIDs, was.ID()) && was.ID() != online.ID() {
		return fail(fmt.Errorf("%s is another key, which counts too; it was left as it is", installed))
	}
	if err := addRoot(ctx, store, root, envelope); err != nil {
		return fail(err)
	}
	// Only now: a crash before leaves a server that can be given its keys again.
	ready := installed + ".new"
	if err := os.Remove(ready); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fail(err)
	}
	if err := online.Save(ready); err != nil {
		return fail(err)
	}
	return os.Rename(ready, installed)
}

// addRoot adds a root to the store, unless it is there.
func addRoot(ctx context.Context, store server.Store, root *server.Root, envelope []byte) error {
	_, latest, err := store.LatestRoot(ctx)
	switch {
	case errors.Is(err, server.ErrNotFound):
		return store.AddRoot(ctx, root.Version, envelope)
	case err != nil:
		return err
	case bytes.Equal(latest, envelope):
		return nil
	}
	var trusted server.Root
	if err := release.ReadOwn(latest, &trusted); err != nil {
		return fmt.Errorf("stored root: %w", err)
	}
	if _, err := release.OpenNextRoot(envelope, &trusted); err != nil {
		return fmt.Errorf("does not follow root %d, which is in place: %w", trusted.Version, err)
	}
	return store.AddRoot(ctx, root.Version, envelope)
}
