package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"huashu/server"
	"huashu/server/api"
	"huashu/server/client"
	"huashu/server/release"
	"huashu/server/servertest"
)

const admin = "/v1/admin/t/shop"

// desk asks as one member and reads the answers.
type desk struct {
	t     *testing.T
	shop  *servertest.Shop
	token string
}

// do expects a status and decodes the answer into a T.
func do[T any](d desk, status int, method, path string, body any, header ...string) (T, http.Header) {
	d.t.Helper()
	data, raw := body.([]byte)
	if !raw && body != nil {
		var err error
		if data, err = json.Marshal(body); err != nil {
			d.t.Fatal(err)
		}
	}
	res := d.shop.Do(d.t, method, admin+path, d.token, data, header...)
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	if res.StatusCode != status {
		d.t.Fatalf("%s %s: got status %d, want %d: %s", method, path, res.StatusCode, status, answer)
	}
	var v T
	if status != http.StatusNoContent {
		if err := json.Unmarshal(answer, &v); err != nil {
			d.t.Fatalf("%s %s: %v: %s", method, path, err, answer)
		}
	}
	return v, res.Header
}

// refused expects a problem.
func (d desk) refused(status int, code, method, path string, body any, header ...string) api.Problem {
	d.t.Helper()
	p, _ := do[api.Problem](d, status, method, path, body, header...)
	if p.Code != code || p.Detail == "" {
		d.t.Errorf("%s %s: got %+v, want code %s", method, path, p, code)
	}
	return p
}

func desks(t *testing.T, options ...func(*api.Config)) (shop *servertest.Shop, editor, reviewer desk) {
	shop = servertest.New(t, options...)
	return shop, desk{t, shop, shop.Editor}, desk{t, shop, shop.Token}
}

// draft begins one with a text and submits it.
func (d desk) draft(text string) server.Draft {
	d.t.Helper()
	draft, header := do[server.Draft](d, 201, "POST", "/drafts", map[string]any{"title": "改词", "files": map[string]string{"a.yaml": text}})
	draft, _ = do[server.Draft](d, 200, "POST", "/drafts/"+draft.ID+"/submit", nil, "If-Match", header.Get("ETag"))
	return draft
}

// approve signs what the server proposes for a draft.
func (d desk) approve(draft server.Draft) server.ReleaseRecord {
	d.t.Helper()
	proposal, _ := do[server.Release](d, 200, "GET", "/drafts/"+draft.ID+"/proposal", nil)
	record, _ := do[server.ReleaseRecord](d, 201, "POST", "/drafts/"+draft.ID+"/approve", servertest.SignRelease(proposal), "If-Match", draft.ETag())
	return record
}

type view struct {
	Stable    int64
	Candidate *struct {
		Seq   int64
		Share int
	}
	Killed []string
}

func (d desk) rollout() (view, string) {
	d.t.Helper()
	v, header := do[view](d, 200, "GET", "/rollout", nil)
	return v, header.Get("ETag")
}

func (d desk) share(seq int64, share int) view {
	d.t.Helper()
	_, etag := d.rollout()
	v, _ := do[view](d, 200, "PUT", "/rollout", map[string]any{"seq": seq, "share": share}, "If-Match", etag)
	return v
}

