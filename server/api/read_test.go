package api_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"huashu/server/api"
	"huashu/server/release"
	"huashu/server/servertest"
)

func TestRead(t *testing.T) {
	shop := servertest.New(t)
	envelope := shop.Publish(t, "pack one")
	releaseSHA, packSHA := release.SHA256(envelope), release.SHA256([]byte("pack one"))
	rootETag := `"` + release.SHA256(servertest.SignRoot(servertest.Root())) + `"`

	for _, tt := range []struct {
		method, path string
		header       []string
		status       int
		want         map[string]string // headers, as prefixes
		body         string            // contained in the body
	}{
		{"GET", "/healthz", nil, 200, nil, `"ok"`},
		{"GET", "/v1/root/1", nil, 200, map[string]string{"Cache-Control": "public, max-age=31536000, immutable", "ETag": rootETag}, "application/vnd.huashu.root+json"},
		{"GET", "/v1/root/1", []string{"If-None-Match", rootETag}, 304, nil, ""},
		{"GET", "/v1/root/2", nil, 404, map[string]string{"Content-Type": "application/problem+json", "Cache-Control": "no-store"}, `"code":"not-found"`},
		{"GET", "/v1/root/0", nil, 404, nil, "numbered from 1"},
		{"GET", "/v1/root/../../etc/passwd", nil, 404, nil, ""},
		{"GET", "/v1/t/shop/head", nil, 200, map[string]string{"Cache-Control": "public, max-age=5", "Content-Type": "application/vnd.dsse.envelope.v1+json"}, "application/vnd.huashu.freshness+json"},
		{"GET", "/v1/t/nobody/head", nil, 404, nil, `"code":"not-found"`},
		{"GET", "/v1/t/shop/o/" + releaseSHA, nil, 200, map[string]string{"Repr-Digest": "sha-256=:"}, string(envelope)},
		{"GET", "/v1/t/shop/o/" + packSHA, nil, 200, map[string]string{"Cache-Control": "public, max-age=31536000, immutable"}, "pack one"},
		{"GET", "/v1/t/shop/o/" + packSHA, []string{"Range", "bytes=5-7"}, 206, nil, "one"},
		{"HEAD", "/v1/t/shop/o/" + packSHA, nil, 200, map[string]string{"Content-Length": "8"}, ""},
		{"GET", "/v1/t/nobody/o/" + packSHA, nil, 404, nil, ""},
		{"GET", "/v1/t/shop/o/" + strings.ToUpper(packSHA), nil, 404, nil, "lower-case"},
		{"GET", "/v1/t/nobody/events", nil, 404, nil, ""},
		{"POST", "/v1/root/1", nil, 404, map[string]string{"Content-Type": "application/problem+json"}, ""},
		{"OPTIONS", "/v1/t/shop/head", nil, 204, map[string]string{"Access-Control-Allow-Headers": "If-None-Match, Prefer"}, ""},
		{"OPTIONS", "/v1/admin/t/shop/releases", nil, 403, nil, ""},
	} {
		t.Run(tt.method+" "+tt.path, func(t *testing.T) {
			res := shop.Do(t, tt.method, tt.path, "", nil, tt.header...)
			body, err := io.ReadAll(res.Body)
			if err != nil {
				t.Fatal(err)
			}
			if res.StatusCode != tt.status {
				t.Fatalf("got status %d, want %d: %s", res.StatusCode, tt.status, body)
			}
			for name, want := range tt.want {
				if got := res.Header.Get(name); !strings.HasPrefix(got, want) {
					t.Errorf("header %s is %q, want %q", name, got, want)
				}
			}
			if !bytes.Contains(body, []byte(tt.body)) {
				t.Errorf("got body %s, want %s in it", body, tt.body)
			}
			if res.Header.Get("X-Content-Type-Options") != "nosniff" {
				t.Error("no security headers")
			}
		})
	}
}

