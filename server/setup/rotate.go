package setup

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"huashu/server"
	"huashu/server/release"
)

// Rotation says what the next root changes.
type Rotation struct {
	Root, Release, Online bool // keys that are replaced
	Retire                bool // release keys that were replaced before no longer count
}

// RotateKeys makes a folder with the keys and the root that follow those of
// another folder, all or nothing. A replaced online key no longer counts. A
// replaced release key does until it is retired, so that what it signed stays
// good until something is published with the new one.
func RotateKeys(from, to string, what Rotation, now time.Time) error {
	if what == (Rotation{}) {
		return errors.New("rotate keys: nothing to replace or retire")
	}
	return newFolder(to, "rotate keys", func(dir string) error { return rotate(from, dir, what, now) })
}

func rotate(from, dir string, what Rotation, now time.Time) error {
	envelope, err := os.ReadFile(filepath.Join(from, RootFile))
	if err != nil {
		return err
	}
	root, err := openOwnRoot(envelope)
	if err != nil {
		return err
	}
	oldRoot, err := release.LoadKey(filepath.Join(from, RootKeyFile))
	if err != nil {
		return err
	}
	if role := root.Roles[server.RoleRoot]; role.Threshold != 1 || !slices.Contains(role.KeyIDs, oldRoot.ID()) {
		return fmt.Errorf("%s in %s cannot sign the next root alone", RootKeyFile, from)
	}
	signers := []release.Key{oldRoot}
	for _, k := range []struct {
		role, file      string
		replace, retire bool
	}{
		{server.RoleRoot, RootKeyFile, what.Root, true},
		{server.RoleRelease, ReleaseKeyFile, what.Release, what.Retire},
		{server.RoleFreshness, OnlineKeyFile, what.Online, true},
	} {
		key, err := release.LoadKey(filepath.Join(from, k.file))
		switch {
		case k.replace:
			key, err = release.NewKey()
		case errors.Is(err, os.ErrNotExist) && !k.retire:
			continue // it is kept elsewhere, and goes on counting
		}
		if err != nil {
			return err
		}
		if err := key.Save(filepath.Join(dir, k.file)); err != nil {
			return err
		}
		if !k.replace && !slices.Contains(root.Roles[k.role].KeyIDs, key.ID()) {
			return fmt.Errorf("%s in %s is not named by %s there", k.file, from, RootFile)
		}
		ids := []string{key.ID()}
		if k.replace && !k.retire {
			ids = append(ids, root.Roles[k.role].KeyIDs...)
		} else if !k.replace && !k.retire {
			ids = root.Roles[k.role].KeyIDs
		}
		root.Roles[k.role] = server.KeyRole{KeyIDs: ids, Threshold: 1}
		root.Keys[key.ID()] = key.Public()
		if k.role == server.RoleRoot && k.replace {
			signers = append(signers, key)
		}
	}
	dropUnused(root)
	now = now.UTC().Truncate(time.Second)
	root.Version, root.Issued, root.Expires = root.Version+1, now, now.AddDate(rootYears, 0, 0)
	signed, err := release.Sign(server.TypeRoot, root, signers...)
	if err != nil {
		return err
	}
	return writeFolder(dir, signed)
}

// dropUnused leaves keys out that no role names any longer.
func dropUnused(root *server.Root) {
	for id := range root.Keys {
		used := false
		for _, role := range root.Roles {
			used = used || slices.Contains(role.KeyIDs, id)
		}
		if !used {
			delete(root.Keys, id)
		}
	}
}
