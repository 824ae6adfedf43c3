// Command server measures the sync server on this machine: `npm run
// bench:server` writes what it finds into docs/performance-server.md. It
// starts bin/huashu with a shop whose pack has 3,000 rules of its own on top of
// the default packs, connects listeners, changes 1 % of the rules a few times,
// and lets wrk ask both the server and nginx for the head.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"

	"huashu/server"
)

func main() {
	log.SetFlags(log.Ltime)
	b := bench{}
	flag.StringVar(&b.huashu, "huashu", "bin/huashu", "the binary")
	flag.StringVar(&b.out, "o", "docs/performance-server.md", "where the tables go")
	flag.IntVar(&b.rules, "rules", 3000, "rules of the shop's own")
	flag.IntVar(&b.clients, "clients", 2000, "clients that listen")
	flag.IntVar(&b.rounds, "rounds", 5, "releases that change 1 % of the rules")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := b.run(ctx); err != nil {
		log.Fatal(err)
	}
}

type bench struct {
	huashu, out            string
	rules, clients, rounds int
}

func (b *bench) run(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "huashu-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	log.Print("a server with one shop")
	s, err := newShop(ctx, b.huashu, dir)
	if err != nil {
		return err
	}
	certificate, err := selfSigned(dir)
	if err != nil {
		return err
	}
	if err := s.serve("--log-level", "warn", "--tls-cert", certificate.file, "--tls-key", certificate.key); err != nil {
		return err
	}
	defer func() { s.stop() }()
	s.http = certificate.client(nil)
	if err := errors.Join(s.hire(ctx, server.AccessEditor, &s.editor), s.hire(ctx, server.AccessReviewer, &s.reviewer)); err != nil {
		return err
	}
	r := report{bench: b, load: loadAverage()}

	log.Printf("a first release of %d rules", b.rules)
	if err := s.release(ctx, shopFiles(b.rules, 0)); err != nil {
		return fmt.Errorf("first release: %w", err)
	}
	log.Print("bytes on the wire")
	if err := r.onTheWire(ctx, s, certificate); err != nil {
		return err
	}

	log.Printf("%d listeners", b.clients)
	s.stop()
	if err := s.serve("--log-level", "warn"); err != nil {
		return err
	}
	s.http = http.DefaultClient
	crowd, err := gather(ctx, s, b.clients)
	if err != nil {
		return fmt.Errorf("listeners: %w", err)
	}
	defer crowd.leave()
	r.memory = crowd.memory
	for n := range b.rounds {
		log.Printf("release %d of %d that change 1 %%", n+1, b.rounds)
		took, err := crowd.round(ctx, shopFiles(b.rules, wireRounds+n+1))
		if err != nil {
			return fmt.Errorf("round %d: %w", n+1, err)
		}
		r.took = append(r.took, took...)
	}
	r.cpu = crowd.cpu
	crowd.leave()

	log.Print("the head, beside nginx, which has no limits either")
	s.stop()
	if err := s.serve("--log-level", "warn", "--limit-address", "0"); err != nil {
		return err
	}
	if r.heads, err = compare(ctx, s, dir); err != nil {
		return fmt.Errorf("the head: %w", err)
	}
	return r.write()
}

// wireRounds is how many changes of 1 % are counted on the wire.
const wireRounds = 3

func (r *report) onTheWire(ctx context.Context, s *shop, c certificate) error {
	wire, err := newWire(ctx, s, c)
	if err != nil {
		return fmt.Errorf("wire: %w", err)
	}
	defer wire.leave()
	if r.nothing, err = wire.sync(ctx); err != nil {
		return fmt.Errorf("nothing new: %w", err)
	}
	for n := range wireRounds {
		if err := s.release(ctx, shopFiles(r.rules, n+1)); err != nil {
			return err
		}
		got, err := wire.sync(ctx)
		if err != nil {
			return fmt.Errorf("1 %% changed: %w", err)
		}
		r.changed = append(r.changed, got)
	}
	r.whole = wire.packSize
	return nil
}
