package backup_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"huashu/server"
	"huashu/server/backup"
	"huashu/server/rollout"
	"huashu/server/servertest"
	"huashu/server/store/sqlite"
	"huashu/server/workflow"
)

// shop is one with two releases, a draft and a killed rule.
func shop(t *testing.T) *servertest.Shop {
	t.Helper()
	s := servertest.New(t)
	s.Publish(t, "pack one")
	s.Publish(t, "pack two")
	if _, err := s.Workflow.Begin(t.Context(), servertest.Tenant, "m_editor", workflow.DraftInput{Title: "换词"}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Publisher.Kill(t.Context(), servertest.Tenant, "m_reviewer", "shop.word", true); err != nil {
		t.Fatal(err)
	}
	return s
}

func write(t *testing.T, database string) (file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "huashu.backup")
	if _, err := backup.Write(t.Context(), database, file); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestRoundTrip(t *testing.T) {
	ctx := t.Context()
	s := shop(t)
	file := filepath.Join(t.TempDir(), "huashu.backup")
	shops, err := backup.Write(ctx, s.Database, file)
	if err != nil {
		t.Fatal(err)
	}
	if len(shops) != 1 || shops[0].ID != servertest.Tenant || shops[0].Stable != 2 || shops[0].Entries != 4 || !shops[0].Last.Equal(servertest.Day) {
		t.Errorf("the backup holds %+v", shops)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the backup has mode %v, %v: it is its owner's alone", info.Mode(), err)
	}
	database := filepath.Join(t.TempDir(), "huashu.db")
	done, err := backup.Restore(ctx, file, database, false, servertest.Day)
	if err != nil {
		t.Fatal(err)
	}
	if done.Kept != "" || fmt.Sprint(done.Shops) != fmt.Sprint(shops) {
		t.Errorf("restored %+v, the backup held %+v", done, shops)
	}
	if names := beside(t, database); len(names) != 1 {
		t.Errorf("restoring left %v", names)
	}
	restored, err := sqlite.Open(ctx, database)
	if err != nil {
		t.Fatal(err)
	}
	defer restored.Close()
	for what, read := range map[string]func(server.Store) (any, error){
		"head":     func(s server.Store) (any, error) { return s.Head(ctx, servertest.Tenant) },
		"drafts":   func(s server.Store) (any, error) { return s.Drafts(ctx, servertest.Tenant) },
		"releases": func(s server.Store) (any, error) { return s.Releases(ctx, servertest.Tenant) },
		"members":  func(s server.Store) (any, error) { return s.Members(ctx, servertest.Tenant) },
		"tokens":   func(s server.Store) (any, error) { return s.Tokens(ctx, servertest.Tenant) },
		"audit":    func(s server.Store) (any, error) { return s.Entries(ctx, servertest.Tenant, 0, 100) },
	} {
		before, err := read(s.Store)
		if err != nil {
			t.Fatal(err)
		}
		after, err := read(restored)
		if err != nil || fmt.Sprint(before) != fmt.Sprint(after) {
			t.Errorf("%s: before %v, after %v, %v", what, before, after, err)
		}
	}
}

func beside(t *testing.T, database string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(database))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// Backups are made while drafts are written, killed rules flip and a candidate
// grows: each holds all that was acknowledged before it was begun.
func TestBackupWhileWritesGoOn(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	s := shop(t)
	var drafts atomic.Int64
	drafts.Store(1)
	var writers sync.WaitGroup
	writer := func(write func(i int) error) {
		writers.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				if err := write(i); err != nil && ctx.Err() == nil {
					t.Errorf("write: %v", err)
					return
				}
			}
		})
	}
	writer(func(i int) error {
		_, err := s.Workflow.Begin(ctx, servertest.Tenant, "m_editor", workflow.DraftInput{Title: fmt.Sprintf("第 %d 稿", i)})
		if err == nil {
			drafts.Add(1)
		}
		return err
	})
	writer(func(i int) error {
		_, err := s.Publisher.Kill(ctx, servertest.Tenant, "m_reviewer", "shop.other", i%2 == 0)
		return err
	})
	for i := range 10 {
		acknowledged := drafts.Load()
		file := write(t, s.Database)
		copied, err := sqlite.OpenAtRest(t.Context(), file, true)
		if err != nil {
			t.Fatal(err)
		}
		held, err := copied.Drafts(t.Context(), servertest.Tenant)
		if err != nil || int64(len(held)) < acknowledged {
			t.Errorf("backup %d holds %d drafts, %d were acknowledged before: %v", i, len(held), acknowledged, err)
		}
		copied.Close()
	}
	stop()
	writers.Wait()
	if drafts.Load() < 10 {
		t.Errorf("only %d drafts were written meanwhile: the backups held writers up", drafts.Load())
	}
}

