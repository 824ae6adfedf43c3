package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"huashu/server"
	"huashu/server/api"
	"huashu/server/release"
	"huashu/server/servertest"
)

const (
	objects  = "/v1/admin/t/shop/o/"
	releases = "/v1/admin/t/shop/releases"
)

func TestPublish(t *testing.T) {
	shop := servertest.New(t)
	pack := []byte("pack one")
	sha := release.SHA256(pack)
	envelope := servertest.SignRelease(servertest.Release(1, "", pack))

	if res := shop.Do(t, "PUT", objects+sha, shop.Editor, pack); res.StatusCode != 200 {
		t.Fatalf("PUT pack: status %d", res.StatusCode)
	}
	if res := shop.Do(t, "GET", "/v1/t/shop/o/"+sha, "", nil); res.StatusCode != 404 {
		t.Errorf("the pack can be read before a release names it: status %d", res.StatusCode)
	}
	res := shop.Do(t, "POST", releases, shop.Token, envelope)
	var result struct {
		Seq, Version int64
		Report       *server.Report
	}
	if err := json.NewDecoder(res.Body).Decode(&result); err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != 201 || result.Seq != 1 || result.Report.Examples != 4 {
		t.Errorf("got status %d, %+v", res.StatusCode, result)
	}
	// The answer was lost, the reviewer sends it again: nothing happens.
	again := shop.Do(t, "POST", releases, shop.Token, envelope)
	var second struct{ Version int64 }
	if err := json.NewDecoder(again.Body).Decode(&second); err != nil || second.Version != result.Version {
		t.Errorf("sent again: head %d, %v; want head %d still", second.Version, err, result.Version)
	}
}

func TestPublishRefuses(t *testing.T) {
	shop := servertest.New(t)
	first := release.SHA256(shop.Publish(t, "pack one"))
	for _, p := range []string{"pack two", "bad pack"} {
		shop.Do(t, "PUT", objects+release.SHA256([]byte(p)), shop.Editor, []byte(p))
	}
	good := servertest.Release(2, first, []byte("pack two"))
	edit := func(change func(*server.Release)) []byte {
		r := good
		change(&r)
		return servertest.SignRelease(r)
	}
	for _, tt := range []struct {
		name     string
		envelope []byte
		status   int
		code     string
	}{
		{"signed by a stranger", servertest.Sign(server.TypeRelease, good, servertest.NobodysKey), 422, "signature"},
		{"signed by the online key", servertest.Sign(server.TypeRelease, good, servertest.OnlineKey), 422, "signature"},
		{"another tenant's", edit(func(r *server.Release) { r.Tenant = "another" }), 422, "tenant"},
		{"not an envelope", []byte("{]"), 422, "format"},
		{"too large", bytes.Repeat([]byte(" "), server.MaxRelease+1), 413, "size"},
		{"made from no release", edit(func(r *server.Release) { r.Parent = "" }), 409, "conflict"},
		{"not a higher number", edit(func(r *server.Release) { r.Seq = 1 }), 409, "conflict"},
		{"pack not uploaded", edit(func(r *server.Release) { r.Pack = release.NewRef([]byte("elsewhere")) }), 404, "not-found"},
		{"pack of another size", edit(func(r *server.Release) { r.Pack.Size++ }), 422, "size"},
		{"pack that fails its examples", edit(func(r *server.Release) { r.Pack = release.NewRef([]byte("bad pack")) }), 422, "gate"},
		{"newer engine", edit(func(r *server.Release) { r.MinEngine = 2 }), 422, "engine"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			expectProblem(t, shop, "POST", releases, shop.Token, tt.envelope, tt.status, tt.code)
		})
	}
	res := shop.Do(t, "GET", "/v1/t/shop/head", "", nil)
	body, _ := io.ReadAll(res.Body)
	var fresh server.Freshness
	if err := release.ReadOwn(body, &fresh); err != nil || fresh.Stable.SHA256 != first {
		t.Errorf("after all that %q is stable, %v; want the first release", fresh.Stable.SHA256, err)
	}
}

func TestStageRefuses(t *testing.T) {
	shop := servertest.New(t)
	expectProblem(t, shop, "PUT", objects+release.SHA256([]byte("this")), shop.Token, []byte("that"), 422, "hash")
	expectProblem(t, shop, "PUT", objects+release.SHA256([]byte("this")), shop.Token, make([]byte, server.MaxPack+1), 413, "size")
}

func TestWritingNeedsTheRightToken(t *testing.T) {
	shop := servertest.New(t)
	for _, tt := range []struct {
		name, token     string
		stage, releases int // status; 422 and 404 mean: let in
	}{
		{"none", "", 401, 401},
		{"guessed", "huashu_" + strings.Repeat("A", 43), 401, 401},
		{"viewer", shop.NewToken(t, "shop", server.AccessViewer), 403, 403},
		{"editor", shop.NewToken(t, "shop", server.AccessEditor), 422, 403},
		{"reviewer", shop.NewToken(t, "shop", server.AccessReviewer), 422, 422},
		{"admin", shop.NewToken(t, "shop", server.AccessAdmin), 422, 422},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if res := shop.Do(t, "PUT", objects+strings.Repeat("0", 64), tt.token, []byte("x")); res.StatusCode != tt.stage {
				t.Errorf("PUT object: got status %d, want %d", res.StatusCode, tt.stage)
			}
			if res := shop.Do(t, "POST", releases, tt.token, []byte("x")); res.StatusCode != tt.releases {
				t.Errorf("POST release: got status %d, want %d", res.StatusCode, tt.releases)
			}
			if res := shop.Do(t, "POST", "/v1/admin/t/another/releases", tt.token, []byte("x")); res.StatusCode != 401 && res.StatusCode != 403 {
				t.Errorf("POST release of another tenant: got status %d", res.StatusCode)
			}
			if tt.token != "" && strings.Contains(shop.Log.String(), tt.token) {
				t.Error("the token stands in the log")
			}
		})
	}
}

func expectProblem(t *testing.T, shop *servertest.Shop, method, path, token string, body []byte, status int, code string, header ...string) {
	t.Helper()
	res := shop.Do(t, method, path, token, body, header...)
	var p api.Problem
	if err := json.NewDecoder(res.Body).Decode(&p); err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != status || p.Status != status || p.Code != code || p.Detail == "" {
		t.Errorf("got status %d, %+v; want %d, code %s", res.StatusCode, p, status, code)
	}
	if got := res.Header.Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("content type is %q", got)
	}
}
