package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"huashu/server"
	"huashu/server/api"
	"huashu/server/servertest"
)

// besieged is a shop with something in it, and its admin.
func besieged(t *testing.T) (shop *servertest.Shop, token string) {
	t.Helper()
	shop = servertest.New(t)
	shop.Publish(t, "pack one")
	return shop, shop.NewToken(t, servertest.Tenant, server.AccessAdmin)
}

// refusedAs checks that an answer is a problem of the client's own making.
func refusedAs(t *testing.T, what string, res *http.Response, status int, code string) {
	t.Helper()
	var p api.Problem
	if err := json.NewDecoder(res.Body).Decode(&p); err != nil || res.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("%s: status %d, no problem but %q, %v", what, res.StatusCode, res.Header.Get("Content-Type"), err)
		return
	}
	if status != 0 && res.StatusCode != status || code != "" && p.Code != code || res.StatusCode < 400 || res.StatusCode >= 500 {
		t.Errorf("%s: status %d, code %q; want %d %q", what, res.StatusCode, p.Code, status, code)
	}
}

func TestOversizedBodies(t *testing.T) {
	shop, token := besieged(t)
	each(t, func(r api.Route, _ string, limit int, _ string) {
		if limit == 0 {
			return
		}
		name := r.Method + " " + r.Path
		refusedAs(t, name, shop.Do(t, r.Method, filled(r), token, bytes.Repeat([]byte(" "), limit+1), "If-Match", `"1"`), http.StatusRequestEntityTooLarge, "size")

		// Nor does it help not to say how much will come.
		req, err := http.NewRequest(r.Method, shop.HTTP.URL+filled(r), io.LimitReader(endless{}, int64(limit)+1))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+token)
		req.Header.Set("If-Match", `"1"`)
		res, err := shop.HTTP.Client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		refusedAs(t, name+", in chunks", res, http.StatusRequestEntityTooLarge, "size")
	})
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return copy(p, bytes.Repeat([]byte(" "), len(p))), nil }

func TestMalformedBodies(t *testing.T) {
	shop, token := besieged(t)
	bodies := map[string]string{
		"nothing": "", "half an object": `{"title":`, "a list": `[]`, "a text": `"x"`, "a number": `1e999`, "two values": `{} {}`,
		"an unknown field": `{"isAdmin":true}`, "not UTF-8": "{\"title\":\"\xff\xfe\"", "a zero byte": "{\x00}",
		"too deep": strings.Repeat("[", 20_000), "XML": `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>`,
		"other types": `{"title":{},"files":[],"name":7,"access":[],"seq":"1","share":{},"comment":[],"release":"x","payload":1,"payloadType":[],"signatures":{}}`,
	}
	each(t, func(r api.Route, _ string, limit int, kind string) {
		for what, body := range bodies {
			name := r.Method + " " + r.Path + " with " + what
			res := shop.Do(t, r.Method, filled(r), token, []byte(body), "If-Match", `"1"`)
			if kind == "json" {
				refusedAs(t, name, res, 0, "")
			} else if res.StatusCode >= 500 {
				t.Errorf("%s: status %d", name, res.StatusCode)
			}
		}
	})
	if shop.Log.Len() > 0 && strings.Contains(shop.Log.String(), "panic") {
		t.Errorf("a body led to a panic:\n%s", shop.Log)
	}
}

func TestMethodsThatARouteDoesNotHave(t *testing.T) {
	shop, token := besieged(t)
	methods := map[string]map[string]bool{}
	for _, r := range api.Routes() {
		if methods[filled(r)] == nil {
			methods[filled(r)] = map[string]bool{}
		}
		methods[filled(r)][r.Method] = true
	}
	for path, there := range methods {
		for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "get"} {
			if there[method] {
				continue
			}
			refusedAs(t, method+" "+path, shop.Do(t, method, path, token, nil), http.StatusNotFound, "not-found")
		}
		if there["GET"] && strings.HasPrefix(path, "/v1/admin/") {
			if res := shop.Do(t, "HEAD", path, "", nil); res.StatusCode != http.StatusUnauthorized {
				t.Errorf("HEAD %s without a token: status %d", path, res.StatusCode)
			}
		}
	}
	// A method in a header is no method.
	res := shop.Do(t, "GET", "/v1/admin/t/shop/killed/shop.word", token, nil, "X-HTTP-Method-Override", "PUT", "X-HTTP-Method", "PUT", "X-Method-Override", "PUT")
	refusedAs(t, "GET with PUT in headers", res, http.StatusNotFound, "not-found")
}

