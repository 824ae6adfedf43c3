package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"huashu/server"
	"huashu/server/backup"
	"huashu/server/publish"
	"huashu/server/release"
	"huashu/server/rollout"
	"huashu/server/servertest"
	"huashu/server/store/sqlite"
)

var (
	kills    = flag.Int("kills", 20, "how often TestKill kills the server")
	killSeed = flag.Uint64("kill-seed", 1, "decides when")
)

// toBeKilled names the data folder of a server that TestKill runs: this very
// test program, started anew.
const toBeKilled = "HUASHU_TEST_TO_BE_KILLED"

func TestMain(m *testing.M) {
	if data := os.Getenv(toBeKilled); data != "" {
		if err := serveToBeKilled(data); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// serveToBeKilled is huashu serve, with a gate and a compiler that are quick,
// so that most of its time goes into writing.
func serveToBeKilled(data string) error {
	s := serving{addr: "127.0.0.1:0", data: data, web: defaultWeb(), gate: servertest.Gate{}, compiler: servertest.Compiler{}, deltas: firstBytes{}}
	s.web.perAddress, s.web.perToken, s.web.logTo = 0, 0, io.Discard
	return s.run(context.Background(), os.Stdout)
}

// firstBytes makes deltas that lead nowhere, but are small.
type firstBytes struct{}

func (firstBytes) Delta(_, to []byte) ([]byte, error) { return to[:16], nil }

// TestKill kills a server with signal 9 while drafts are written, submitted,
// approved and rolled out, releases are published at once, rules are killed
// and members are added, all at the same time. Whatever the server had
// acknowledged must be there when it runs again, and nothing may be half there.
//
// go test ./server/cmd/huashu -run '^TestKill$' -v -kills 200
func TestKill(t *testing.T) {
	h := newKilled(t, newShop(t))
	random := rand.New(rand.NewPCG(*killSeed, 9))
	for n := range *kills {
		h.start()
		h.verify()
		if t.Failed() {
			t.Fatalf("after kill %d", n)
		}
		h.work(random.IntN(30), time.Duration(random.IntN(10_000))*time.Microsecond)
	}
	h.start()
	h.verify()
	h.kill()
	f, err := sqlite.OpenAtRest(t.Context(), databaseFile(h.data), false)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := f.Check(t.Context()); err != nil {
		t.Error(err)
	}
	shops, err := backup.Verify(t.Context(), f)
	if err != nil {
		t.Error(err)
	}
	t.Logf("%d kills with signal 9: %d acknowledged writes, %d requests of unknown outcome, %d of them sent again; none lost, nothing half visible; %+v",
		*kills, h.acknowledged, h.unknown, h.again, shops)
	if h.acknowledged < *kills || h.unknown < *kills {
		t.Errorf("the kills met too little: %d acknowledged writes, %d requests of unknown outcome", h.acknowledged, h.unknown)
	}
}

// killed is a server that is killed again and again, and what it has
// acknowledged so far.
type killed struct {
	*testing.T
	shop
	process *exec.Cmd
	address string

	mu           sync.Mutex
	acknowledged int // writes
	recorded     int // those of them that must have left an entry in the audit
	unknown      int // requests of which no answer came
	again        int // those of them that were sent again
	made         int // for names that are new
	drafts       map[string]int64
	deleted      map[string]bool
	releases     map[int64]string // Seq → SHA-256 of the envelope
	members      []string
	stable       int64
	head         int64
	rules        map[string]bool // killed or not; absent while unknown
	open         []asked         // of unknown outcome
	left         int             // writes until the next kill
	reached      chan struct{}   // closed when none is
}

// asked is a request that can be sent again.
type asked struct {
	token, method, path string
	body                []byte
	header              []string
	titled              string // of the draft that it begins
}

func newKilled(t *testing.T, s shop) *killed {
	t.Helper()
	h := &killed{
		T: t, shop: s, drafts: map[string]int64{}, deleted: map[string]bool{},
		releases: map[int64]string{}, rules: map[string]bool{},
	}
	t.Cleanup(h.kill)
	return h
}

func (h *killed) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

var consoleLine = regexp.MustCompile(`console\s+(http://\S+)/`)

// start runs the server until it can be reached.
func (h *killed) start() {
	h.Helper()
	var said strings.Builder
	h.process = exec.Command(os.Args[0])
	h.process.Env = append(os.Environ(), toBeKilled+"="+h.data)
	h.process.Stderr = &said
	out, err := h.process.StdoutPipe()
	h.must(err)
	h.must(h.process.Start())
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if found := consoleLine.FindStringSubmatch(lines.Text()); found != nil {
			h.address = found[1]
			return
		}
	}
	_ = h.process.Wait()
	h.Fatalf("the server did not start again: %s", &said)
}

func (h *killed) kill() {
	if h.process != nil {
		_ = h.process.Process.Signal(syscall.SIGKILL) // it may have ended by itself, which start would have told
		_ = h.process.Wait()
		h.process = nil
	}
}

// work keeps the server busy from all sides and kills it some time after it
// has acknowledged so many writes.
func (h *killed) work(writes int, after time.Duration) {
	ctx, stop := context.WithCancel(h.Context())
	h.left, h.reached = writes+1, make(chan struct{})
	h.countDown()
	var people sync.WaitGroup
	for _, person := range []func(context.Context) bool{h.bringThrough, h.bringThrough, h.publishAtOnce, h.edit, h.killRules, h.addMember} {
		people.Go(func() {
			for ctx.Err() == nil && person(ctx) {
			}
		})
	}
	select {
	case <-h.reached:
	case <-time.After(10 * time.Second):
		h.Error("the server does nothing any longer")
	}
	time.Sleep(after) // not for something to happen: this is the random moment
	h.kill()
	stop()
	people.Wait()
}

// countDown counts what is left to be acknowledged before the kill.
func (h *killed) countDown() {
	if h.left--; h.left == 0 {
		close(h.reached)
	}
}

// send sends a write. It gives the status of the answer, 0 when none came.
func (h *killed) send(ctx context.Context, a asked, into any) int {
	h.mu.Lock()
	h.made++
	a.header = append(a.header, "Idempotency-Key", fmt.Sprintf("key-%d", h.made))
	h.mu.Unlock()
	status := h.exchange(ctx, a, into)
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case status == 0:
		h.unknown++
		h.open = append(h.open, a)
	case status < 300:
		h.acknowledged++
		h.countDown()
		if !strings.Contains(a.path, "/o/") && !strings.Contains(a.path, "/killed/") { // to kill what is killed is nothing
			h.recorded++
		}
	case status >= 500:
		h.Errorf("%s %s: status %d", a.method, a.path, status)
	}
	return status
}