func TestFromDraftToEverybody(t *testing.T) {
	shop, editor, reviewer := desks(t)
	shop.Publish(t, "pack one")
	draft := editor.draft("pack two")
	changes, _ := do[[]server.RecordChange](reviewer, 200, "GET", "/drafts/"+draft.ID+"/diff", nil)
	if len(changes) != 1 || changes[0].Fields[0].Before != "pack one" || changes[0].Fields[0].After != "pack two" {
		t.Errorf("diff: got %+v", changes)
	}
	if res := shop.Do(t, "GET", admin+"/o/"+draft.Pack.SHA256, shop.Token, nil); res.StatusCode != 200 {
		t.Errorf("the reviewer cannot read the pack: status %d", res.StatusCode)
	}

	record := reviewer.approve(draft)
	if record.Seq != 2 || record.State != server.ReleaseApproved {
		t.Errorf("approved: got %+v", record)
	}
	for _, sha256 := range []string{record.Ref.SHA256, record.Pack.SHA256} {
		if res := shop.Do(t, "GET", "/v1/t/shop/o/"+sha256, "", nil); res.StatusCode != 404 {
			t.Errorf("%s can be read before the rollout: status %d", sha256, res.StatusCode)
		}
	}
	clients := make([]*client.Client, 400)
	states := make([]client.State, len(clients))
	for i := range clients {
		clients[i] = shop.Client(t)
		clients[i].Secret = fmt.Sprint("client ", i)
	}
	seq2 := func() (n int) {
		t.Helper()
		for i, c := range clients {
			if _, err := c.Sync(context.Background(), &states[i]); err != nil {
				t.Fatal(err)
			}
			if states[i].Active.Seq == 2 {
				n++
			}
		}
		return n
	}
	if n := seq2(); n != 0 {
		t.Errorf("%d clients have release 2 before the rollout", n)
	}
	before := 0
	for _, step := range []struct{ share, min, max int }{{1000, 20, 65}, {5000, 165, 235}} {
		if v := reviewer.share(2, step.share); v.Candidate == nil || v.Candidate.Share != step.share || v.Stable != 1 {
			t.Errorf("rollout to %d: got %+v", step.share, v)
		}
		n := seq2()
		if n < step.min || n > step.max || n < before {
			t.Errorf("share %d: %d of %d clients have it, want %d to %d", step.share, n, len(clients), step.min, step.max)
		}
		before = n
	}
	if v, _ := do[view](reviewer, 200, "POST", "/rollout/halt", nil); v.Candidate != nil || v.Stable != 1 {
		t.Errorf("halted: got %+v", v)
	}
	if n := seq2(); n != 0 {
		t.Errorf("%d clients have release 2 after the halt", n)
	}
	if v := reviewer.share(2, 10000); v.Candidate != nil || v.Stable != 2 {
		t.Errorf("rollout to all: got %+v", v)
	}
	if n := seq2(); n != len(clients) {
		t.Errorf("%d of %d clients have release 2", n, len(clients))
	}

	revert, _ := do[server.Release](reviewer, 200, "GET", "/releases/1/revert", nil)
	if revert.Seq != 3 || revert.Reverts != 2 {
		t.Errorf("revert: got %+v", revert)
	}
	do[any](reviewer, 201, "POST", "/releases", servertest.SignRelease(revert))
	update, err := clients[0].Sync(context.Background(), &states[0])
	if err != nil || update == nil || string(update.Pack) != "pack one" {
		t.Errorf("after the revert: got %+v, %v; want pack one", update, err)
	}
	all, _ := do[[]server.ReleaseRecord](editor, 200, "GET", "/releases", nil)
	got := ""
	for _, r := range all {
		got += fmt.Sprint(r.Seq, " ", r.State, " ")
	}
	if got != "3 stable 2 replaced 1 replaced " {
		t.Errorf("releases: %s", got)
	}
	verdict, _ := do[server.Verdict](editor, 200, "GET", "/audit/verify", nil)
	if !verdict.OK || verdict.Length != 9 {
		t.Errorf("audit: %+v, want 9 entries in order", verdict)
	}
	head, err := io.ReadAll(shop.Do(t, "GET", "/v1/t/shop/head", "", nil).Body)
	if err != nil {
		t.Fatal(err)
	}
	var fresh server.Freshness
	if err := release.ReadOwn(head, &fresh); err != nil || fresh.Audit != verdict.Head {
		t.Errorf("the head names %q as the end of the audit, %v; it is %q", fresh.Audit, err, verdict.Head)
	}
}

