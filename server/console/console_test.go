package console_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"huashu/server/console"
)

func TestPages(t *testing.T) {
	demo := &console.Demo{Server: "http://127.0.0.1:8787", Enrolment: "http://127.0.0.1:8787/enroll#tenant=demo", Keys: "data/<keys>"}
	for _, tt := range []struct {
		name, path string
		welcome    console.Welcome
		status     int
		want       []string
	}{
		{"with a demo shop", "/", console.Welcome{Version: "1.2.3", Demo: demo}, 200, []string{"1.2.3", `href="/demo/"`, "/enroll#tenant=demo", "data/&lt;keys&gt;"}},
		{"without", "/", console.Welcome{}, 200, []string{"huashu tenant add"}},
		{"enrolment", "/enroll", console.Welcome{}, 200, []string{"店铺规则同步", "/console/enroll.js"}},
		{"script", "/console/enroll.js", console.Welcome{}, 200, []string{"huashu:enrolment"}},
		{"style", "/console/style.css", console.Welcome{}, 200, []string{"--accent"}},
		{"console", "/console/", console.Welcome{}, 200, []string{`<div id="app">`, "/console/assets/"}},
		{"template", "/console/index.html", console.Welcome{}, 404, nil},
		{"elsewhere", "/console/../../../etc/passwd", console.Welcome{}, 404, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := httptest.NewServer(console.Handler(tt.welcome))
			defer srv.Close()
			res, err := http.Get(srv.URL + tt.path)
			if err != nil {
				t.Fatal(err)
			}
			defer res.Body.Close()
			body, err := io.ReadAll(res.Body)
			if err != nil {
				t.Fatal(err)
			}
			if res.StatusCode != tt.status {
				t.Errorf("got status %d, want %d", res.StatusCode, tt.status)
			}
			for _, want := range tt.want {
				if !strings.Contains(string(body), want) {
					t.Errorf("the page lacks %q", want)
				}
			}
			if policy := res.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") {
				t.Errorf("policy is %q", policy)
			}
		})
	}
}

// The engine is kept compressed and is WebAssembly for whoever asks, so that
// browsers compile it while it comes.
func TestEngineIsServed(t *testing.T) {
	srv := httptest.NewServer(console.Handler(console.Welcome{}))
	defer srv.Close()
	name := assetNamed(t, "author-", ".wasm.gz")
	for _, encoding := range []string{"gzip", "identity"} {
		req, err := http.NewRequest(http.MethodGet, srv.URL+"/console/assets/"+strings.TrimSuffix(name, ".gz"), nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Accept-Encoding", encoding)
		res, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body := res.Body
		if got := res.Header.Get("Content-Encoding"); got == "gzip" {
			if body, err = gzip.NewReader(res.Body); err != nil {
				t.Fatal(err)
			}
		} else if encoding == "gzip" {
			t.Errorf("encoding is %q", got)
		}
		if got := res.Header.Get("Content-Type"); got != "application/wasm" {
			t.Errorf("type is %q", got)
		}
		magic := make([]byte, 4)
		if _, err := io.ReadFull(body, magic); err != nil || string(magic) != "\x00asm" {
			t.Errorf("%s: begins with %q, %v", encoding, magic, err)
		}
	}
}

func assetNamed(t *testing.T, prefix, suffix string) string {
	t.Helper()
	entries, err := os.ReadDir("web/dist/assets")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), prefix) && strings.HasSuffix(e.Name(), suffix) {
			return e.Name()
		}
	}
	t.Fatalf("no %s*%s in web/dist/assets", prefix, suffix)
	return ""
}
