package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/gofrs/flock"
	"github.com/spf13/cobra"

	"huashu/core/packs"
	"huashu/server"
	"huashu/server/api"
	"huashu/server/bound"
	"huashu/server/compile"
	"huashu/server/console"
	"huashu/server/demo"
	"huashu/server/gate"
	"huashu/server/hint"
	"huashu/server/ledger"
	"huashu/server/metrics"
	"huashu/server/mine"
	"huashu/server/publish"
	"huashu/server/release"
	"huashu/server/setup"
	"huashu/server/status"
	"huashu/server/store/cached"
	"huashu/server/store/sqlite"
	"huashu/server/workflow"
	"huashu/wasm"
	"huashu/wasm/host"
)

func serveCommand() *cobra.Command {
	var s serving
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "serve rule packs to agents' browsers",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			context.AfterFunc(ctx, stop) // a second signal ends the process at once
			return s.run(ctx, cmd.OutOrStdout())
		},
	}
	cmd.Flags().StringVar(&s.addr, "addr", "127.0.0.1:8787", "address to listen on")
	cmd.Flags().StringVar(&s.public, "public", "", "address at which agents reach this server (default: where it listens)")
	cmd.Flags().BoolVar(&s.demo, "demo", false, "keep a demo shop: makes keys, a shop and its first release when they are missing")
	dataFlag(cmd, &s.data)
	s.web.flags(cmd)
	return cmd
}

// How much compiling and testing of packs goes on at once, and how much more
// may wait. Each takes a core, and up to 200 MB.
const (
	heavyAtOnce  = 2
	heavyWaiting = 8
)

// gateTime is how long the gate may take over a pack's examples: there are
// thousands in a large shop's pack, and a server may be busy.
const gateTime = time.Minute

type serving struct {
	addr, public, data string
	demo               bool
	web                web

	gate     server.Gate     // nil: huashu.wasm under wazero
	compiler server.Compiler // nil: the pack language
	miner    server.Miner
	deltas   server.DeltaMaker // nil: likewise
	ready    func() bool       // whether the gate is; nil: it always was

	hub *hint.Hub
}

// run serves until the context ends.
func (s *serving) run(ctx context.Context, out io.Writer) error {
	listener, err := net.Listen("tcp", s.addr) // before anything is touched
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%s is taken, perhaps by another huashu serve; choose another with --addr (npm start: --port)", s.addr)
	} else if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	defer listener.Close()
	if s.public == "" {
		s.public = s.web.scheme() + listener.Addr().String()
	}
	log, err := s.web.logger()
	if err != nil {
		return err
	}
	unlock, err := lockData(s.data)
	if err != nil {
		return err
	}
	defer unlock()
	file, err := openData(ctx, s.data)
	if err != nil {
		return err
	}
	defer file.Close()
	store := cached.New(file, cached.Budget)

	s.hub = hint.NewHub()
	service, err := s.service(ctx, store, log)
	if err != nil {
		return err
	}
	counters := metrics.New(version)
	counters.Watch(store, s.hub, databaseFile(s.data))
	handler, err := s.handler(ctx, service, counters, log)
	if err != nil {
		return err
	}
	s.web.https = strings.HasPrefix(s.public, "https://")
	site, err := s.web.site(handler, counters, log)
	if err != nil {
		return err
	}
	defer site.close()
	// Clients may have seen newer heads than a restored backup holds.
	if err := service.ResignAll(ctx); err != nil {
		log.Error("re-sign heads", "error", err) // a full disk is no reason not to serve what is there
	}
	if err := s.greet(ctx, store, out); err != nil {
		return err
	}
	renewing, stop := context.WithCancel(ctx)
	var background sync.WaitGroup
	background.Go(func() { service.Run(renewing) })
	defer background.Wait() // it writes to the store
	defer stop()
	return site.serve(ctx, listener, s.hub.Close)
}

// lockData keeps a second server, or a restore, away from a data folder in use.
func lockData(data string) (unlock func(), err error) {
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, fmt.Errorf("data folder: %w; choose another with --data", err)
	}
	lock := flock.New(filepath.Join(data, "huashu.lock"))
	ok, err := lock.TryLock()
	switch {
	case err != nil:
		return nil, fmt.Errorf("data folder: %w; choose another with --data", err)
	case !ok:
		return nil, fmt.Errorf("%s is in use by a running huashu serve", data)
	}
	return func() { _ = lock.Close() }, nil // the process ends, and the lock with it
}