func TestNobodyApprovesWhatTheyHaveEdited(t *testing.T) {
	shop, editor, reviewer := desks(t)
	shop.Publish(t, "pack one")
	draft, header := do[server.Draft](editor, 201, "POST", "/drafts", map[string]any{"title": "改词", "files": map[string]string{"a.yaml": "pack two"}})
	// The reviewer mends a word in it, then it is the editor who submits.
	_, header = do[server.Draft](reviewer, 200, "PUT", "/drafts/"+draft.ID,
		map[string]any{"title": "改词", "files": map[string]string{"a.yaml": "pack too"}}, "If-Match", header.Get("ETag"))
	draft, header = do[server.Draft](editor, 200, "POST", "/drafts/"+draft.ID+"/submit", nil, "If-Match", header.Get("ETag"))
	proposal, _ := do[server.Release](reviewer, 200, "GET", "/drafts/"+draft.ID+"/proposal", nil)
	envelope := servertest.SignRelease(proposal)
	reviewer.refused(409, "four-eyes", "POST", "/drafts/"+draft.ID+"/approve", envelope, "If-Match", header.Get("ETag"))
	reviewer.refused(409, "four-eyes", "POST", "/releases", envelope)

	own := []byte("the reviewer's own")
	do[server.Ref](reviewer, 200, "PUT", "/o/"+release.SHA256(own), own)
	proposal.Pack = release.NewRef(own)
	reviewer.refused(409, "four-eyes", "POST", "/releases", servertest.SignRelease(proposal))
	proposal.Reverts = 1 // a revert needs no editor, but brings nothing new
	reviewer.refused(409, "conflict", "POST", "/releases", servertest.SignRelease(proposal))

	other := desk{t, shop, shop.NewToken(t, "shop", server.AccessReviewer)}
	do[server.ReleaseRecord](other, 201, "POST", "/drafts/"+draft.ID+"/approve", envelope, "If-Match", header.Get("ETag"))
}