func TestBackupOverwritesNothing(t *testing.T) {
	s := shop(t)
	file := write(t, s.Database)
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Write(t.Context(), s.Database, file); err == nil || !strings.Contains(err.Error(), "overwrites nothing") {
		t.Errorf("a second backup into the same file: %v", err)
	}
	if after, _ := os.ReadFile(file); string(before) != string(after) {
		t.Error("the first backup was changed")
	}
	if _, err := backup.Write(t.Context(), filepath.Join(t.TempDir(), "huashu.db"), filepath.Join(t.TempDir(), "b")); err == nil {
		t.Error("made a backup of nothing")
	}
}

func TestRestoreMovesAsideOnlyWhenTold(t *testing.T) {
	ctx := t.Context()
	s := shop(t)
	file := write(t, s.Database)
	database := filepath.Join(t.TempDir(), "huashu.db")
	other, err := sqlite.Open(ctx, database)
	if err != nil {
		t.Fatal(err)
	}
	if err := other.CreateTenant(ctx, server.Tenant{ID: "other", Created: servertest.Day}); err != nil {
		t.Fatal(err)
	}
	other.Close()

	if _, err := backup.Restore(ctx, file, database, false, servertest.Day); !errors.Is(err, backup.ErrInPlace) {
		t.Fatalf("over another database: %v", err)
	}
	if names := beside(t, database); len(names) != 1 {
		t.Errorf("a refusal left %v", names)
	}
	done, err := backup.Restore(ctx, file, database, true, servertest.Day)
	if err != nil {
		t.Fatal(err)
	}
	if want := database + ".before-20261122T080000Z"; done.Kept != want {
		t.Errorf("kept the other as %s, want %s", done.Kept, want)
	}
	for path, tenant := range map[string]string{database: servertest.Tenant, done.Kept: "other"} {
		f, err := sqlite.Open(ctx, path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Tenant(ctx, tenant); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		f.Close()
	}
}

func TestABackupThatDoesNotHoldIsNotRestored(t *testing.T) {
	ctx := t.Context()
	s := shop(t)
	whole := write(t, s.Database)
	change := func(statement string, args ...any) func(t *testing.T, file string) {
		return func(t *testing.T, file string) {
			t.Helper()
			db, err := sql.Open("sqlite", file)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if res, err := db.Exec(statement, args...); err != nil {
				t.Fatal(err)
			} else if n, err := res.RowsAffected(); err != nil || n == 0 {
				t.Fatalf("%s met no row: %v", statement, err)
			}
		}
	}
	forged := servertest.Sign(server.TypeFreshness, servertest.Freshness(servertest.Day.Unix(), []byte("release")), servertest.NobodysKey)
	for _, tt := range []struct {
		name, want string
		spoil      func(t *testing.T, file string)
	}{
		{"no database", "not a database", func(t *testing.T, file string) {
			if err := os.WriteFile(file, []byte(strings.Repeat("家里的照片", 100)), 0o600); err != nil {
				t.Fatal(err)
			}
		}},
		{"its end is missing", "malformed", func(t *testing.T, file string) {
			info, err := os.Stat(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Truncate(file, info.Size()/2); err != nil {
				t.Fatal(err)
			}
		}},
		{"an entry of the audit was changed", "entry 2 is not what its hash says", change(`UPDATE audit SET detail = 'nothing' WHERE n = 2`)},
		{"an entry of the audit is missing", "audit", change(`DELETE FROM audit WHERE n = 2`)},
		{"the end of the audit is missing", "clients were told of entry", change(`DELETE FROM audit WHERE n = 4`)},
		{"a pack was changed", "holds other bytes", change(`UPDATE pieces SET data = CAST('pack too' AS BLOB) WHERE data = CAST('pack two' AS BLOB)`)},
		{"a head that nobody's key signed", "head refused (signature)", change(`UPDATE heads SET envelope = ?`, forged)},
		{"a newer schema", "written by a newer huashu", change(`PRAGMA user_version = 99; UPDATE tenants SET name = 'x'`)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "huashu.backup")
			data, err := os.ReadFile(whole)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, data, 0o600); err != nil {
				t.Fatal(err)
			}
			tt.spoil(t, file)
			database := filepath.Join(t.TempDir(), "huashu.db")
			if err := os.WriteFile(database, []byte("in place"), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err = backup.Restore(ctx, file, database, true, servertest.Day)
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), file) {
				t.Errorf("got %v, want the file and %q", err, tt.want)
			}
			if kept, _ := os.ReadFile(database); string(kept) != "in place" || len(beside(t, database)) != 1 {
				t.Errorf("what was in place is %q, beside it %v", kept, beside(t, database))
			}
		})
	}
}

