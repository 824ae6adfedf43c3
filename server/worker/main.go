//go:build js && wasm

// Command worker is the sync server for Cloudflare Workers: the same handlers
// and the same store as natively, in one long-lived instance inside the
// Durable Object "Core" (src/core.ts). README.md says how it all hangs
// together.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"strconv"
	"time"

	"huashu/server"
	"huashu/server/api"
	"huashu/server/compile"
	"huashu/server/gate"
	"huashu/server/hint"
	"huashu/server/ledger"
	"huashu/server/publish"
	"huashu/server/release"
	"huashu/server/setup"
	"huashu/server/status"
	"huashu/server/store/sqlite"
	"huashu/server/worker/workerd"
	"huashu/server/workflow"
)

// What a deployment is given: see README.md.
const (
	envRoot   = "HUASHU_ROOT"
	envOnline = "HUASHU_ONLINE_KEY"
	envSetup  = "HUASHU_SETUP_TOKEN"
	envResign = "HUASHU_RESIGN_SECONDS" // src/core.ts sets the alarm by it
)

func main() {
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	s, err := start(context.Background(), log)
	if err != nil {
		log.Error("start", "error", err)
		workerd.Serve(unready(err), func(context.Context) error { return err })
	}
	workerd.Serve(s.handler(), s.upkeep)
}

// site is what runs in the object.
type site struct {
	mirror    workerd.Mirror
	publisher *publish.Service
	log       *slog.Logger
}

func start(ctx context.Context, log *slog.Logger) (*site, error) {
	steps, err := sqlite.Migrations()
	if err != nil {
		return nil, err
	}
	storage, err := workerd.OpenStorage(ctx, steps)
	if err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	online, err := release.ParseKey([]byte(workerd.Env(envOnline)))
	if err != nil {
		return nil, fmt.Errorf("secret %s: %w", envOnline, err)
	}
	every, err := resignEvery()
	if err != nil {
		return nil, err
	}
	s := &site{mirror: workerd.Mirror{Store: sqlite.New(storage), Log: log}, log: log}
	was, _, err := s.mirror.LatestRoot(ctx)
	if err != nil && !errors.Is(err, server.ErrNotFound) {
		return nil, err
	}
	if err := setup.InstallRoot(ctx, s.mirror, []byte(workerd.Env(envRoot)), online); err != nil {
		return nil, fmt.Errorf("secret %s: %w", envRoot, err)
	}
	s.publisher = &publish.Service{
		Ledger: &ledger.Ledger{Store: s.mirror}, Gate: gate.Direct{}, Engine: gate.Level,
		Online: online, Hub: workerd.Hints{Log: log}, Log: log, Deltas: compile.Compiler{}, ResignEvery: every,
	}
	if is, _, err := s.mirror.LatestRoot(ctx); err != nil || is == was {
		return s, err
	}
	return s, s.publisher.ResignAll(ctx) // the key that signed them may no longer count
}

// resignEvery gives the age at which heads are signed anew. Clients that look at
// any moment must find one that still is to be believed for a while.
func resignEvery() (time.Duration, error) {
	const most = server.FreshnessLife / 2
	seconds, err := strconv.Atoi(workerd.Env(envResign))
	if every := time.Duration(seconds) * time.Second; err == nil && every >= time.Second && every <= most {
		return every, nil
	}
	return 0, fmt.Errorf("variable %s: %q is no whole number from 1 to %d", envResign, workerd.Env(envResign), int(most.Seconds()))
}

func (s *site) handler() http.Handler {
	compiler := compile.Compiler{}
	protocol := api.New(api.Config{
		Store: s.mirror, Publisher: s.publisher, Log: s.log,
		Workflow: &workflow.Service{Ledger: s.publisher.Ledger, Gate: s.publisher.Gate, Compiler: compiler, Publisher: s.publisher},
		Status:   &status.Service{Publisher: s.publisher, Compiler: compiler},
		Hub:      hint.NewHub(), // nobody listens in here: the entry sends listeners to the tenants' hubs
	})
	mux := http.NewServeMux()
	mux.Handle("/", protocol)
	mux.Handle("POST /v1/setup/tenants", addTenant(s.mirror, workerd.Env(envSetup)))
	return mux
}

// upkeep is done whenever the object's alarm goes off.
func (s *site) upkeep(ctx context.Context) error {
	return errors.Join(s.publisher.Upkeep(ctx), s.mirror.Refresh(ctx))
}

// unready says to everyone what is wrong with the deployment. It is nothing
// secret: what is missing, never what was given.
func unready(err error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		api.WriteProblem(w, api.Problem{Status: http.StatusServiceUnavailable, Code: "setup", Detail: err.Error()})
	})
}