func TestDraftRefuses(t *testing.T) {
	shop, editor, reviewer := desks(t)
	shop.Publish(t, "pack one")
	files := func(name, text string) map[string]any {
		return map[string]any{"title": "改词", "files": map[string]string{name: text}}
	}
	for _, tt := range []struct {
		name   string
		status int
		code   string
		body   any
	}{
		{"path that leads out", 422, "form", files("../a.yaml", "")},
		{"absolute path", 422, "form", files("/etc/a.yaml", "")},
		{"path with a dot folder", 422, "form", files("a/./b.yaml", "")},
		{"backslash", 422, "form", files(`a\b.yaml`, "")},
		{"not YAML", 422, "form", files("a.sh", "")},
		{"too many bytes", 422, "form", files("a.yaml", strings.Repeat("x", 4<<20))},
		{"far too many bytes", 413, "size", files("a.yaml", strings.Repeat("x", 9<<20))},
		{"no title", 422, "form", map[string]any{}},
		{"unknown field", 422, "form", map[string]any{"title": "改词", "state": "approved"}},
		{"not JSON", 422, "form", []byte("{")},
		{"two values", 422, "form", []byte(`{"title":"a"} {}`)},
		{"deeply nested", 422, "form", bytes.Repeat([]byte("["), 60000)},
		{"no such base", 404, "not-found", map[string]any{"title": "改词", "base": 9}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			editor.t = t
			editor.refused(tt.status, tt.code, "POST", "/drafts", tt.body)
		})
	}
	editor.t = t
	draft, header := do[server.Draft](editor, 201, "POST", "/drafts", files("a.yaml", "mistake"))
	path, etag := "/drafts/"+draft.ID, header.Get("ETag")
	p := editor.refused(422, "mistakes", "POST", path+"/submit", nil, "If-Match", etag)
	if len(p.Mistakes) != 1 || p.Mistakes[0].File != "a.yaml" || p.Mistakes[0].Line != 1 {
		t.Errorf("mistakes: got %+v", p.Mistakes)
	}
	editor.refused(422, "mistakes", "GET", path+"/diff", nil)
	editor.refused(422, "mistakes", "POST", "/compile", map[string]any{"files": map[string]string{"a.yaml": "mistake"}})
	editor.refused(428, "if-match", "PUT", path, files("a.yaml", "bad pack"))
	for _, stale := range []string{`"2"`, `"0"`, `"x"`, "1", `W/"1"`, "*"} {
		editor.refused(412, "changed", "PUT", path, files("a.yaml", "bad pack"), "If-Match", stale)
	}
	reviewer.refused(409, "state", "GET", path+"/proposal", nil)
	reviewer.refused(409, "state", "POST", path+"/return", map[string]any{"comment": ""}, "If-Match", etag)
	_, header = do[server.Draft](editor, 200, "PUT", path, files("a.yaml", "bad pack"), "If-Match", etag)
	editor.refused(422, "gate", "POST", path+"/submit", nil, "If-Match", header.Get("ETag"))
	editor.refused(412, "changed", "DELETE", path, nil, "If-Match", etag)
	do[any](editor, 204, "DELETE", path, nil, "If-Match", header.Get("ETag"))
	editor.refused(404, "not-found", "GET", path, nil)

	submitted := editor.draft("pack two")
	path = "/drafts/" + submitted.ID
	editor.refused(409, "state", "PUT", path, files("a.yaml", ""), "If-Match", submitted.ETag())
	proposal, _ := do[server.Release](reviewer, 200, "GET", path+"/proposal", nil)
	other := proposal
	other.Pack = release.NewRef([]byte("pack one"))
	reviewer.refused(409, "conflict", "POST", path+"/approve", servertest.SignRelease(other), "If-Match", submitted.ETag())
	forged := servertest.Sign(server.TypeRelease, proposal, servertest.NobodysKey)
	reviewer.refused(422, "signature", "POST", path+"/approve", forged, "If-Match", submitted.ETag())
	returned, _ := do[server.Draft](reviewer, 200, "POST", path+"/return", map[string]any{"comment": "说清楚为什么"}, "If-Match", submitted.ETag())
	if returned.State != server.DraftOpen || returned.Comment != "说清楚为什么" || returned.Pack != nil {
		t.Errorf("returned: got %+v", returned)
	}
}

func TestRolloutRefuses(t *testing.T) {
	shop, editor, reviewer := desks(t)
	reviewer.refused(409, "state", "PUT", "/killed/shop.word", nil)
	shop.Publish(t, "pack one")
	two, three := reviewer.approve(editor.draft("pack two")), reviewer.approve(editor.draft("pack three"))
	_, etag := reviewer.rollout()
	share := func(seq int64, share int) map[string]any { return map[string]any{"seq": seq, "share": share} }
	reviewer.refused(428, "if-match", "PUT", "/rollout", share(2, 100))
	reviewer.refused(422, "form", "PUT", "/rollout", share(2, 200), "If-Match", etag)
	reviewer.refused(404, "not-found", "PUT", "/rollout", share(9, 100), "If-Match", etag)
	reviewer.refused(409, "state", "PUT", "/rollout", share(1, 100), "If-Match", etag)
	reviewer.refused(422, "form", "PUT", "/killed/Not%20a%20rule", nil)
	reviewer.share(two.Seq, 1000)
	reviewer.refused(412, "changed", "PUT", "/rollout", share(2, 5000), "If-Match", etag)
	_, etag = reviewer.rollout()
	reviewer.refused(409, "state", "PUT", "/rollout", share(2, 100), "If-Match", etag)
	reviewer.refused(409, "state", "PUT", "/rollout", share(three.Seq, 100), "If-Match", etag)

	shop.Now = shop.Now.Add(2 * server.ResignEvery)
	if err := shop.Publisher.ResignDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, after := reviewer.rollout(); after != etag {
		t.Error("that the head was re-signed has changed the ETag")
	}
	reviewer.share(two.Seq, 10000)
	_, etag = reviewer.rollout()
	reviewer.refused(409, "conflict", "PUT", "/rollout", share(three.Seq, 100), "If-Match", etag) // made from release 1

	v, _ := do[view](reviewer, 200, "PUT", "/killed/shop.word", nil)
	if len(v.Killed) != 1 || v.Killed[0] != "shop.word" {
		t.Errorf("killed: got %v", v.Killed)
	}
	state := client.State{}
	if _, err := shop.Client(t).Sync(t.Context(), &state); err != nil || len(state.Killed) != 1 {
		t.Errorf("clients are told %v, %v", state.Killed, err)
	}
	if v, _ := do[view](reviewer, 200, "DELETE", "/killed/shop.word", nil); len(v.Killed) != 0 {
		t.Errorf("restored: got %v", v.Killed)
	}
}

