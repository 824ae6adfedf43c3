package setup_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huashu/server"
	"huashu/server/client"
	"huashu/server/hint"
	"huashu/server/ledger"
	"huashu/server/publish"
	"huashu/server/release"
	"huashu/server/servertest"
	"huashu/server/setup"
	"huashu/server/store/sqlite"
)

func TestMakeKeys(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "keys")
	if err := setup.MakeKeys(dir, servertest.Day); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{setup.RootKeyFile, setup.ReleaseKeyFile, setup.OnlineKeyFile} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s can be read by others: %s", name, info.Mode())
		}
	}
	envelope := read(t, filepath.Join(dir, setup.RootFile))
	fingerprint, err := release.Fingerprint(envelope)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := release.OpenFirstRoot(envelope, fingerprint); err != nil {
		t.Error(err)
	}

	key := read(t, filepath.Join(dir, setup.RootKeyFile))
	if err := setup.MakeKeys(dir, servertest.Day); err == nil || !strings.Contains(err.Error(), "never overwritten") {
		t.Errorf("into a folder with keys: got %v", err)
	}
	if string(read(t, filepath.Join(dir, setup.RootKeyFile))) != string(key) {
		t.Error("the root key was overwritten")
	}
	beside, err := fs.Glob(os.DirFS(filepath.Dir(dir)), ".keys-*")
	if err != nil || len(beside) > 0 {
		t.Errorf("left behind: %v, %v", beside, err)
	}
}

// demo is a demo shop's server, as serve --demo starts it with a built-in pack.
func demo(t *testing.T, data, pack string) *publish.Service {
	t.Helper()
	ctx := context.Background()
	store, err := sqlite.Open(ctx, filepath.Join(data, "huashu.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	if err := setup.DemoShop(ctx, store, data, servertest.Day); err != nil {
		t.Fatal(err)
	}
	online, err := release.LoadKey(filepath.Join(data, setup.OnlineKeyFile))
	if err != nil {
		t.Fatal(err)
	}
	service := &publish.Service{Ledger: &ledger.Ledger{Store: store}, Gate: servertest.Gate{}, Engine: 1, Online: online, Hub: hint.NewHub()}
	if err := setup.DemoRelease(ctx, service, data, []byte(pack), 1); err != nil {
		t.Fatal(err)
	}
	return service
}

func TestDemoFollowsTheBuiltInPackUntilSomebodyPublishes(t *testing.T) {
	ctx := context.Background()
	data := t.TempDir()
	for _, tt := range []struct {
		builtIn, stable string
		seq             int64
	}{
		{"pack one", "pack one", 1},
		{"pack one", "pack one", 1}, // started again
		{"pack two", "pack two", 2}, // a new build
	} {
		service := demo(t, data, tt.builtIn)
		next, err := service.Next(ctx, setup.DemoTenant)
		if err != nil {
			t.Fatal(err)
		}
		if next.Pack != release.NewRef([]byte(tt.stable)) || next.Seq != tt.seq+1 {
			t.Errorf("with %s built in: release %d is stable, pack %s; want %d, %s", tt.builtIn, next.Seq-1, next.Pack.SHA256, tt.seq, tt.stable)
		}
	}

	service := demo(t, data, "pack two")
	next, err := service.Next(ctx, setup.DemoTenant)
	if err != nil {
		t.Fatal(err)
	}
	own := []byte("the shop's own pack")
	next.Pack = release.NewRef(own)
	key, err := release.LoadKey(filepath.Join(setup.DemoKeysDir(data), setup.ReleaseKeyFile))
	if err != nil {
		t.Fatal(err)
	}
	if err := service.Store.StageObject(ctx, setup.DemoTenant, next.Pack, "m_editor", own); err != nil {
		t.Fatal(err)
	}
	if _, err := service.Publish(ctx, setup.DemoTenant, "m_reviewer", servertest.Sign("release", next, key)); err != nil {
		t.Fatal(err)
	}
	after, err := demo(t, data, "pack three").Next(ctx, setup.DemoTenant)
	if err != nil || after.Pack != next.Pack {
		t.Errorf("the shop's own pack was replaced: %+v, %v", after, err)
	}
}

func TestDemoGoesOnWhereItWasInterrupted(t *testing.T) {
	data := t.TempDir()
	demo(t, data, "pack one")
	for _, lost := range []string{filepath.Join("keys", setup.TokenFile), "demo.sha256"} {
		if err := os.Remove(filepath.Join(data, lost)); err != nil {
			t.Fatal(err)
		}
	}
	demo(t, data, "pack one")
	if token := read(t, filepath.Join(data, "keys", setup.TokenFile)); !strings.HasPrefix(string(token), "huashu_") {
		t.Errorf("token file holds %q", token)
	}
}

func TestInstallKeysLeavesAnotherKeyAlone(t *testing.T) {
	ctx := context.Background()
	data := t.TempDir()
	service := demo(t, data, "pack one")
	before := read(t, filepath.Join(data, setup.OnlineKeyFile))
	other := filepath.Join(t.TempDir(), "other")
	if err := setup.MakeKeys(other, servertest.Day); err != nil {
		t.Fatal(err)
	}
	if err := setup.InstallKeys(ctx, service.Store, other, data); err == nil {
		t.Error("other keys were installed over those in use")
	}
	if string(read(t, filepath.Join(data, setup.OnlineKeyFile))) != string(before) {
		t.Error("the online key was overwritten")
	}
}

func TestAddTenant(t *testing.T) {
	ctx := context.Background()
	service := demo(t, t.TempDir(), "pack one")
	if _, err := setup.AddTenant(ctx, service.Store, server.Tenant{ID: "../etc"}); err == nil {
		t.Error("../etc is a tenant")
	}
	if _, err := setup.AddTenant(ctx, service.Store, server.Tenant{ID: setup.DemoTenant}); err == nil {
		t.Error("a tenant was added twice")
	}
	link, err := setup.EnrolmentLink(ctx, service.Store, "https://rules.example.cn", "shop")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.ParseLink(link); err != nil {
		t.Error(err)
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
