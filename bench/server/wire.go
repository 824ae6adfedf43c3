package main

import (
	"bufio"
	"context"
	"errors"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"huashu/core/pack"
	"huashu/server/client"
	"huashu/server/gate"
)

// wire is one client in full, on the one connection over which it also listens
// to hints: HTTP/2 over TLS, like a browser's. Its bytes are counted.
type wire struct {
	client   *client.Client
	state    client.State
	in, out  atomic.Int64
	dialled  atomic.Int64
	packSize int64
	leave    func()
}

// crossing is what went over the wire, down to the records of TLS.
type crossing struct {
	sent, received int64
	took           time.Duration
}

func newWire(ctx context.Context, s *shop, c certificate) (*wire, error) {
	w := &wire{}
	w.client = &client.Client{
		Enrolment: s.enrolment, Engine: gate.Level, Rebuild: pack.Rebuild,
		HTTP: c.client(func(ctx context.Context, network, address string) (net.Conn, error) {
			w.dialled.Add(1)
			conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
			return counted{conn, w}, err
		}),
	}
	if _, err := w.sync(ctx); err != nil {
		return nil, err
	}
	ctx, w.leave = context.WithCancel(ctx)
	r, err := http.NewRequestWithContext(ctx, "GET", s.enrolment.Server+"/v1/t/"+tenant+"/events", nil)
	if err != nil {
		return nil, err
	}
	res, err := w.client.HTTP.Do(r)
	if err != nil {
		return nil, err
	}
	go func() {
		defer res.Body.Close()
		for hints := bufio.NewScanner(res.Body); hints.Scan(); {
		}
	}()
	return w, nil
}

// sync brings the client up to date.
func (w *wire) sync(ctx context.Context) (crossing, error) {
	w.in.Store(0)
	w.out.Store(0)
	began := time.Now()
	update, err := w.client.Sync(ctx, &w.state)
	if update != nil {
		w.packSize = int64(len(update.Pack))
	}
	if err == nil && w.dialled.Load() > 1 {
		err = errors.New("the connection was lost on the way")
	}
	return crossing{w.out.Load(), w.in.Load(), time.Since(began)}, err
}

type counted struct {
	net.Conn
	wire *wire
}

func (c counted) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.wire.in.Add(int64(n))
	return n, err
}

func (c counted) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.wire.out.Add(int64(n))
	return n, err
}
