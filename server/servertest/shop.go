package servertest

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"huashu/server"
	"huashu/server/api"
	"huashu/server/client"
	"huashu/server/hint"
	"huashu/server/ledger"
	"huashu/server/publish"
	"huashu/server/release"
	"huashu/server/status"
	"huashu/server/store/sqlite"
	"huashu/server/workflow"
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

// Compiler joins the files of a draft, in the order of their names, instead of
// compiling them. A file that begins with "mistake" has one.
type Compiler struct{}

// Compile implements server.Compiler.
func (Compiler) Compile(files map[string]string) ([]byte, error) {
	var pack []byte
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if strings.HasPrefix(files[name], "mistake") {
			return nil, server.Mistakes{{File: name, Line: 1, Message: "a mistake"}}
		}
		pack = append(pack, files[name]...)
	}
	return pack, nil
}

// Diff implements server.Compiler.
func (Compiler) Diff(before, after []byte) ([]server.RecordChange, error) {
	if bytes.Equal(before, after) {
		return []server.RecordChange{}, nil
	}
	field := server.FieldChange{Name: "text", Before: string(before), After: string(after)}
	return []server.RecordChange{{Op: "~", Kind: "rule", ID: "shop.word", Fields: []server.FieldChange{field}}}, nil
}

// Rules implements server.Compiler.
func (Compiler) Rules([]byte) ([]string, error) { return []string{"shop.word", "shop.other"}, nil }

// Miner takes every line for a keyword.
type Miner struct{}

// Mine implements server.Miner.
func (Miner) Mine(_ context.Context, log string, _ int) (server.Terms, error) {
	out := server.Terms{Keywords: []server.Keyword{}, Phrases: []server.Phrase{}}
	for line := range strings.Lines(log) {
		out.Lines++
		out.Keywords = append(out.Keywords, server.Keyword{Text: strings.TrimSpace(line), Count: 1})
	}
	return out, nil
}

// Shop is a server with one tenant, over a real store.
type Shop struct {
	Store     server.Store
	Database  string // its file
	Publisher *publish.Service
	Hub       *hint.Hub
	Log       *bytes.Buffer
	Now       time.Time // the server's clock
	Workflow  *workflow.Service
	Token     string // of a reviewer
	Editor    string // token of an editor
	HTTP      *httptest.Server
}

// New starts a server that knows Root() and Tenant, and has no release yet.
func New(t *testing.T, options ...func(*api.Config)) *Shop {
	t.Helper()
	ctx := context.Background()
	database := filepath.Join(t.TempDir(), "huashu.db")
	store, err := sqlite.Open(ctx, database)
	must(t, err)
	s := &Shop{Store: store, Database: database, Hub: hint.NewHub(), Log: new(bytes.Buffer), Now: Day}
	log := slog.New(slog.NewTextHandler(s.Log, nil))
	s.Publisher = &publish.Service{
		Ledger: &ledger.Ledger{Store: store, Now: func() time.Time { return s.Now }},
		Gate:   Gate{}, Engine: 1, Online: OnlineKey, Hub: s.Hub, Log: log,
	}
	s.Workflow = &workflow.Service{Ledger: s.Publisher.Ledger, Gate: Gate{}, Compiler: Compiler{}, Publisher: s.Publisher}
	must(t, store.AddRoot(ctx, 1, SignRoot(Root())))
	must(t, store.CreateTenant(ctx, server.Tenant{ID: Tenant, Name: "测试店", Created: Day}))
	s.Token = s.NewToken(t, Tenant, server.AccessReviewer)
	s.Editor = s.NewToken(t, Tenant, server.AccessEditor)

	config := api.Config{Store: store, Publisher: s.Publisher, Workflow: s.Workflow, Status: &status.Service{Publisher: s.Publisher, Compiler: Compiler{}}, Miner: Miner{}, Hub: s.Hub, Log: log}
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

// NewToken adds a member and gives a token for it.
func (s *Shop) NewToken(t *testing.T, tenant string, access server.Access) string {
	t.Helper()
	_, plain := s.NewMember(t, tenant, access)
	return plain
}

// NewMember adds a member and gives it with a token.
func (s *Shop) NewMember(t *testing.T, tenant string, access server.Access) (server.Member, string) {
	t.Helper()
	m := server.NewMember(tenant, "测试", access, Day)
	plain, token := server.NewToken(m, Day)
	must(t, s.Store.Apply(context.Background(), tenant, server.Change{Members: []server.Member{m}, Tokens: []server.Token{token}}))
	return m, plain
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
	must(t, s.Store.StageObject(ctx, Tenant, next.Pack, "m_editor", []byte(pack)))
	envelope := SignRelease(next)
	_, err := s.Publisher.Publish(ctx, Tenant, "m_reviewer", envelope)
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
