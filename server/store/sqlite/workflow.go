package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"huashu/server"
)

type scanner interface{ Scan(into ...any) error }

// all reads every row that a query gives.
func all[T any](ctx context.Context, s *Store, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := s.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := []T{} // an empty list, in JSON too
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

const memberColumns = `m.tenant, m.id, m.name, m.access, m.active, m.created`

func scanMember(row scanner) (server.Member, error) {
	var m server.Member
	err := row.Scan(&m.Tenant, &m.ID, &m.Name, (*string)(&m.Access), &m.Active, (*timeText)(&m.Created))
	return m, err
}

// Members implements server.Store.
func (s *Store) Members(ctx context.Context, tenant string) ([]server.Member, error) {
	return all(ctx, s, scanMember, `SELECT `+memberColumns+` FROM members AS m WHERE tenant = ? ORDER BY created, id`, tenant)
}

// Member implements server.Store.
func (s *Store) Member(ctx context.Context, tenant, id string) (server.Member, error) {
	m, err := scanMember(s.db.QueryRowContext(ctx, `SELECT `+memberColumns+` FROM members AS m WHERE tenant = ? AND id = ?`, tenant, id))
	return m, found(err, "member "+id)
}

// Bearer implements server.Store.
func (s *Store) Bearer(ctx context.Context, hash string) (server.Member, error) {
	m, err := scanMember(s.db.QueryRowContext(ctx, `SELECT `+memberColumns+` FROM tokens AS t
		JOIN members AS m ON m.tenant = t.tenant AND m.id = t.member WHERE t.hash = ?`, hash))
	return m, found(err, "token")
}

// Tokens implements server.Store.
func (s *Store) Tokens(ctx context.Context, tenant string) ([]server.Token, error) {
	return all(ctx, s, func(row scanner) (server.Token, error) {
		var t server.Token
		err := row.Scan(&t.ID, &t.Hash, &t.Tenant, &t.Member, (*timeText)(&t.Created))
		return t, err
	}, `SELECT id, hash, tenant, member, created FROM tokens WHERE tenant = ? ORDER BY created, id`, tenant)
}

// submission is what a draft has once it is submitted.
type submission struct {
	Pack   *server.Ref
	Report *server.Report
}

const draftColumns = `id, version, title, state, base, editor, editors, created, updated, comment, submitted, seq`

func scanDraft(row scanner) (server.Draft, error) {
	var d server.Draft
	var editors, submitted, files string
	err := row.Scan(&d.ID, &d.Version, &d.Title, (*string)(&d.State), &d.Base, &d.Editor, &editors, (*timeText)(&d.Created),
		(*timeText)(&d.Updated), &d.Comment, &submitted, &d.Seq, &files)
	if err != nil {
		return d, err
	}
	if submitted != "" {
		var s submission
		err = json.Unmarshal([]byte(submitted), &s)
		d.Pack, d.Report = s.Pack, s.Report
	}
	return d, errors.Join(err, json.Unmarshal([]byte(editors), &d.Editors), json.Unmarshal([]byte(files), &d.Files))
}

// Drafts implements server.Store.
func (s *Store) Drafts(ctx context.Context, tenant string) ([]server.Draft, error) {
	return all(ctx, s, scanDraft, `SELECT `+draftColumns+`, 'null' FROM drafts WHERE tenant = ? ORDER BY updated DESC, id`, tenant)
}

// Draft implements server.Store.
func (s *Store) Draft(ctx context.Context, tenant, id string) (server.Draft, error) {
	d, err := scanDraft(s.db.QueryRowContext(ctx, `SELECT `+draftColumns+`, files FROM drafts WHERE tenant = ? AND id = ?`, tenant, id))
	return d, found(err, "draft "+id)
}

const releaseColumns = `seq, sha256, size, parent, pack, pack_size, issued, reverts, state, title, draft, editors, approver`

func scanRelease(row scanner) (server.ReleaseRecord, error) {
	var r server.ReleaseRecord
	var editors string
	err := row.Scan(&r.Seq, &r.Ref.SHA256, &r.Ref.Size, &r.Parent, &r.Pack.SHA256, &r.Pack.Size, (*timeText)(&r.Issued), &r.Reverts,
		(*string)(&r.State), &r.Title, &r.Draft, &editors, &r.Approver)
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal([]byte(editors), &r.Editors)
}

// Releases implements server.Store.
func (s *Store) Releases(ctx context.Context, tenant string) ([]server.ReleaseRecord, error) {
	return all(ctx, s, scanRelease, `SELECT `+releaseColumns+` FROM releases WHERE tenant = ? ORDER BY seq DESC`, tenant)
}

// Release implements server.Store.
func (s *Store) Release(ctx context.Context, tenant string, seq int64) (server.ReleaseRecord, error) {
	r, err := scanRelease(s.db.QueryRowContext(ctx, `SELECT `+releaseColumns+` FROM releases WHERE tenant = ? AND seq = ?`, tenant, seq))
	return r, found(err, fmt.Sprintf("release %d", seq))
}

// LastEntry implements server.Store.
func (s *Store) LastEntry(ctx context.Context, tenant string) (server.Entry, error) {
	last, err := s.Entries(ctx, tenant, 0, 1)
	if err != nil || len(last) == 0 {
		return server.Entry{}, err
	}
	return last[0], nil
}

// Entries implements server.Store.
func (s *Store) Entries(ctx context.Context, tenant string, before int64, limit int) ([]server.Entry, error) {
	if before == 0 {
		before = 1 << 53
	}
	return all(ctx, s, func(row scanner) (server.Entry, error) {
		var e server.Entry
		err := row.Scan(&e.N, (*timeText)(&e.Time), &e.Member, &e.Action, &e.Subject, &e.Detail, &e.Prev, &e.Hash)
		return e, err
	}, `SELECT n, time, member, action, subject, detail, prev, hash FROM audit WHERE tenant = ? AND n < ? ORDER BY n DESC LIMIT ?`,
		tenant, before, limit)
}

// Reply implements server.Store.
func (s *Store) Reply(ctx context.Context, tenant, member, key string) (server.Reply, error) {
	r := server.Reply{Member: member, Key: key}
	err := s.db.QueryRowContext(ctx, `SELECT request, status, etag, body, created FROM replies WHERE tenant = ? AND member = ? AND key = ?`,
		tenant, member, key).Scan(&r.Request, &r.Status, &r.ETag, &r.Body, (*timeText)(&r.Created))
	return r, found(err, "answer to "+key)
}

// ForgetReplies implements server.Store.
func (s *Store) ForgetReplies(ctx context.Context, before time.Time) error {
	w := new(writing)
	w.add("answers", `DELETE FROM replies WHERE created < ?`, stamp(before))
	w.add("reports", `DELETE FROM status_keys WHERE day < ?`, before.UTC().Format(time.DateOnly))
	return s.write(ctx, w)
}