func TestHeadWaits(t *testing.T) {
	shop := servertest.New(t, func(c *api.Config) { c.MaxWait = 20 * time.Second })
	shop.Publish(t, "pack one")
	etag := shop.Do(t, "GET", "/v1/t/shop/head", "", nil).Header.Get("ETag")

	answered := make(chan *http.Response)
	go func() {
		answered <- shop.Do(t, "GET", "/v1/t/shop/head", "", nil, "If-None-Match", etag, "Prefer", "respond-async, wait=15")
	}()
	shop.Publish(t, "pack two") // before or after the question arrives: either way it is news
	res := <-answered
	if res.StatusCode != 200 || res.Header.Get("ETag") == etag {
		t.Errorf("got status %d, ETag %s; want 200 and another than %s", res.StatusCode, res.Header.Get("ETag"), etag)
	}
	if got := res.Header.Get("Preference-Applied"); got != "wait=15" {
		t.Errorf("Preference-Applied is %q, want wait=15", got)
	}
}

func TestHeadWaitsNoLongerThanAllowed(t *testing.T) {
	shop := servertest.New(t, func(c *api.Config) { c.MaxWait = time.Millisecond })
	shop.Publish(t, "pack one")
	etag := shop.Do(t, "GET", "/v1/t/shop/head", "", nil).Header.Get("ETag")
	res := shop.Do(t, "GET", "/v1/t/shop/head", "", nil, "If-None-Match", etag, "Prefer", "wait=60000")
	if res.StatusCode != 304 {
		t.Errorf("got status %d, want 304", res.StatusCode)
	}
}

// events reads hints off a stream.
type events struct {
	t     *testing.T
	lines *bufio.Scanner
}

func listen(t *testing.T, shop *servertest.Shop) events {
	res := shop.Do(t, "GET", "/v1/t/shop/events", "", nil)
	if res.StatusCode != 200 || res.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("got status %d, type %s", res.StatusCode, res.Header.Get("Content-Type"))
	}
	return events{t, bufio.NewScanner(res.Body)}
}

// line gives the next line that begins with prefix.
func (e events) line(prefix string) string {
	e.t.Helper()
	for e.lines.Scan() {
		if rest, ok := strings.CutPrefix(e.lines.Text(), prefix); ok {
			return rest
		}
	}
	e.t.Fatalf("the stream ended before a line %q: %v", prefix, e.lines.Err())
	return ""
}

func (e events) version() int64 {
	e.t.Helper()
	var hint map[string]int64
	if err := json.Unmarshal([]byte(e.line("data: ")), &hint); err != nil {
		e.t.Fatal(err)
	}
	if _, ok := hint["jitter"]; !ok || len(hint) != 2 {
		e.t.Errorf("a hint carries %v, want version and jitter only", hint)
	}
	return hint["version"]
}

func TestEventsHintAtTheCurrentHeadAndEveryNewOne(t *testing.T) {
	shop := servertest.New(t)
	shop.Publish(t, "pack one")
	stream := listen(t, shop)
	if got, want := stream.version(), servertest.Day.Unix(); got != want {
		t.Errorf("first hint is of version %d, want the current one, %d", got, want)
	}
	for i := range int64(3) {
		shop.Publish(t, fmt.Sprint("pack after ", i))
		if got, want := stream.version(), servertest.Day.Unix()+1+i; got != want {
			t.Errorf("got a hint of version %d, want %d", got, want)
		}
	}
}

func TestEventsShowTheyAreAlive(t *testing.T) {
	shop := servertest.New(t, func(c *api.Config) { c.Heartbeat = time.Millisecond })
	listen(t, shop).line(":")
}

func TestEventsEndWithTheServer(t *testing.T) {
	shop := servertest.New(t)
	stream := listen(t, shop)
	stream.line("retry: ")
	shop.Hub.Close()
	for stream.lines.Scan() {
	}
	if err := stream.lines.Err(); err != nil {
		t.Errorf("the stream broke off: %v", err)
	}
}
