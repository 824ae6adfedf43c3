package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"huashu/server"
	"huashu/server/release"
)

// crowd are clients that listen to hints and fetch what is new, as browsers do:
// head, release, delta. Each checks signatures and hashes; that a delta leads
// to the pack is checked by one of them (wire), not by thousands on one machine.
type crowd struct {
	*shop
	http   *http.Client
	root   *server.Root
	held   string // SHA-256 of the pack that all have
	memory memory
	cpu    struct{ own, server time.Duration } // in all rounds
	end    context.CancelFunc
	ended  sync.WaitGroup

	clients int
	news    chan arrival // one of each client in a round
}

type arrival struct {
	at   time.Time
	seq  int64
	pack string
	err  error
}

// memory is what the server holds, in bytes: live objects and stacks without
// and with its clients, and the whole process with them.
type memory struct{ before, after, clients, resident int64 }

func gather(ctx context.Context, s *shop, clients int) (*crowd, error) {
	ctx, end := context.WithCancel(ctx)
	c := &crowd{
		shop: s, end: end, clients: clients, news: make(chan arrival, clients),
		http: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}},
	}
	var err error
	if c.root, err = c.firstRoot(ctx); err != nil {
		return c, err
	}
	if c.memory.before, err = c.used(ctx); err != nil {
		return c, err
	}
	c.memory.clients = int64(clients)
	listening := make(chan error, clients)
	for range clients {
		c.ended.Go(func() { c.listen(ctx, listening) })
	}
	for range clients {
		if err := <-listening; err != nil {
			return c, err
		}
	}
	for range clients { // each has heard of the present head, and fetched it
		got := <-c.news
		if got.err != nil {
			return c, got.err
		}
		c.held = got.pack
	}
	if c.memory.after, err = c.used(ctx); err != nil {
		return c, err
	}
	resident, err := c.metric(ctx, "process_resident_memory_bytes")
	c.memory.resident = int64(resident)
	return c, err
}

func (c *crowd) leave() {
	c.end()
	c.ended.Wait()
}

// used gives what the server's garbage collector has found alive, and stacks.
// Big answers make it collect; the second time, what died in the first is gone.
func (c *crowd) used(ctx context.Context) (int64, error) {
	const collections = "go_gc_duration_seconds_count"
	began, err := c.metric(ctx, collections)
	for now := began; err == nil && now < began+2; now, err = c.metric(ctx, collections) {
		for range 20 {
			if _, err := c.ask(ctx, c.reviewer, "GET", "/releases/1", nil, nil); err != nil {
				return 0, err
			}
			time.Sleep(50 * time.Millisecond) // within the limit of a token
		}
	}
	if err != nil {
		return 0, err
	}
	live, err := c.metric(ctx, "go_gc_heap_live_bytes")
	if err != nil {
		return 0, err
	}
	stacks, err := c.metric(ctx, "go_memstats_stack_inuse_bytes")
	return int64(live + stacks), err
}

// metric reads one figure of the server's.
func (c *crowd) metric(ctx context.Context, name string) (float64, error) {
	r, err := http.NewRequestWithContext(ctx, "GET", c.enrolment.Server+"/metrics", nil)
	if err != nil {
		return 0, err
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		if text, ok := strings.CutPrefix(lines.Text(), name+" "); ok {
			return strconv.ParseFloat(text, 64)
		}
	}
	return 0, fmt.Errorf("no metric %s", name)
}

