package main

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// report is all that was measured.
type report struct {
	*bench
	nothing crossing
	changed []crossing
	whole   int64
	took    []time.Duration
	memory  memory
	cpu     struct{ own, server time.Duration }
	load    string
	heads   []asked
}

// write makes the page.
func (r *report) write() error {
	slices.Sort(r.took)
	at := func(share float64) string {
		return r.took[min(int(share*float64(len(r.took))), len(r.took)-1)].Round(time.Millisecond).String()
	}
	slices.SortFunc(r.changed, func(a, b crossing) int { return int(a.received - b.received) })
	middle, most := r.changed[len(r.changed)/2], r.changed[len(r.changed)-1]

	var page strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&page, format+"\n", args...) }
	line("# The sync server, measured")
	line("")
	line("Made by `npm run bench:server` on %d × %s, %s, in one run: server, clients and load generator share the machine.", runtime.NumCPU(), processor(), runtime.GOOS)
	line("Other work was going on: the load average was %s when the run began. Trust bytes and ratios more than times.", r.load)
	line("The server runs with its default flags; its shop has a pack of %s rules on top of the default packs (%s bytes compiled).", thousands(int64(r.rules)), thousands(r.whole))
	line("")
	line("## From rollout to every client")
	line("")
	line("%s clients listen to server-sent events. A reviewer rolls out a release that changes 1 %% of the rules; each client waits its random part of", thousands(int64(r.clients)))
	line("the jitter, then fetches head, release and delta and checks signatures and hashes. The clock runs from the sending of the rollout until a")
	line("client has checked the last byte. %d rounds, %s arrivals.", r.rounds, thousands(int64(len(r.took))))
	line("")
	line("| median | p95 | p99 | max | must |")
	line("| ---: | ---: | ---: | ---: | --- |")
	line("| %s | %s | %s | %s | p95 ≤ 1 s |", at(.5), at(.95), at(.99), at(1))
	line("")
	each := func(d time.Duration) string {
		return strconv.FormatFloat(d.Seconds()*1000/float64(len(r.took)), 'f', 2, 64)
	}
	line("Processor time for each arrival: %s ms of the server's, %s ms of the client's.", each(r.cpu.server), each(r.cpu.own))
	line("")
	line("What the server's garbage collector finds alive, and stacks: %s MB before the clients came, %s MB with all of them connected, **%s KB a client**",
		megabytes(r.memory.before), megabytes(r.memory.after), strconv.FormatFloat(float64(r.memory.after-r.memory.before)/float64(r.memory.clients)/1024, 'f', 1, 64))
	line("(an idle connection that fetched the head included). The whole process then holds %s MB, most of it the release gate.", megabytes(r.memory.resident))
	line("")
	line("## Bytes on the wire")
	line("")
	line("One client in full, on the HTTP/2 connection over which it also listens to hints; down to the records of TLS, headers and all. It checks")
	line("signatures and hashes and makes the new pack of the delta.")
	line("")
	line("| update | requests sent | answers received | time | must |")
	line("| --- | ---: | ---: | ---: | --- |")
	line("| nothing new | %s | %s | %s | |", thousands(r.nothing.sent), thousands(r.nothing.received), r.nothing.took.Round(100*time.Microsecond))
	line("| 1 %% of the rules changed (median of %d) | %s | %s | %s | ≤ 4,096 received |", len(r.changed), thousands(middle.sent), thousands(middle.received), middle.took.Round(time.Millisecond))
	line("| 1 %% of the rules changed (largest) | %s | %s | %s | ≤ 4,096 received |", thousands(most.sent), thousands(most.received), most.took.Round(time.Millisecond))
	line("")
	line("## The head, beside nginx")
	line("")
	line("wrk, one thread, 64 connections, 8 seconds each, the same bytes from both, neither with a limit of rate; nginx serves them from a file with `open_file_cache`.")
	line("")
	line("| request | server | requests a second | median | p99 |")
	line("| --- | --- | ---: | ---: | ---: |")
	for _, a := range r.heads {
		line("| %s | %s | %s | %s | %s |", a.what, a.server, a.perSecond, a.median, a.p99)
	}
	page.WriteString("\n")
	for i := 0; i+1 < len(r.heads); i += 2 {
		nginx, errNginx := strconv.ParseFloat(r.heads[i].perSecond, 64)
		own, errOwn := strconv.ParseFloat(r.heads[i+1].perSecond, 64)
		if errNginx == nil && errOwn == nil {
			line("%s: %.2f × nginx.", r.heads[i].what, own/nginx)
		}
	}
	fmt.Print(page.String())
	return os.WriteFile(r.out, []byte(page.String()), 0o644)
}

// loadAverage is of the last minute.
func loadAverage() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "not known"
	}
	return strings.Fields(string(text))[0]
}

func processor() string {
	info, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	for line := range strings.Lines(string(info)) {
		if name, ok := strings.CutPrefix(line, "model name"); ok {
			return strings.TrimSpace(strings.TrimLeft(name, "\t :"))
		}
	}
	return runtime.GOARCH
}

func thousands(n int64) string {
	text := strconv.FormatInt(n, 10)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

func megabytes(n int64) string { return strconv.FormatFloat(float64(n)/(1<<20), 'f', 0, 64) }
