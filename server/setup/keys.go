// Package setup does what happens once: making keys, installing a server's
// share of them, adding tenants, and the first run of a demo shop.
package setup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
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
func MakeKeys(dir string, now time.Time) (err error) {
	fail := func(err error) error { return fmt.Errorf("make keys: %w", err) }
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return fail(err)
	}
	made, err := os.MkdirTemp(filepath.Dir(dir), ".keys-") // private to its owner
	if err != nil {
		return fail(err)
	}
	defer os.RemoveAll(made)
	if err := writeKeys(made, now); err != nil {
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
	return errors.Join(
		os.WriteFile(filepath.Join(dir, noteFile), []byte(note), 0o644),
		os.WriteFile(filepath.Join(dir, RootFile), envelope, 0o644),
	)
}

// InstallKeys gives a server its share of a keys folder: the root into the
// store, the online key into the data folder.
func InstallKeys(ctx context.Context, store server.Store, keysDir, dataDir string) error {
	envelope, err := os.ReadFile(filepath.Join(keysDir, RootFile))
	if err != nil {
		return fmt.Errorf("install keys: %w", err)
	}
	fingerprint, err := release.Fingerprint(envelope)
	if err != nil {
		return fmt.Errorf("install keys: %w", err)
	}
	root, err := release.OpenFirstRoot(envelope, fingerprint)
	if err != nil {
		return fmt.Errorf("install keys: %w", err)
	}
	online, err := release.LoadKey(filepath.Join(keysDir, OnlineKeyFile))
	if err != nil {
		return fmt.Errorf("install keys: %w", err)
	}
	if _, ok := root.Keys[online.ID()]; !ok {
		return fmt.Errorf("install keys: %s does not name the key in %s", RootFile, OnlineKeyFile)
	}
	installed := filepath.Join(dataDir, OnlineKeyFile)
	if err := online.Save(installed); errors.Is(err, fs.ErrExist) {
		if was, err := release.LoadKey(installed); err != nil || was.ID() != online.ID() {
			return fmt.Errorf("install keys: %s is another key; it was left as it is", installed)
		}
	} else if err != nil {
		return fmt.Errorf("install keys: %w", err)
	}
	return store.AddRoot(ctx, root.Version, envelope)
}