// TestOtherPagesCannotWrite plays a page elsewhere that somehow has a browser
// send the token along.
func TestOtherPagesCannotWrite(t *testing.T) {
	shop, token := besieged(t)
	each(t, func(r api.Route, who string, _ int, _ string) {
		if who[0] != '.' {
			return
		}
		path, name := filled(r), r.Method+" "+r.Path
		preflight := shop.Do(t, "OPTIONS", path, "", nil, "Origin", "https://evil.example", "Access-Control-Request-Method", r.Method)
		if preflight.StatusCode != http.StatusForbidden {
			t.Errorf("%s: a preflight request gets status %d", name, preflight.StatusCode)
		}
		for _, header := range [][]string{
			{"Origin", "https://evil.example"}, {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "null"},
		} {
			res := shop.Do(t, r.Method, path, token, nil, header...)
			for _, got := range []*http.Response{res, preflight} {
				if allowed := got.Header.Get("Access-Control-Allow-Origin"); allowed != "" {
					t.Errorf("%s: pages of %q may read the answer", name, allowed)
				}
			}
			if r.Method != "GET" {
				refusedAs(t, name+" with "+strings.Join(header, ": "), res, http.StatusForbidden, "cross-origin")
			}
		}
		if r.Method == "GET" {
			return
		}
		for _, form := range []string{"application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "text/plain;charset=UTF-8"} {
			refusedAs(t, name+" as "+form, shop.Do(t, r.Method, path, token, []byte("a=b"), "Content-Type", form), http.StatusUnsupportedMediaType, "media-type")
		}
		own := shop.Do(t, r.Method, path, token, nil, "Origin", shop.HTTP.URL, "Sec-Fetch-Site", "same-origin")
		if own.StatusCode == http.StatusForbidden || own.StatusCode == http.StatusUnsupportedMediaType {
			t.Errorf("%s from the console: status %d", name, own.StatusCode)
		}
	})
}

func TestPathsThatLeadElsewhere(t *testing.T) {
	shop, token := besieged(t)
	shop.HTTP.Client().CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	bad := []string{
		"..", "%2e%2e", "..%2f..%2f..%2fetc%2fpasswd", "%252e%252e%252f", "..%5c..%5cwindows", "%00", "a%00b", "a%0d%0aSet-Cookie:%20x=1",
		"'%20OR%20'1'='1", "d_0;DROP%20TABLE%20drafts", "%c0%ae%c0%ae", "-1", "0", "99999999999999999999", "1e3", "%ff", strings.Repeat("a", 20_000),
	}
	each(t, func(r api.Route, _ string, _ int, _ string) {
		for _, segment := range bad {
			path := r.Path
			for _, name := range []string{"{tenant}", "{member}", "{token}", "{draft}", "{sha256}", "{seq}", "{rule}", "{n}"} {
				path = strings.ReplaceAll(path, name, segment)
			}
			for _, path := range []string{path, strings.Replace(path, "/"+segment, "/"+servertest.Tenant, 1)} {
				if path == r.Path || strings.HasSuffix(path, "/events") || strings.HasSuffix(path, "/ws") {
					continue
				}
				u, err := url.Parse(shop.HTTP.URL + path)
				if err != nil {
					t.Fatal(err)
				}
				req := &http.Request{Method: r.Method, URL: u, Header: http.Header{"Authorization": {"Bearer " + token}, "If-Match": {`"1"`}}}
				res, err := shop.HTTP.Client().Do(req)
				if err != nil {
					t.Fatalf("%s %.80s: %v", r.Method, path, err)
				}
				body, err := io.ReadAll(res.Body)
				res.Body.Close()
				if err != nil || res.StatusCode >= 500 || res.Header.Get("Set-Cookie") != "" || bytes.Contains(body, []byte("root:")) {
					t.Errorf("%s %.80s: status %d, %v, %.100s", r.Method, path, res.StatusCode, err, body)
				}
				if res.StatusCode < 300 && !strings.Contains(r.Path, "/killed/") && r.Path != "/v1/admin/me" && strings.Contains(path, segment) {
					t.Errorf("%s %.80s: status %d", r.Method, path, res.StatusCode)
				}
			}
		}
	})
	if drafts, err := shop.Store.Drafts(t.Context(), servertest.Tenant); err != nil || len(drafts) != 0 {
		t.Errorf("drafts: %v, %v", drafts, err)
	}
}

