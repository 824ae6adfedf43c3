package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"huashu/server"
	"huashu/server/release"
	"huashu/server/setup"
)

// shop is a data folder with one shop, "shop", that has no release yet, and all
// that its people need.
type shop struct {
	data, keys              string // folders
	editor, reviewer, admin string // tokens
	key                     release.Key
	root                    *server.Root
}

func newShop(t *testing.T) shop {
	t.Helper()
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	s := shop{data: filepath.Join(t.TempDir(), "data"), keys: filepath.Join(t.TempDir(), "keys")}
	must(setup.MakeKeys(s.keys, time.Now()))
	store, err := openData(ctx, s.data)
	must(err)
	defer store.Close()
	must(setup.InstallKeys(ctx, store, s.keys, s.data))
	s.admin, err = setup.AddTenant(ctx, store, server.Tenant{ID: "shop", Created: time.Now()})
	must(err)
	for access, token := range map[server.Access]*string{server.AccessEditor: &s.editor, server.AccessReviewer: &s.reviewer} {
		m := server.NewMember("shop", string(access), access, time.Now())
		plain, kept := server.NewToken(m, time.Now())
		*token = plain
		must(store.Apply(ctx, "shop", server.Change{Members: []server.Member{m}, Tokens: []server.Token{kept}}))
	}
	s.key, err = release.LoadKey(filepath.Join(s.keys, setup.ReleaseKeyFile))
	must(err)
	envelope, err := os.ReadFile(filepath.Join(s.keys, setup.RootFile))
	must(err)
	fingerprint, err := release.Fingerprint(envelope)
	must(err)
	s.root, err = release.OpenFirstRoot(envelope, fingerprint)
	must(err)
	return s
}