func TestTheFirstReleaseGoesToEverybodyAtOnce(t *testing.T) {
	shop, editor, reviewer := desks(t)
	first := reviewer.approve(editor.draft("pack one"))
	_, etag := reviewer.rollout()
	// Those who are not chosen would have none at all.
	reviewer.refused(409, "state", "PUT", "/rollout", map[string]any{"seq": first.Seq, "share": 100}, "If-Match", etag)
	if res := shop.Do(t, "GET", "/v1/t/shop/head", "", nil); res.StatusCode != 404 {
		t.Errorf("clients get a head: status %d", res.StatusCode)
	}
	if v := reviewer.share(first.Seq, 10000); v.Stable != first.Seq {
		t.Errorf("got %+v", v)
	}
}

func TestMembersAndTokens(t *testing.T) {
	shop := servertest.New(t)
	boss := desk{t, shop, shop.NewToken(t, "shop", server.AccessAdmin)}
	m, _ := do[server.Member](boss, 201, "POST", "/members", map[string]any{"name": "小李", "access": "editor"})
	token, _ := do[struct{ ID, Token string }](boss, 201, "POST", "/members/"+m.ID+"/tokens", nil, "Idempotency-Key", "a")
	again, header := do[struct{ ID, Token string }](boss, 201, "POST", "/members/"+m.ID+"/tokens", nil, "Idempotency-Key", "a")
	if again.ID != token.ID || again.Token != "" || header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("asked again: got %+v; want the same token without its text", again)
	}
	li := desk{t, shop, token.Token}
	me := shop.Do(t, "GET", "/v1/admin/me", token.Token, nil)
	var who struct{ Tenant, Member, Name, Access string }
	if err := json.NewDecoder(me.Body).Decode(&who); err != nil || who.Tenant != "shop" || who.Member != m.ID || who.Name != "小李" || who.Access != "editor" {
		t.Errorf("me: got %+v, %v", who, err)
	}
	do[[]server.Draft](li, 200, "GET", "/drafts", nil)
	do[server.Member](boss, 200, "PUT", "/members/"+m.ID, map[string]any{"name": "小李", "access": "editor", "active": false})
	li.refused(401, "token", "GET", "/drafts", nil)
	do[server.Member](boss, 200, "PUT", "/members/"+m.ID, map[string]any{"name": "小李", "access": "viewer"})
	do[[]server.Draft](li, 200, "GET", "/drafts", nil)
	do[any](boss, 204, "DELETE", "/tokens/"+token.ID, nil)
	li.refused(401, "token", "GET", "/drafts", nil)
	boss.refused(404, "not-found", "DELETE", "/tokens/"+token.ID, nil)
	boss.refused(422, "form", "POST", "/members", map[string]any{"name": "小王", "access": "owner"})
	boss.refused(404, "not-found", "POST", "/members/m_0/tokens", nil)

	list, _ := do[[]server.Member](boss, 200, "GET", "/members", nil)
	for _, m := range list {
		if m.Access == server.AccessAdmin {
			boss.refused(409, "last-admin", "PUT", "/members/"+m.ID, map[string]any{"name": m.Name, "access": "viewer"})
		}
	}
}

