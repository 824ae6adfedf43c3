package client_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"testing"
	"time"

	"huashu/server"
	"huashu/server/client"
	"huashu/server/release"
)

// The scenarios are the contract between clients: what a server says, step by
// step, and what a client makes of it. They are written by attacks_test.go and
// read by every client's tests.
const scenariosFile = "../testdata/scenarios.json"

var update = flag.Bool("update", false, "write "+scenariosFile)

// Scenarios is the file. Bodies are named by the beginning of their SHA-256, so
// that each stands there once.
type Scenarios struct {
	Bodies    map[string]string `json:"bodies"`
	Scenarios []Scenario        `json:"scenarios"`
}

// Scenario is a client's story from its enrolment on. Its packs are mere text;
// the trial of one that begins with "bad" fails. A delta is text to be added to
// a pack; one that begins with "bad" fits none.
type Scenario struct {
	Name      string           `json:"name"`
	Enrolment client.Enrolment `json:"enrolment"`
	Secret    string           `json:"secret"`
	Engine    int              `json:"engine"`
	Steps     []Step           `json:"steps"`
}

// Step is one synchronisation.
type Step struct {
	Now   time.Time `json:"now"`
	Serve site      `json:"serve"`
	Want  Want      `json:"want"`
}

// site is what a server answers: path → body, in the file the body's name.
// Everything else is not found. The ETag of a body is its quoted name.
type site map[string]string

// Want is what a step must lead to.
type Want struct {
	Code  server.Code  `json:"code,omitempty"` // empty: all is well
	Place server.Place `json:"place,omitempty"`
	Seq   int64        `json:"seq"`  // the release in use afterwards; 0: none
	Pack  string       `json:"pack"` // and its pack
}

func bodyName(body string) string { return release.SHA256([]byte(body))[:12] }

// file is what scenariosFile must hold.
func file() Scenarios {
	f := Scenarios{Bodies: map[string]string{}, Scenarios: scenarios()}
	for _, sc := range f.Scenarios {
		for i := range sc.Steps {
			named := site{}
			for path, body := range sc.Steps[i].Serve {
				named[path] = bodyName(body)
				f.Bodies[named[path]] = body
			}
			sc.Steps[i].Serve = named
		}
	}
	return f
}

func TestScenariosAreUpToDate(t *testing.T) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(file()); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(scenariosFile, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	committed, err := os.ReadFile(scenariosFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(committed, b.Bytes()) {
		t.Errorf("%s is not what this code makes: go test ./server/client -update", scenariosFile)
	}
}

func TestScenarios(t *testing.T) {
	for _, sc := range scenarios() {
		t.Run(sc.Name, func(t *testing.T) {
			var now time.Time
			var current site
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, ok := current[r.URL.Path]
				if !ok {
					http.NotFound(w, r)
					return
				}
				etag := `"` + bodyName(body) + `"`
				w.Header().Set("ETag", etag)
				if r.Header.Get("If-None-Match") == etag {
					w.WriteHeader(http.StatusNotModified)
					return
				}
				fmt.Fprint(w, body)
			}))
			defer srv.Close()
			c := &client.Client{
				Enrolment: sc.Enrolment, Engine: sc.Engine, Secret: sc.Secret,
				Now: func() time.Time { return now },
				Trial: func(_ context.Context, pack []byte) error {
					if bytes.HasPrefix(pack, []byte("bad")) {
						return errors.New("examples of rule bad.rule fail")
					}
					return nil
				},
				Rebuild: func(base, delta []byte) ([]byte, error) {
					if bytes.HasPrefix(delta, []byte("bad")) {
						return nil, errors.New("the delta does not fit")
					}
					return slices.Concat(base, delta), nil
				},
			}
			c.Server = srv.URL
			var state client.State
			var pack string
			for i, step := range sc.Steps {
				now, current = step.Now, step.Serve
				got, err := c.Sync(context.Background(), &state)
				if got != nil {
					pack = string(got.Pack)
				}
				want := step.Want
				have := Want{Pack: pack}
				if state.Active != nil {
					have.Seq = state.Active.Seq
				}
				if refused := (*server.Refused)(nil); errors.As(err, &refused) {
					have.Code, have.Place = refused.Code, refused.Place
				} else if err != nil {
					t.Fatalf("step %d: not a refusal: %v", i+1, err)
				}
				if have != want {
					t.Errorf("step %d: got %+v (%v), want %+v", i+1, have, err, want)
				}
			}
		})
	}
}
