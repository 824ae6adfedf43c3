package setup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"huashu/server"
	"huashu/server/publish"
	"huashu/server/release"
)

// DemoTenant is the demo shop's ID.
const DemoTenant = "demo"

// The demo plays both parts, so what belongs to the reviewer lies in a folder
// of its own within the data folder.
const (
	demoKeys  = "keys"
	TokenFile = "token"       // in a keys folder: the admin's token
	demoPack  = "demo.sha256" // in the data folder: the last built-in pack that was published
)

// DemoKeysDir gives the folder of the demo's keys.
func DemoKeysDir(dataDir string) string { return filepath.Join(dataDir, demoKeys) }

// DemoShop makes whatever is missing of a demo shop: keys, tenant, token. It
// can be interrupted and run again.
func DemoShop(ctx context.Context, store server.Store, dataDir string, now time.Time) error {
	keys := DemoKeysDir(dataDir)
	if _, err := os.Stat(filepath.Join(keys, RootFile)); errors.Is(err, fs.ErrNotExist) {
		if err := MakeKeys(keys, now); err != nil {
			return err
		}
	}
	if _, _, err := store.LatestRoot(ctx); errors.Is(err, server.ErrNotFound) {
		if err := InstallKeys(ctx, store, keys, dataDir); err != nil {
			return err
		}
	}
	if _, err := store.Tenant(ctx, DemoTenant); errors.Is(err, server.ErrNotFound) {
		if err := store.CreateTenant(ctx, server.Tenant{ID: DemoTenant, Name: "演示店铺", Solo: true, Created: now}); err != nil {
			return err
		}
	}
	tokenFile := filepath.Join(keys, TokenFile)
	if _, err := os.Stat(tokenFile); errors.Is(err, fs.ErrNotExist) {
		token, err := AddAdmin(ctx, store, DemoTenant, now)
		if err != nil {
			return err
		}
		return os.WriteFile(tokenFile, []byte(token+"\n"), 0o600)
	}
	return nil
}

// DemoRelease publishes the built-in pack to the demo shop: as its first
// release, and again after a new build, until somebody has published another.
func DemoRelease(ctx context.Context, service *publish.Service, dataDir string, pack []byte, engine int) error {
	ref := release.NewRef(pack)
	next, err := service.Next(ctx, DemoTenant)
	if err != nil {
		return err
	}
	marker := filepath.Join(dataDir, demoPack)
	published, err := os.ReadFile(marker)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if next.Seq > 1 && (next.Pack == ref || next.Pack.SHA256 != strings.TrimSpace(string(published))) {
		return nil
	}
	next.Pack, next.MinEngine = ref, engine
	key, err := release.LoadKey(filepath.Join(DemoKeysDir(dataDir), ReleaseKeyFile))
	if err != nil {
		return err
	}
	envelope, err := release.Sign(server.TypeRelease, next, key)
	if err != nil {
		return err
	}
	if err := service.Store.StageObject(ctx, DemoTenant, ref, server.MemberServer, pack); err != nil {
		return err
	}
	if _, err := service.Publish(ctx, DemoTenant, server.MemberServer, envelope); err != nil {
		return fmt.Errorf("publish the built-in pack to the demo shop: %w", err)
	}
	return os.WriteFile(marker, []byte(ref.SHA256+"\n"), 0o644)
}
