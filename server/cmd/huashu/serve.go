package main

import (
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
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"huashu/core/packs"
	"huashu/server"
	"huashu/server/api"
	"huashu/server/compile"
	"huashu/server/console"
	"huashu/server/demo"
	"huashu/server/gate"
	"huashu/server/hint"
	"huashu/server/ledger"
	"huashu/server/publish"
	"huashu/server/release"
	"huashu/server/setup"
	"huashu/server/status"
	"huashu/server/store/sqlite"
	"huashu/server/workflow"
	"huashu/wasm"
	"huashu/wasm/host"
)

// shutdownTime is how long requests may go on after the server was told to stop.
const shutdownTime = 5 * time.Second

func serveCommand() *cobra.Command {
	var s serving
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "serve rule packs to agents' browsers",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return s.run(ctx, cmd.OutOrStdout())
		},
	}
	cmd.Flags().StringVar(&s.addr, "addr", "127.0.0.1:8787", "address to listen on")
	cmd.Flags().StringVar(&s.public, "public", "", "address at which agents reach this server (default: where it listens)")
	cmd.Flags().BoolVar(&s.demo, "demo", false, "keep a demo shop: makes keys, a shop and its first release when they are missing")
	dataFlag(cmd, &s.data)
	return cmd
}

type serving struct {
	addr, public, data string
	demo               bool
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
		s.public = "http://" + listener.Addr().String()
	}
	store, err := openData(ctx, s.data)
	if err != nil {
		return err
	}
	defer store.Close()

	log := slog.New(slog.NewTextHandler(stderr, nil))
	service, err := s.service(ctx, store, log)
	if err != nil {
		return err
	}
	handler, err := s.handler(ctx, service, log)
	if err != nil {
		return err
	}
	if err := s.greet(ctx, store, out); err != nil {
		return err
	}
	web := &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	web.RegisterOnShutdown(service.Hub.Close) // or it would wait for every event stream
	go service.Run(ctx)
	failed := make(chan error, 1)
	go func() { failed <- web.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.Background(), shutdownTime)
	defer cancel()
	return web.Shutdown(ending)
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
	service := &publish.Service{
		Ledger: &ledger.Ledger{Store: store}, Gate: gate.New(wasm.Module, host.Limits{}), Engine: gate.Level,
		Online: online, Hub: hint.NewHub(), Log: log,
	}
	if s.demo {
		return service, setup.DemoRelease(ctx, service, s.data, packs.Default(), gate.Level)
	}
	return service, nil
}

func (s *serving) handler(ctx context.Context, service *publish.Service, log *slog.Logger) (http.Handler, error) {
	welcome := console.Welcome{Version: version}
	if s.demo {
		link, err := setup.EnrolmentLink(ctx, service.Store, s.public, setup.DemoTenant)
		if err != nil {
			return nil, err
		}
		welcome.Demo = &console.Demo{Server: s.public, Enrolment: link, Keys: setup.DemoKeysDir(s.data)}
	}
	pages := console.Handler(welcome)
	work := &workflow.Service{Ledger: service.Ledger, Gate: service.Gate, Compiler: compile.Compiler{}, Publisher: service}
	protocol := api.New(api.Config{Store: service.Store, Publisher: service, Workflow: work, Status: &status.Service{Publisher: service, Compiler: compile.Compiler{}}, Hub: service.Hub, Log: log})
	mux := http.NewServeMux()
	mux.Handle("/v1/", protocol)
	mux.Handle("/healthz", protocol)
	mux.Handle("/readyz", protocol)
	mux.Handle("/demo", demo.Handler())
	mux.Handle("/demo/", demo.Handler())
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