func (h *killed) exchange(ctx context.Context, a asked, into any) int {
	r, err := http.NewRequestWithContext(ctx, a.method, h.address+a.path, bytes.NewReader(a.body))
	h.must(err)
	if a.token != "" {
		r.Header.Set("Authorization", "Bearer "+a.token)
	}
	for i := 0; i < len(a.header); i += 2 {
		r.Header.Set(a.header[i], a.header[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		return 0
	}
	if res.StatusCode < 300 && into != nil {
		if raw, ok := into.(*[]byte); ok {
			*raw = answer
		} else if err := json.Unmarshal(answer, into); err != nil {
			h.Errorf("%s %s: %v", a.method, a.path, err)
		}
	}
	return res.StatusCode
}

const adminPath = "/v1/admin/t/shop"

// input is a draft with a title of its own.
func (h *killed) input() (title string, body []byte) {
	h.mu.Lock()
	h.made++
	title = fmt.Sprintf("draft %d", h.made)
	h.mu.Unlock()
	files := map[string]string{"pack.yaml": fmt.Sprintf("%-2000s", title)}
	body, err := json.Marshal(map[string]any{"title": title, "files": files})
	h.must(err)
	return title, body
}

func (h *killed) begin(ctx context.Context) (d server.Draft, ok bool) {
	title, body := h.input()
	if h.send(ctx, asked{token: h.editor, method: "POST", path: adminPath + "/drafts", body: body, titled: title}, &d) != 201 {
		return d, false
	}
	h.sawDraft(d)
	return d, true
}

func (h *killed) sawDraft(d server.Draft) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.drafts[d.ID] = max(h.drafts[d.ID], d.Version)
}

func (h *killed) sawRelease(seq int64, sha256 string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.releases[seq] = sha256
}

func (h *killed) sawHead(version, stable int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.head, h.stable = max(h.head, version), max(h.stable, stable)
}

// bringThrough takes a draft from its first line to everybody. Others may get
// in the way, which is no fault.
func (h *killed) bringThrough(ctx context.Context) (alive bool) {
	d, ok := h.begin(ctx)
	if !ok {
		return false
	}
	path := adminPath + "/drafts/" + d.ID
	if h.send(ctx, asked{token: h.editor, method: "POST", path: path + "/submit", header: []string{"If-Match", d.ETag()}}, &d) != 200 {
		return false
	}
	h.sawDraft(d)
	var proposal server.Release
	if h.exchange(ctx, asked{token: h.reviewer, method: "GET", path: path + "/proposal"}, &proposal) != 200 {
		return false
	}
	envelope, err := release.Sign(server.TypeRelease, proposal, h.key)
	h.must(err)
	var record server.ReleaseRecord
	if status := h.send(ctx, asked{token: h.reviewer, method: "POST", path: path + "/approve", body: envelope, header: []string{"If-Match", d.ETag()}}, &record); status != 201 {
		return status != 0
	}
	h.sawRelease(record.Seq, record.Ref.SHA256)
	for _, share := range rollout.Shares {
		var now publish.Rollout
		if h.exchange(ctx, asked{token: h.reviewer, method: "GET", path: adminPath + "/rollout"}, &now) != 200 {
			return false
		}
		if now.Stable == 0 && share != rollout.All {
			continue // the first release of all has no small steps
		}
		body := fmt.Appendf(nil, `{"seq":%d,"share":%d}`, record.Seq, share)
		status := h.send(ctx, asked{token: h.reviewer, method: "PUT", path: adminPath + "/rollout", body: body, header: []string{"If-Match", now.ETag()}}, &now)
		if status != 200 {
			return status != 0
		}
		h.sawHead(now.Version, now.Stable)
	}
	return true
}

// publishAtOnce uploads a pack and makes it stable.
func (h *killed) publishAtOnce(ctx context.Context) (alive bool) {
	_, pack := h.input()
	ref := release.NewRef(pack)
	if h.send(ctx, asked{token: h.editor, method: "PUT", path: adminPath + "/o/" + ref.SHA256, body: pack}, nil) != 200 {
		return false
	}
	var next server.Release
	if status := h.exchange(ctx, asked{token: h.reviewer, method: "GET", path: adminPath + "/o/" + ref.SHA256 + "/proposal"}, &next); status != 200 {
		return status != 0
	}
	envelope, err := release.Sign(server.TypeRelease, next, h.key)
	h.must(err)
	var done publish.Result
	if status := h.send(ctx, asked{token: h.reviewer, method: "POST", path: adminPath + "/releases", body: envelope}, &done); status != 201 {
		return status != 0
	}
	h.sawRelease(done.Seq, done.Release.SHA256)
	h.sawHead(done.Version, done.Seq)
	return true
}

// edit begins a draft, writes it twice and throws it away.
func (h *killed) edit(ctx context.Context) (alive bool) {
	d, ok := h.begin(ctx)
	if !ok {
		return false
	}
	path := adminPath + "/drafts/" + d.ID
	for range 2 {
		_, body := h.input()
		if h.send(ctx, asked{token: h.editor, method: "PUT", path: path, body: body, header: []string{"If-Match", d.ETag()}}, &d) != 200 {
			return false
		}
		h.sawDraft(d)
	}
	h.mu.Lock()
	delete(h.drafts, d.ID) // from now on it may be gone
	h.mu.Unlock()
	if h.send(ctx, asked{token: h.editor, method: "DELETE", path: path, header: []string{"If-Match", d.ETag()}}, nil) != 204 {
		return false
	}
	h.mu.Lock()
	h.deleted[d.ID] = true
	h.mu.Unlock()
	return true
}

// killRules switches a rule off, or on again.
func (h *killed) killRules(ctx context.Context) (alive bool) {
	h.mu.Lock()
	h.made++
	rule := fmt.Sprintf("shop.rule%d", h.made%7)
	off := !h.rules[rule]
	delete(h.rules, rule)
	h.mu.Unlock()
	method := map[bool]string{true: "PUT", false: "DELETE"}[off]
	var now publish.Rollout
	status := h.send(ctx, asked{token: h.reviewer, method: method, path: adminPath + "/killed/" + rule}, &now)
	if status != 200 {
		return status != 0 // there may be no release yet
	}
	h.sawHead(now.Version, now.Stable)
	h.mu.Lock()
	h.rules[rule] = off
	h.mu.Unlock()
	return true
}

func (h *killed) addMember(ctx context.Context) (alive bool) {
	var added server.Member
	status := h.send(ctx, asked{token: h.admin, method: "POST", path: adminPath + "/members", body: []byte(`{"name":"新人","access":"viewer"}`)}, &added)
	if status != 201 {
		return false
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.members = append(h.members, added.ID)
	return true
}

// verify holds the server against what was acknowledged.
func (h *killed) verify() {
	h.Helper()
	ctx := h.Context()
	get := func(path string, into any) int {
		return h.exchange(ctx, asked{token: h.admin, method: "GET", path: path}, into)
	}

	var verdict server.Verdict
	if get(adminPath+"/audit/verify", &verdict); !verdict.OK || verdict.Length < int64(h.recorded) {
		h.Errorf("audit: %+v after %d acknowledged writes that leave an entry", verdict, h.recorded)
	}
	h.verifyRelease(get)
	h.verifyRest(get)
	h.sendAgain(ctx)
}

// verifyRelease follows the head, as a client would, to every byte it names.
func (h *killed) verifyRelease(get func(string, any) int) {
	h.Helper()
	var releases []server.ReleaseRecord
	get(adminPath+"/releases", &releases)
	states := map[string]server.ReleaseState{}
	for _, r := range releases {
		states[r.Ref.SHA256] = r.State
		if sha256, ok := h.releases[r.Seq]; ok && sha256 != r.Ref.SHA256 {
			h.Errorf("release %d is another than was acknowledged", r.Seq)
		}
	}
	for seq := range h.releases {
		if !slices.ContainsFunc(releases, func(r server.ReleaseRecord) bool { return r.Seq == seq }) {
			h.Errorf("release %d was acknowledged and is not there", seq)
		}
	}
	var envelope []byte
	if status := get("/v1/t/shop/head", &envelope); status == 404 && h.head == 0 {
		return // nothing was published yet
	}
	head, err := release.OpenFreshness(envelope, h.root, "shop")
	if err != nil {
		h.Errorf("head: %v", err)
		return
	}
	if head.Version < h.head {
		h.Errorf("the head has version %d, %d was acknowledged", head.Version, h.head)
	}
	object := func(ref server.Ref) (data []byte) {
		get("/v1/t/shop/o/"+ref.SHA256, &data)
		if release.NewRef(data) != ref {
			h.Errorf("clients get %d bytes for object %s, which the head leads to", len(data), ref.SHA256)
		}
		return data
	}
	follow := func(ref server.Ref, want server.ReleaseState) *server.Release {
		r, err := release.OpenRelease(object(ref), h.root, "shop")
		if err != nil {
			h.Errorf("%s release: %v", want, err)
			return new(server.Release)
		}
		object(r.Pack)
		for _, d := range r.Deltas {
			object(d.Ref)
		}
		if states[ref.SHA256] != want {
			h.Errorf("the head names release %d as %s, the list says %s", r.Seq, want, states[ref.SHA256])
		}
		return r
	}
	if stable := follow(head.Stable, server.ReleaseStable); stable.Seq < h.stable {
		h.Errorf("release %d is stable, %d was acknowledged", stable.Seq, h.stable)
	}
	named := 1
	if c := head.Candidate; c != nil {
		follow(c.Release, server.ReleaseCandidate)
		named++
	}
	for sha256, state := range states {
		if state == server.ReleaseStable || state == server.ReleaseCandidate {
			named--
		}
		if state == server.ReleaseApproved && get("/v1/t/shop/o/"+sha256, nil) != 404 {
			h.Errorf("clients can read a release that nobody has let out: %s", sha256)
		}
	}
	if named != 0 {
		h.Errorf("the list of releases and the head do not agree: %v", states)
	}
	for rule, off := range h.rules {
		if slices.Contains(head.Killed, rule) != off {
			h.Errorf("rule %s: acknowledged as killed %t, the head says %v", rule, off, head.Killed)
		}
	}
}

func (h *killed) verifyRest(get func(string, any) int) {
	h.Helper()
	var drafts []server.Draft
	get(adminPath+"/drafts", &drafts)
	versions, titles := map[string]int64{}, map[string]int{}
	for _, d := range drafts {
		versions[d.ID] = d.Version
		titles[d.Title]++
		if h.deleted[d.ID] {
			h.Errorf("draft %s was deleted and is there", d.ID)
		}
	}
	for id, version := range h.drafts {
		if versions[id] < version {
			h.Errorf("draft %s has version %d, %d was acknowledged", id, versions[id], version)
		}
	}
	for title, n := range titles {
		if n > 1 {
			h.Errorf("%q was begun %d times", title, n)
		}
	}
	var members []server.Member
	get(adminPath+"/members", &members)
	there := map[string]bool{}
	for _, m := range members {
		there[m.ID] = true
	}
	for _, id := range h.members {
		if !there[id] {
			h.Errorf("member %q was acknowledged and is not there", id)
		}
	}
}

// sendAgain sends what had no answer once more, as a careful client does. Done
// or not done, it must not be done twice: verifyRest counts titles.
func (h *killed) sendAgain(ctx context.Context) {
	for _, a := range h.open {
		if a.titled == "" {
			continue
		}
		var d server.Draft
		if status := h.exchange(ctx, a, &d); status != 201 {
			h.Errorf("%s %s once more: status %d", a.method, a.path, status)
			continue
		}
		h.again++
		h.sawDraft(d)
	}
	h.open = nil
}