// listen hears hints and goes for each after a random part of its jitter.
func (c *crowd) listen(ctx context.Context, listening chan<- error) {
	r, err := http.NewRequestWithContext(ctx, "GET", c.enrolment.Server+"/v1/t/"+tenant+"/events", nil)
	if err != nil {
		listening <- err
		return
	}
	res, err := c.http.Do(r)
	if err != nil {
		listening <- err
		return
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		listening <- errors.New(res.Status)
		return
	}
	listening <- nil
	held := ""
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		if !ok {
			continue
		}
		var hint struct{ Version, Jitter int64 }
		if err := json.Unmarshal([]byte(data), &hint); err != nil {
			c.news <- arrival{err: err}
			continue
		}
		time.Sleep(time.Duration(rand.Int64N(hint.Jitter+1)) * time.Millisecond)
		got := c.fetch(ctx, hint.Version, held)
		if ctx.Err() != nil {
			return
		}
		held = got.pack
		c.news <- got
	}
}

// fetch gets and checks everything that a client who holds a pack needs to have
// the one that is current.
func (c *crowd) fetch(ctx context.Context, version int64, held string) (a arrival) {
	fail := func(err error) arrival { return arrival{err: err} }
	envelope, err := c.get(ctx, "/head?v="+strconv.FormatInt(version, 10))
	if err != nil {
		return fail(err)
	}
	head, err := release.OpenFreshness(envelope, c.root, tenant)
	if err != nil {
		return fail(err)
	}
	envelope, err = c.get(ctx, "/o/"+head.Stable.SHA256)
	if err != nil {
		return fail(err)
	}
	r, err := release.OpenRelease(envelope, c.root, tenant)
	if err != nil {
		return fail(err)
	}
	if held != "" && held != r.Pack.SHA256 { // the first time all would fetch the same megabytes
		delta := r.DeltaFrom(held)
		if delta == nil {
			return fail(fmt.Errorf("release %d has no delta from pack %s", r.Seq, held))
		}
		data, err := c.get(ctx, "/o/"+delta.SHA256)
		if err == nil {
			err = release.CheckHash(server.PlacePack, data, delta.Ref)
		}
		if err != nil {
			return fail(err)
		}
	}
	return arrival{at: time.Now(), seq: r.Seq, pack: r.Pack.SHA256}
}

func (c *crowd) get(ctx context.Context, path string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, "GET", c.enrolment.Server+"/v1/t/"+tenant+path, nil)
	if err != nil {
		return nil, err
	}
	res, err := c.http.Do(r)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", path, res.Status)
	}
	return data, err
}

func (c *crowd) firstRoot(ctx context.Context) (*server.Root, error) {
	res, err := http.Get(c.enrolment.Server + "/v1/root/" + strconv.FormatInt(c.enrolment.Root, 10))
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	envelope, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	return release.OpenFirstRoot(envelope, c.enrolment.Fingerprint)
}

// round rolls a release out and says how long it took to each client.
func (c *crowd) round(ctx context.Context, files map[string]string) ([]time.Duration, error) {
	seq, err := c.approved(ctx, files)
	if err != nil {
		return nil, err
	}
	own, servers, err := c.processor(ctx)
	if err != nil {
		return nil, err
	}
	asked, err := c.rollOut(ctx, seq)
	if err != nil {
		return nil, err
	}
	var took []time.Duration
	for range c.clients {
		select {
		case got := <-c.news:
			if got.err != nil {
				return nil, got.err
			}
			if got.seq != seq {
				return nil, fmt.Errorf("a client has release %d, %d was rolled out", got.seq, seq)
			}
			took = append(took, got.at.Sub(asked))
		case <-time.After(time.Minute):
			return nil, fmt.Errorf("after a minute %d of %d clients have the release", len(took), c.clients)
		}
	}
	ownAfter, serversAfter, err := c.processor(ctx)
	c.cpu.own, c.cpu.server = c.cpu.own+ownAfter-own, c.cpu.server+serversAfter-servers
	return took, err
}

// processor gives the processor time that clients and server have used.
func (c *crowd) processor(ctx context.Context) (own, server time.Duration, err error) {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0, 0, err
	}
	seconds, err := c.metric(ctx, "process_cpu_seconds_total")
	return time.Duration(used.Utime.Nano() + used.Stime.Nano()), time.Duration(seconds * float64(time.Second)), err
}
