package sqlite

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"huashu/server"
)

func TestWhatTheFirstSchemaHeldIsThereInTheLatest(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "huashu.db")
	steps, err := Migrations()
	if err != nil {
		t.Fatal(err)
	}
	first, err := open(ctx, path, steps[:1])
	if err != nil {
		t.Fatal(err)
	}
	if _, err := first.db.Exec(`
		INSERT INTO tenants VALUES ('demo', '演示', '2026-11-22T08:00:00Z'), ('shop', '店', '2026-11-22T08:00:00Z');
		INSERT INTO objects (tenant, sha256, public, data) VALUES ('shop', 'r1', 1, CAST('one' AS BLOB)), ('shop', 'r2', 1, CAST('two!' AS BLOB)), ('shop', 'p', 1, CAST('pack' AS BLOB));
		INSERT INTO releases VALUES ('shop', 1, 'r1', '', 'p', '2026-11-22T08:00:00Z'), ('shop', 2, 'r2', 'r1', 'p', '2026-11-22T09:00:00Z');
		INSERT INTO heads VALUES ('shop', 7, '2026-11-22T08:00:00Z', CAST('head' AS BLOB));
		INSERT INTO tokens VALUES ('0123456789012345678901234567890123456789', 'shop', 'reviewer', '王主管', '2026-11-22T08:00:00Z')`); err != nil {
		t.Fatal(err)
	}
	first.Close()

	s := openStore(t, path)
	m, err := s.Bearer(ctx, "0123456789012345678901234567890123456789")
	if err != nil || m.Tenant != "shop" || m.Access != server.AccessReviewer || m.Name != "王主管" || !m.Active {
		t.Errorf("the token is of %+v, %v", m, err)
	}
	for id, solo := range map[string]bool{"demo": true, "shop": false} {
		if tenant, err := s.Tenant(ctx, id); err != nil || tenant.Solo != solo {
			t.Errorf("tenant %s: got %+v, %v; want solo %t", id, tenant, err, solo)
		}
	}
	all, err := s.Releases(ctx, "shop")
	if err != nil || len(all) != 2 || all[0].State != server.ReleaseStable || all[1].State != server.ReleaseReplaced ||
		all[0].Ref != (server.Ref{SHA256: "r2", Size: 4}) || all[0].Pack != (server.Ref{SHA256: "p", Size: 4}) || all[0].Parent != "r1" {
		t.Errorf("releases: got %+v, %v", all, err)
	}
	if pack, err := s.Object(ctx, "shop", "p"); err != nil || string(pack) != "pack" {
		t.Errorf("the pack: got %q, %v", pack, err)
	}
	e := server.Entry{Time: time.Now(), Member: m.ID, Action: server.ActionRuleKill}.After(server.Entry{})
	if err := s.Apply(ctx, "shop", server.Change{Entry: &e}); err != nil {
		t.Error(err)
	}
}
