package ledger_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huashu/server"
	"huashu/server/ledger"
	"huashu/server/store/sqlite"
)

func TestVerifyFindsEveryKindOfTampering(t *testing.T) {
	ctx := context.Background()
	for _, tt := range []struct {
		name, sql string
		broken    int64 // 0: whole
		reason    string
	}{
		{"nothing", `SELECT 1`, 0, ""},
		{"another member", `UPDATE audit SET member = 'm_2' WHERE n = 700`, 700, "not what its hash says"},
		{"another time", `UPDATE audit SET time = '2026-11-22T09:00:00Z' WHERE n = 1`, 1, "not what its hash says"},
		{"text moved to the next field", `UPDATE audit SET subject = subject || 'x', detail = '' WHERE n = 3`, 3, "not what its hash says"},
		{"one left out", `DELETE FROM audit WHERE n = 501`, 502, "501 belongs"},
		{"first left out", `DELETE FROM audit WHERE n = 1`, 2, "1 belongs"},
		{"two changed places", `UPDATE audit SET n = -n WHERE n IN (4, 5); UPDATE audit SET n = 9 + n WHERE n IN (-4, -5)`, 4, "hash of the one before"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "huashu.db")
			store, err := sqlite.Open(ctx, path)
			if err != nil {
				t.Fatal(err)
			}
			defer store.Close()
			day := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
			if err := store.CreateTenant(ctx, server.Tenant{ID: "shop", Created: day}); err != nil {
				t.Fatal(err)
			}
			db, err := sql.Open("sqlite", path)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			fill(t, db, day, 1200)
			if _, err := db.Exec(tt.sql); err != nil {
				t.Fatal(err)
			}
			l := &ledger.Ledger{Store: store}
			v, err := l.Verify(ctx, "shop")
			if err != nil {
				t.Fatal(err)
			}
			if v.OK != (tt.broken == 0) || v.Broken != tt.broken || !strings.Contains(v.Reason, tt.reason) {
				t.Errorf("got %+v; want broken at %d, %q", v, tt.broken, tt.reason)
			}
			if tt.broken == 0 && v.Length != 1200 {
				t.Errorf("got length %d, want 1200", v.Length)
			}
		})
	}
}

// fill writes entries past the store, many at once.
func fill(t *testing.T, db *sql.DB, day time.Time, n int) {
	t.Helper()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	last := server.Entry{}
	for range n {
		last = server.Entry{Time: day, Member: "m_1", Action: server.ActionDraftWrite, Subject: "d_1", Detail: "x"}.After(last)
		if _, err := tx.Exec(`INSERT INTO audit VALUES ('shop', ?, ?, ?, ?, ?, ?, ?, ?)`, last.N, last.Time.Format(time.RFC3339),
			last.Member, last.Action, last.Subject, last.Detail, last.Prev, last.Hash); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}
