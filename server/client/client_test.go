package client_test

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"huashu/server"
	"huashu/server/client"
	"huashu/server/release"
	"huashu/server/servertest"
)

func TestEndlessDataIsNotReadToTheEnd(t *testing.T) {
	fingerprint, err := release.Fingerprint(servertest.SignRoot(servertest.Root()))
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for {
			if _, err := w.Write(make([]byte, 1<<16)); err != nil {
				return
			}
		}
	}))
	defer srv.Close()
	c := &client.Client{Enrolment: client.Enrolment{Server: srv.URL, Tenant: "shop", Root: 1, Fingerprint: fingerprint}}
	_, err = c.Sync(context.Background(), new(client.State))
	if refused := (*server.Refused)(nil); !errors.As(err, &refused) || refused.Code != server.CodeSize {
		t.Errorf("got %v, want a refusal for its size", err)
	}
}

// A few bytes on the wire may stand for any number: what counts is what they
// unpack to. And a coding that nobody asked for is just other bytes.
func TestBombsAreNotUnpackedToTheEnd(t *testing.T) {
	fingerprint, err := release.Fingerprint(servertest.SignRoot(servertest.Root()))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name  string
		path  string
		bomb  func(w http.ResponseWriter)
		place server.Place
		code  server.Code
	}{
		{"gzip of an endless pack", objectPath([]byte(pack1)), endlessGzip, server.PlacePack, server.CodeSize},
		{"gzip of an endless release", objectPath(release1), endlessGzip, server.PlaceRelease, server.CodeSize},
		{"gzip of an endless head", headPath, endlessGzip, server.PlaceHead, server.CodeSize},
		{"dcz that nobody asked for", objectPath([]byte(pack1)), func(w http.ResponseWriter) {
			w.Header().Set("Content-Encoding", "dcz")
			fmt.Fprint(w, pack2)
		}, server.PlacePack, server.CodeHash},
	} {
		t.Run(tt.name, func(t *testing.T) {
			honest := serve(stable(1, release1))
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, ok := honest[r.URL.Path]
				switch {
				case r.URL.Path == tt.path:
					tt.bomb(w)
				case ok:
					fmt.Fprint(w, body)
				default:
					http.NotFound(w, r)
				}
			}))
			defer srv.Close()
			c := &client.Client{
				Enrolment: client.Enrolment{Server: srv.URL, Tenant: servertest.Tenant, Root: 1, Fingerprint: fingerprint},
				Engine:    1, Now: func() time.Time { return servertest.Day },
			}
			_, err := c.Sync(t.Context(), new(client.State))
			if refused := (*server.Refused)(nil); !errors.As(err, &refused) || refused.Place != tt.place || refused.Code != tt.code {
				t.Errorf("got %v, want a refusal of the %s (%s)", err, tt.place, tt.code)
			}
		})
	}
}

// endlessGzip writes zeros until the client has had enough.
func endlessGzip(w http.ResponseWriter) {
	w.Header().Set("Content-Encoding", "gzip")
	packed := gzip.NewWriter(w)
	for {
		if _, err := packed.Write(make([]byte, 1<<20)); err != nil {
			return
		}
	}
}

func TestCurrent(t *testing.T) {
	ctx := context.Background()
	shop := servertest.New(t)
	c := shop.Client(t)
	if _, _, err := c.Current(ctx, new(client.State)); !errors.Is(err, server.ErrNotFound) {
		t.Errorf("before the first release: got %v, want ErrNotFound", err)
	}
	envelope := shop.Publish(t, "pack one")
	r, ref, err := c.Current(ctx, new(client.State))
	if err != nil {
		t.Fatal(err)
	}
	if r.Seq != 1 || ref != release.NewRef(envelope) {
		t.Errorf("got release %d, %s", r.Seq, ref.SHA256)
	}
}

func TestLink(t *testing.T) {
	e := client.Enrolment{Server: "https://rules.example.cn/huashu", Tenant: "demo", Root: 3,
		Fingerprint: "29e5c8e4bbd89893bf906ea9de1374e45df4107e855cd773536d063db0609c5e"}
	link := "https://rules.example.cn/huashu/enroll#tenant=demo&root=3&sha256=29e5c8e4bbd89893bf906ea9de1374e45df4107e855cd773536d063db0609c5e"
	if got := e.Link(); got != link {
		t.Errorf("got %s, want %s", got, link)
	}
	got, err := client.ParseLink(" " + link + "\n")
	if err != nil || got != e {
		t.Errorf("got %+v, %v; want %+v", got, err, e)
	}
}

func TestParseLinkRefuses(t *testing.T) {
	const rest = "#tenant=demo&root=1&sha256=29e5c8e4bbd89893bf906ea9de1374e45df4107e855cd773536d063db0609c5e"
	for _, ok := range []string{"http://127.0.0.1:8787/enroll", "http://localhost/enroll", "https://a.cn/enroll"} {
		if _, err := client.ParseLink(ok + rest); err != nil {
			t.Errorf("%s: %v", ok, err)
		}
	}
	for _, bad := range []string{
		"", "你好", "/enroll" + rest,
		"http://rules.example.cn/enroll" + rest,
		"http://127.0.0.1.example.cn/enroll" + rest,
		"https://rules.example.cn/other" + rest,
		"https://user:password@rules.example.cn/enroll" + rest,
		"https://rules.example.cn/enroll?tenant=demo" + rest,
		"javascript:alert(1)//enroll" + rest,
		"https://a.cn/enroll#tenant=../x&root=1&sha256=29e5c8e4bbd89893bf906ea9de1374e45df4107e855cd773536d063db0609c5e",
		"https://a.cn/enroll#tenant=demo&root=0&sha256=29e5c8e4bbd89893bf906ea9de1374e45df4107e855cd773536d063db0609c5e",
		"https://a.cn/enroll#tenant=demo&root=1&sha256=29e5",
		"https://a.cn/enroll",
	} {
		if e, err := client.ParseLink(bad); err == nil {
			t.Errorf("%q was read as %+v", bad, e)
		}
	}
}