func TestTheSameRequestIsDoneOnce(t *testing.T) {
	shop, editor, reviewer := desks(t)
	shop.Publish(t, "pack one")
	body := map[string]any{"title": "改词"}
	var wait sync.WaitGroup
	ids := make([]string, 8)
	for i := range ids {
		wait.Go(func() {
			res := shop.Do(t, "POST", admin+"/drafts", shop.Editor, []byte(`{"title":"改词"}`), "Idempotency-Key", "key-1")
			var d server.Draft
			if err := json.NewDecoder(res.Body).Decode(&d); err != nil || res.StatusCode != 201 {
				t.Errorf("status %d, %v", res.StatusCode, err)
			}
			ids[i] = d.ID
		})
	}
	wait.Wait()
	all, _ := do[[]server.Draft](editor, 200, "GET", "/drafts", nil)
	if len(all) != 1 {
		t.Fatalf("%d drafts were made, want 1", len(all))
	}
	for _, id := range ids {
		if id != all[0].ID {
			t.Errorf("answered draft %q, want %q", id, all[0].ID)
		}
	}
	editor.refused(422, "key-reused", "POST", "/drafts", map[string]any{"title": "别的"}, "Idempotency-Key", "key-1")
	editor.refused(400, "form", "POST", "/drafts", body, "Idempotency-Key", "no spaces")
	do[server.Draft](reviewer, 201, "POST", "/drafts", body, "Idempotency-Key", "key-1") // somebody else's key

	// With If-Match: the answer was lost, the draft has moved on by one.
	path := "/drafts/" + all[0].ID
	first, h1 := do[server.Draft](editor, 200, "PUT", path, body, "If-Match", `"1"`, "Idempotency-Key", "key-2")
	second, h2 := do[server.Draft](editor, 200, "PUT", path, body, "If-Match", `"1"`, "Idempotency-Key", "key-2")
	if first.Version != 2 || second.Version != 2 || h1.Get("ETag") != h2.Get("ETag") || h2.Get("Idempotency-Replayed") != "true" {
		t.Errorf("first %+v %v, second %+v %v", first, h1, second, h2)
	}
	do[any](editor, 204, "DELETE", path, nil, "If-Match", `"2"`, "Idempotency-Key", "key-3")
	do[any](editor, 204, "DELETE", path, nil, "If-Match", `"2"`, "Idempotency-Key", "key-3")
}

// The number of a release that was halted is taken: what is published next is
// proposed with the one after.
func TestAPackIsPublishedAfterAHaltedCandidate(t *testing.T) {
	shop, editor, reviewer := desks(t)
	shop.Publish(t, "pack one")
	reviewer.approve(editor.draft("pack two"))
	reviewer.share(2, 1000)
	do[view](reviewer, 200, "POST", "/rollout/halt", nil)

	pack := []byte("pack three")
	do[server.Ref](editor, 200, "PUT", "/o/"+release.SHA256(pack), pack)
	proposal, _ := do[server.Release](reviewer, 200, "GET", "/o/"+release.SHA256(pack)+"/proposal", nil)
	if proposal.Seq != 3 {
		t.Errorf("proposed as release %d, want 3", proposal.Seq)
	}
	do[client.Published](reviewer, 201, "POST", "/releases", servertest.SignRelease(proposal))
	if v, _ := reviewer.rollout(); v.Stable != 3 {
		t.Errorf("got %+v, want release 3", v)
	}
	reviewer.refused(404, "not-found", "GET", "/o/"+release.SHA256([]byte("nothing"))+"/proposal", nil)
}
