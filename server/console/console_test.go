package console_test

import (
	"io"
	"net/http"
	"net/http/httptest"
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