// openData opens the state in a data folder, making both if need be.
func openData(ctx context.Context, data string) (*sqlite.File, error) {
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, fmt.Errorf("data folder: %w; choose another with --data", err)
	}
	return sqlite.Open(ctx, databaseFile(data))
}

func (s *serving) service(ctx context.Context, store server.Store, log *slog.Logger) (*publish.Service, error) {
	if s.demo {
		if err := setup.DemoShop(ctx, store, s.data, time.Now()); err != nil {
			return nil, err
		}
	}
	if _, _, err := store.LatestRoot(ctx); errors.Is(err, server.ErrNotFound) {
		return nil, fmt.Errorf("there are no keys in %s: try things out with --demo, or give it keys with huashu keys init and huashu keys install", s.data)
	}
	online, err := release.LoadKey(filepath.Join(s.data, setup.OnlineKeyFile))
	if err != nil {
		return nil, err
	}
	if s.gate == nil {
		module := gate.New(wasm.Module, host.Limits{Call: gateTime})
		s.gate, s.ready = module, module.Ready
	}
	slots := bound.New(heavyAtOnce, heavyWaiting)
	s.compiler = bound.Compiler{Compiler: cmp.Or(s.compiler, server.Compiler(compile.Compiler{})), Slots: slots}
	s.miner = bound.Miner{Miner: mine.Miner{}, Slots: slots}
	s.deltas = bound.Deltas{DeltaMaker: cmp.Or(s.deltas, server.DeltaMaker(compile.Compiler{})), Slots: slots}
	service := &publish.Service{
		Ledger: &ledger.Ledger{Store: store}, Gate: bound.Gate{Gate: s.gate, Slots: slots}, Engine: gate.Level, Online: online, Hub: s.hub, Log: log,
		Deltas: s.deltas,
	}
	if s.demo {
		return service, setup.DemoRelease(ctx, service, s.data, packs.Default(), gate.Level)
	}
	return service, nil
}

func (s *serving) handler(ctx context.Context, service *publish.Service, counters *metrics.Metrics, log *slog.Logger) (http.Handler, error) {
	welcome := console.Welcome{Version: version}
	if s.demo {
		link, err := setup.EnrolmentLink(ctx, service.Store, s.public, setup.DemoTenant)
		if err != nil {
			return nil, err
		}
		welcome.Demo = &console.Demo{Server: s.public, Enrolment: link, Keys: setup.DemoKeysDir(s.data)}
	}
	pages := console.Handler(welcome)
	work := &workflow.Service{Ledger: service.Ledger, Gate: service.Gate, Compiler: s.compiler, Publisher: service}
	protocol := api.New(api.Config{Store: service.Store, Publisher: service, Workflow: work, Status: &status.Service{Publisher: service, Compiler: s.compiler}, Miner: s.miner, Hub: s.hub, Log: log, Ready: s.ready})
	mux := http.NewServeMux()
	mux.Handle("/v1/", protocol)
	mux.Handle("/healthz", protocol)
	mux.Handle("/readyz", protocol)
	mux.Handle("/demo", demo.Handler())
	mux.Handle("/demo/", demo.Handler())
	mux.Handle("GET /metrics", s.web.localMetrics(counters))
	mux.Handle("/", pages)
	return mux, nil
}

// greet says what runs where.
func (s *serving) greet(ctx context.Context, store server.Store, out io.Writer) error {
	var errs []error
	line := func(format string, args ...any) {
		_, err := fmt.Fprintf(out, format+"\n", args...)
		errs = append(errs, err)
	}
	line("Huashu is running; Ctrl+C stops it.\n")
	line("  console    %s/", s.public)
	if s.demo {
		link, err := setup.EnrolmentLink(ctx, store, s.public, setup.DemoTenant)
		if err != nil {
			return err
		}
		line("  demo       %s/demo", s.public)
		if dir := extensionDir(); dir != "" {
			line("  extension  %s (load it at chrome://extensions in developer mode)", dir)
		}
		line("  enrolment  %s", link)
		line("\nThe demo's signing keys and its reviewer's token are in %s.", setup.DemoKeysDir(s.data))
		line("In earnest the root and release keys live elsewhere: see README.txt there.")
	}
	return errors.Join(errs...)
}

// extensionDir gives the built extension in a working copy: beside bin/.
func extensionDir() string {
	binary, err := os.Executable()
	if err != nil {
		return ""
	}
	dir := filepath.Join(filepath.Dir(filepath.Dir(binary)), "extension", "dist", "chrome")
	if _, err := os.Stat(dir); err != nil {
		return ""
	}
	return dir
}