func TestABackupOfAnOlderSchemaIsBroughtUpToDate(t *testing.T) {
	ctx := t.Context()
	steps, err := sqlite.Migrations()
	if err != nil {
		t.Fatal(err)
	}
	old := filepath.Join(t.TempDir(), "old.db")
	db, err := sql.Open("sqlite", old)
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{steps[0], steps[1], `INSERT INTO tenants (id, name, solo, created) VALUES ('shop', '店', 0, '2026-11-22T08:00:00Z')`,
		fmt.Sprintf(`PRAGMA user_version = 2; PRAGMA application_id = %d`, 0x48756153)} {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			t.Fatal(err)
		}
	}
	db.Close()
	if _, err := backup.Write(ctx, old, filepath.Join(t.TempDir(), "b")); err == nil || !strings.Contains(err.Error(), "has schema 2") {
		t.Errorf("a backup of a database that another huashu belongs to: %v", err)
	}
	database := filepath.Join(t.TempDir(), "huashu.db")
	done, err := backup.Restore(ctx, old, database, false, servertest.Day)
	if err != nil || len(done.Shops) != 1 {
		t.Fatalf("restored %+v, %v", done, err)
	}
	if names := beside(t, database); len(names) != 1 {
		t.Errorf("restoring left %v", names)
	}
}

func TestWhatIsRestoredGoesOn(t *testing.T) {
	ctx := t.Context()
	s := shop(t)
	file := write(t, s.Database)
	database := filepath.Join(t.TempDir(), "huashu.db")
	if _, err := backup.Restore(ctx, file, database, false, servertest.Day); err != nil {
		t.Fatal(err)
	}
	f, err := sqlite.Open(ctx, database)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s.Publisher.Store = f
	now, err := s.Publisher.Rollout(ctx, servertest.Tenant)
	if err != nil || now.Stable != 2 || len(now.Killed) != 1 {
		t.Fatalf("rollout: %+v, %v", now, err)
	}
	if _, err := s.Publisher.Kill(ctx, servertest.Tenant, "m_reviewer", "shop.word", false); err != nil {
		t.Error(err)
	}
	if _, err := s.Publisher.Share(ctx, servertest.Tenant, "m_reviewer", now.ETag(), 7, rollout.All); !errors.Is(err, server.ErrChanged) {
		t.Errorf("with what was seen before the last change: %v", err)
	}
}
