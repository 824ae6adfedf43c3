package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huashu/server"
	"huashu/server/release"
	"huashu/server/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) server.Store {
		return openStore(t, filepath.Join(t.TempDir(), "huashu.db"))
	})
}

func openStore(t *testing.T, path string) *File {
	t.Helper()
	s, err := Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestWhatWasWrittenIsThereAfterReopening(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "with space & 中文?.db")
	s := openStore(t, path)
	if err := s.CreateTenant(ctx, server.Tenant{ID: "shop"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := openStore(t, path).Tenant(ctx, "shop"); err != nil {
		t.Error(err)
	}
}

func TestMigrateKeepsACopyOfTheOlderSchema(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "huashu.db")
	steps := []string{`CREATE TABLE a (x)`, `CREATE TABLE b (y); INSERT INTO b SELECT x FROM a`}
	old, err := open(ctx, path, steps[:1])
	if err != nil {
		t.Fatal(err)
	}
	if _, err := old.db.Exec(`INSERT INTO a VALUES ('kept')`); err != nil {
		t.Fatal(err)
	}
	old.Close()

	s, err := open(ctx, path, steps)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var got string
	if err := s.db.QueryRow(`SELECT y FROM b`).Scan(&got); err != nil || got != "kept" {
		t.Errorf("after the migration: got %q, %v", got, err)
	}
	copied, err := open(ctx, path+".schema1", steps[:1])
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	if err := copied.db.QueryRow(`SELECT x FROM a`).Scan(&got); err != nil || got != "kept" {
		t.Errorf("in the copy: got %q, %v", got, err)
	}
}

func TestMigrationThatFailsChangesNothing(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "huashu.db")
	s, err := open(ctx, path, []string{`CREATE TABLE a (x)`})
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	if _, err := open(ctx, path, []string{``, `DROP TABLE a; CREATE TABLE b (y)`, `no SQL`}); err == nil {
		t.Fatal("a migration that is no SQL went through")
	}
	s, err = open(ctx, path, []string{`CREATE TABLE a (x)`})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.db.Exec(`INSERT INTO a VALUES (1)`); err != nil {
		t.Errorf("the old schema is no longer there: %v", err)
	}
}

func TestOpenRefusesAndLeavesAlone(t *testing.T) {
	ctx := context.Background()
	for _, tt := range []struct {
		name string
		make func(t *testing.T, path string)
		want string
	}{
		{"newer schema", func(t *testing.T, path string) {
			s, err := open(ctx, path, []string{`CREATE TABLE a (x)`, ``, ``})
			if err != nil {
				t.Fatal(err)
			}
			s.Close()
		}, "schema 3 was written by a newer huashu, this one knows 1"},
		{"database of something else", func(t *testing.T, path string) {
			db, err := sql.Open("sqlite", path)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if _, err := db.Exec(`CREATE TABLE theirs (x)`); err != nil {
				t.Fatal(err)
			}
		}, "not a database of Huashu's"},
		{"no database", func(t *testing.T, path string) {
			if err := os.WriteFile(path, []byte(strings.Repeat("家里的照片", 100)), 0o600); err != nil {
				t.Fatal(err)
			}
		}, "not a database"},
		{"folder", func(t *testing.T, path string) {
			if err := os.Mkdir(path, 0o700); err != nil {
				t.Fatal(err)
			}
		}, "cannot be written"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "huashu.db")
			tt.make(t, path)
			before, _ := os.ReadFile(path)
			s, err := open(ctx, path, []string{`CREATE TABLE a (x)`})
			if err == nil {
				s.Close()
				t.Fatal("opened it")
			}
			if !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), path) {
				t.Errorf("got %q, want the path and %q", err, tt.want)
			}
			after, _ := os.ReadFile(path)
			if string(before) != string(after) {
				t.Error("the file was changed")
			}
		})
	}
}

func TestAFullDiskIsSaidAndLosesNothing(t *testing.T) {
	ctx := context.Background()
	s := openStore(t, filepath.Join(t.TempDir(), "huashu.db"))
	if err := s.CreateTenant(ctx, server.Tenant{ID: "shop"}); err != nil {
		t.Fatal(err)
	}
	s.db.SetMaxOpenConns(1) // the limit is one of a connection
	var pages int
	if err := s.db.QueryRowContext(ctx, `PRAGMA page_count`).Scan(&pages); err != nil {
		t.Fatal(err)
	}
	limit := func(n int) {
		t.Helper()
		if _, err := s.db.ExecContext(ctx, fmt.Sprintf(`PRAGMA max_page_count = %d`, n)); err != nil {
			t.Fatal(err)
		}
	}
	limit(pages)
	pack := make([]byte, 100_000)
	ref := release.NewRef(pack)
	if err := s.StageObject(ctx, "shop", ref, "m_0", pack); !errors.Is(err, server.ErrStorage) {
		t.Errorf("a write without room: %v, want ErrStorage", err)
	}
	if _, _, err := s.StagedObject(ctx, "shop", ref.SHA256); !errors.Is(err, server.ErrNotFound) {
		t.Errorf("half of it is there: %v", err)
	}
	if _, err := s.Tenant(ctx, "shop"); err != nil {
		t.Errorf("what was there cannot be read: %v", err)
	}
	limit(pages + 1000)
	if err := s.StageObject(ctx, "shop", ref, "m_0", pack); err != nil {
		t.Errorf("once there is room again: %v", err)
	}
}

func TestADiskThatMayNotBeWrittenIsSaid(t *testing.T) {
	ctx := context.Background()
	s := openStore(t, filepath.Join(t.TempDir(), "huashu.db"))
	s.db.SetMaxOpenConns(1)
	if _, err := s.db.ExecContext(ctx, `PRAGMA query_only = 1`); err != nil {
		t.Fatal(err)
	}
	if err := s.CreateTenant(ctx, server.Tenant{ID: "shop"}); !errors.Is(err, server.ErrStorage) {
		t.Errorf("got %v, want ErrStorage", err)
	}
}
