package sqlite

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"huashu/server"
)

// Apply implements server.Store.
func (s *Store) Apply(ctx context.Context, tenant string, c server.Change) error {
	w := &writing{tenant: tenant}
	w.entry(c.Entry)
	w.members(c)
	w.draft(c)
	w.release(c)
	w.head(c.Head, c.HeadWas)
	w.reply(c.Reply)
	return s.write(ctx, w)
}

func (w *writing) entry(e *server.Entry) {
	if e == nil {
		return
	}
	w.change("audit", server.ErrConflict, `INSERT INTO audit (tenant, n, time, member, action, subject, detail, prev, hash)
		SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9
		WHERE ?8 = coalesce((SELECT hash FROM audit WHERE tenant = ?1 ORDER BY n DESC LIMIT 1), '')`,
		w.tenant, e.N, stamp(e.Time), e.Member, e.Action, e.Subject, e.Detail, e.Prev, e.Hash)
}

func (w *writing) members(c server.Change) {
	for _, m := range c.Members {
		w.add("member "+m.Name, `INSERT INTO members (tenant, id, name, access, active, created) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET name = excluded.name, access = excluded.access, active = excluded.active`,
			w.tenant, m.ID, m.Name, string(m.Access), m.Active, stamp(m.Created))
	}
	for _, t := range c.Tokens {
		w.add("token "+t.ID, `INSERT INTO tokens (hash, id, tenant, member, created) VALUES (?, ?, ?, ?, ?)`,
			t.Hash, t.ID, w.tenant, t.Member, stamp(t.Created))
	}
	if c.RevokeToken != "" {
		w.change("token "+c.RevokeToken, server.ErrNotFound, `DELETE FROM tokens WHERE tenant = ? AND id = ?`, w.tenant, c.RevokeToken)
	}
}

func (w *writing) draft(c server.Change) {
	if c.DeleteDraft != "" {
		w.change("draft "+c.DeleteDraft, server.ErrChanged, `DELETE FROM drafts WHERE tenant = ? AND id = ? AND version = ?`,
			w.tenant, c.DeleteDraft, c.DraftWas)
	}
	d := c.Draft
	if d == nil {
		return
	}
	submitted := ""
	if d.Pack != nil {
		submitted = w.json(submission{d.Pack, d.Report})
	}
	row := []any{d.Version, d.Title, string(d.State), d.Base, d.Editor, w.json(d.Editors), stamp(d.Created), stamp(d.Updated),
		d.Comment, submitted, d.Seq, w.json(d.Files), w.tenant, d.ID}
	if c.DraftWas == 0 {
		w.add("draft "+d.ID, `INSERT INTO drafts (version, title, state, base, editor, editors, created, updated, comment, submitted, seq, files, tenant, id)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, row...)
		return
	}
	w.change("draft "+d.ID, server.ErrChanged, `UPDATE drafts SET version = ?, title = ?, state = ?, base = ?, editor = ?, editors = ?,
		created = ?, updated = ?, comment = ?, submitted = ?, seq = ?, files = ? WHERE tenant = ? AND id = ? AND version = ?`,
		append(row, c.DraftWas)...)
}

func (w *writing) release(c server.Change) {
	// One leaves its place before another takes it.
	for _, leaving := range []bool{true, false} {
		for _, seq := range slices.Sorted(maps.Keys(c.States)) {
			state := c.States[seq]
			if leaving == (state != server.ReleaseStable && state != server.ReleaseCandidate) {
				w.change(fmt.Sprintf("release %d", seq), server.ErrNotFound, `UPDATE releases SET state = ? WHERE tenant = ? AND seq = ?`,
					string(state), w.tenant, seq)
			}
		}
	}
	if r := c.Release; r != nil {
		w.object("release", r.Ref.SHA256, "", c.Envelope)
	}
	for _, sha256 := range c.Public {
		w.change("object "+sha256, server.ErrNotFound, `UPDATE objects SET public = 1 WHERE tenant = ? AND sha256 = ?`, w.tenant, sha256)
	}
	if r := c.Release; r != nil {
		w.add(fmt.Sprintf("release %d of tenant %s", r.Seq, w.tenant), `INSERT INTO releases
			(tenant, seq, sha256, size, parent, pack, pack_size, issued, reverts, state, title, draft, editors, approver, solo)
			SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, solo FROM tenants WHERE id = ?`,
			w.tenant, r.Seq, r.Ref.SHA256, r.Ref.Size, r.Parent, r.Pack.SHA256, r.Pack.Size, stamp(r.Issued), r.Reverts,
			string(r.State), r.Title, r.Draft, w.json(r.Editors), r.Approver, w.tenant)
	}
}

func (w *writing) head(next *server.Head, was int64) {
	what := "head of tenant " + w.tenant
	switch {
	case next == nil:
	case was == 0:
		w.add(what, `INSERT INTO heads (tenant, version, issued, envelope) VALUES (?, ?, ?, ?)`,
			w.tenant, next.Version, stamp(next.Issued), next.Envelope)
	default:
		w.change(what, server.ErrConflict, `UPDATE heads SET version = ?, issued = ?, envelope = ? WHERE tenant = ? AND version = ?`,
			next.Version, stamp(next.Issued), next.Envelope, w.tenant, was)
	}
}

func (w *writing) reply(r *server.Reply) {
	if r == nil {
		return
	}
	w.add("answer to "+r.Key, `INSERT INTO replies (tenant, member, key, request, status, etag, body, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		w.tenant, r.Member, r.Key, r.Request, r.Status, r.ETag, r.Body, stamp(r.Created))
}