func TestHeadersThatWouldWriteHeaders(t *testing.T) {
	shop, token := besieged(t)
	for _, header := range [][]string{
		{"Prefer", "wait=1\tSet-Cookie: x=1"}, {"If-None-Match", strings.Repeat("W/\"x\",", 3000)}, {"Range", "bytes=0-0,1-1,2-2,-1"},
		{"Idempotency-Key", "a b"}, {"Idempotency-Key", strings.Repeat("k", 65)}, {"Accept-Encoding", "dcz, br;q=x"}, {"Available-Dictionary", ":AAAA:"},
		{"X-Forwarded-Host", "evil.example"}, {"X-Original-URL", "/v1/admin/me"}, {"Host", "evil.example"},
	} {
		for _, path := range []string{"/v1/t/shop/head", "/v1/root/1", "/v1/admin/t/shop/audit"} {
			res := shop.Do(t, "GET", path, token, nil, header...)
			if res.StatusCode >= 500 || res.Header.Get("Set-Cookie") != "" || strings.Contains(res.Header.Get("Location"), "evil") {
				t.Errorf("GET %s with %s: status %d, %v", path, header[0], res.StatusCode, res.Header)
			}
		}
	}
}

func TestEveryAnswerIsOutOfReachOfScripts(t *testing.T) {
	shop, token := besieged(t)
	each(t, func(r api.Route, _ string, _ int, _ string) {
		if strings.HasSuffix(r.Path, "/events") {
			return // has no end to read to; its headers come from the same place
		}
		for _, token := range []string{token, ""} {
			header := shop.Do(t, r.Method, filled(r), token, []byte("{}")).Header
			if header.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(header.Get("Content-Security-Policy"), "default-src 'none'") ||
				header.Get("Referrer-Policy") != "no-referrer" || header.Get("Cache-Control") == "" {
				t.Errorf("%s %s: headers %v", r.Method, r.Path, header)
			}
			if strings.HasPrefix(header.Get("Content-Type"), "text/html") {
				t.Errorf("%s %s answers with HTML", r.Method, r.Path)
			}
		}
	})
}

// dial connects to a shop without more room for answers than a system gives at
// least.
func dial(t *testing.T, shop *servertest.Shop) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", shop.HTTP.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := conn.(*net.TCPConn).SetReadBuffer(1); err != nil {
		t.Fatal(err)
	}
	return conn
}

// TestAListenerThatDoesNotReadIsGivenUp fills up the way to a client until the
// server's patience ends.
func TestAListenerThatDoesNotReadIsGivenUp(t *testing.T) {
	shop := servertest.New(t, func(c *api.Config) { c.Patience = 50 * time.Millisecond })
	shop.Publish(t, "pack one")
	conn := dial(t, shop)
	if _, err := io.WriteString(conn, "GET /v1/t/shop/events HTTP/1.1\r\nHost: shop\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	patient := listen(t, shop)
	patient.version()
	ended := time.Now().Add(30 * time.Second)
	for version := int64(1); shop.Hub.Subscribers(servertest.Tenant) > 1; version++ {
		shop.Hub.Send(servertest.Tenant, version)
		patient.version() // one at a time: hints that come too fast are left out
		if time.Now().After(ended) {
			t.Fatalf("after %d hints the server still waits for a client that does not read", version)
		}
	}
	shop.Hub.Send(servertest.Tenant, 1<<40)
	for patient.version() != 1<<40 { // the one that does read hears on
	}
}

// full is a store whose disk is.
type full struct{ server.Store }

func (full) Apply(context.Context, string, server.Change) error {
	return fmt.Errorf("draft: %w: database or disk is full (13)", server.ErrStorage)
}

func TestAFullDiskIsTold(t *testing.T) {
	shop, _, _ := desks(t)
	shop.Publish(t, "pack one")
	shop.Publisher.Store = full{shop.Store}
	body := []byte(`{"title":"换词"}`)
	res := shop.Do(t, "POST", "/v1/admin/t/shop/drafts", shop.Editor, body)
	var p api.Problem
	if err := json.NewDecoder(res.Body).Decode(&p); err != nil || res.StatusCode != http.StatusInsufficientStorage || p.Code != "storage" {
		t.Errorf("status %d, %+v, %v", res.StatusCode, p, err)
	}
	if !strings.Contains(shop.Log.String(), "database or disk is full") {
		t.Errorf("the log does not say why: %s", shop.Log)
	}
	if res := shop.Do(t, "GET", "/v1/t/shop/head", "", nil); res.StatusCode != http.StatusOK {
		t.Errorf("clients get status %d", res.StatusCode)
	}
}
