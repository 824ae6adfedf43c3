package servertest

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"huashu/server"
	"huashu/server/api"
	"huashu/server/client"
	"huashu/server/hint"
	"huashu/server/publish"
	"huashu/server/release"
	"huashu/server/store/sqlite"
)

// Gate is a gate that refuses packs beginning with "bad".
type Gate struct{}

// Admit implements server.Gate.
func (Gate) Admit(_ context.Context, pack []byte) (server.Report, error) {
	if bytes.HasPrefix(pack, []byte("bad")) {
		return server.Report{}, fmt.Errorf("%w: examples of rule bad.rule fail", server.ErrGate)
	}
	return server.Report{Name: "test", Rules: 1, Examples: 4}, nil
}

// Shop is a server with one tenant, over a real store.
type Shop struct {
	Store     server.Store
	Publisher *publish.Service
	Hub       *hint.Hub
	Log       *bytes.Buffer
	Now       time.Time // the server's clock
	Token     string    // of a reviewer
	HTTP      *httptest.Server
}

// New starts a server that knows Root() and Tenant, and has no release yet.
func New(t *testing.T, options ...func(*api.Config)) *Shop {
	t.Helper()
	ctx := context.Background()
	store, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "huashu.db"))
	must(t, err)
	s := &Shop{Store: store, Hub: hint.NewHub(), Log: new(bytes.Buffer), Now: Day}
	log := slog.New(slog.NewTextHandler(s.Log, nil))
	s.Publisher = &publish.Service{
		Store: store, Gate: Gate{}, Engine: 1, Online: OnlineKey, Hub: s.Hub, Log: log,
		Now: func() time.Time { return s.Now },
	}
	must(t, store.AddRoot(ctx, 1, SignRoot(Root())))
	must(t, store.CreateTenant(ctx, server.Tenant{ID: Tenant, Name: "测试店", Created: Day}))
	s.Token = s.NewToken(t, Tenant, server.AccessReviewer)

	config := api.Config{Store: store, Publisher: s.Publisher, Hub: s.Hub, Log: log}
	for _, o := range options {
		o(&config)
	}
	s.HTTP = httptest.NewServer(api.New(config))
	t.Cleanup(func() {
		s.Hub.Close() // ends the event streams, for which HTTP.Close would wait
		s.HTTP.Close()
		store.Close()
	})
	return s
}

// NewToken adds a token.
func (s *Shop) NewToken(t *testing.T, tenant string, access server.Access) string {
	t.Helper()
	plain, token := server.NewToken(tenant, access, "测试", Day)
	must(t, s.Store.AddToken(context.Background(), token))
	return plain
}

// Publish publishes a pack as the next release and gives its envelope.
func (s *Shop) Publish(t *testing.T, pack string) []byte {
	t.Helper()
	ctx := context.Background()
	state := client.State{}
	next := Release(1, "", []byte(pack))
	if current, ref, err := s.Client(t).Current(ctx, &state); err == nil {
		next = Release(current.Seq+1, ref.SHA256, []byte(pack))
	}
	must(t, s.Store.StageObject(ctx, Tenant, next.Pack, []byte(pack)))
	envelope := SignRelease(next)
	_, err := s.Publisher.Publish(ctx, Tenant, envelope)
	must(t, err)
	return envelope
}

// Client is a client enrolled here, whose clock is the server's.
func (s *Shop) Client(t *testing.T) *client.Client {
	t.Helper()
	fingerprint, err := release.Fingerprint(SignRoot(Root()))
	must(t, err)
	return &client.Client{
		Enrolment: client.Enrolment{Server: s.HTTP.URL, Tenant: Tenant, Root: 1, Fingerprint: fingerprint},
		HTTP:      s.HTTP.Client(), Engine: 1, Now: func() time.Time { return s.Now },
	}
}

// Do sends a request to the server; token may be empty.
func (s *Shop) Do(t *testing.T, method, path, token string, body []byte, header ...string) *http.Response {
	t.Helper()
	req, err := http.NewRequest(method, s.HTTP.URL+path, bytes.NewReader(body))
	must(t, err)
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := s.HTTP.Client().Do(req)
	must(t, err)
	t.Cleanup(func() { res.Body.Close() })
	return res
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
