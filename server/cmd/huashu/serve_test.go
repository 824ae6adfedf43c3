package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"huashu/core/engine"
	"huashu/core/pack"
	"huashu/server/client"
	"huashu/server/gate"
	"huashu/server/setup"
	"huashu/server/store/sqlite"
)

// start runs `huashu serve --demo` and gives the enrolment link it prints and
// a function that stops it.
func start(t *testing.T, data string) (client.Enrolment, func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	printed, out := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		s := serving{addr: "127.0.0.1:0", data: data, demo: true, web: defaultWeb()}
		err := s.run(ctx, out)
		out.CloseWithError(io.EOF)
		ended <- err
	}()
	stop := func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("serve: %v", err)
		}
		ended <- nil // for a second call
	}
	t.Cleanup(stop)
	lines := bufio.NewScanner(printed)
	for lines.Scan() {
		link := regexp.MustCompile(`http\S+/enroll#\S+`).FindString(lines.Text())
		if link == "" {
			continue
		}
		go io.Copy(io.Discard, printed)
		e, err := client.ParseLink(link)
		if err != nil {
			t.Fatal(err)
		}
		return e, stop
	}
	err := <-ended
	ended <- nil // for stop
	t.Fatalf("no enrolment link was printed: %v", err)
	return client.Enrolment{}, nil
}

// follower is a client that runs every pack it gets.
func follower(e client.Enrolment) *client.Client {
	return &client.Client{Enrolment: e, Engine: gate.Level, Trial: func(_ context.Context, pack []byte) error {
		_, err := engine.Open(pack)
		return err
	}}
}

// shopPack writes a pack with one rule that finds a word.
func shopPack(t *testing.T, word string) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("pack.yaml", "pack: shop\ntitle: 店\nversion: 1.0.0\ncategories: [{id: shop.word, title: 店规}]\n")
	if err := os.Mkdir(filepath.Join(dir, "rules"), 0o700); err != nil {
		t.Fatal(err)
	}
	write("rules/word.yaml", strings.ReplaceAll(`rules:
  - id: shop.word
    category: shop.word
    severity: warning
    title: 店规用词
    message: 换一个词
    why: 店里不这么说。
    source: 店规
    match: {terms: [WORD]}
    examples:
      bad: ["[[WORD]]还有", "没有[[WORD]]了呢"]
      good: ["现在有货", "今天可以发出"]
`, "WORD", word))
	return dir
}

func TestServeAndPublish(t *testing.T) {
	ctx := context.Background()
	data := filepath.Join(t.TempDir(), "data")
	enrolment, stop := start(t, data)
	c, state := follower(enrolment), client.State{}
	sync := func() *client.Update {
		t.Helper()
		update, err := c.Sync(ctx, &state)
		if err != nil {
			t.Fatal(err)
		}
		return update
	}
	if first := sync(); first == nil || first.Release.Seq != 1 {
		t.Fatalf("first synchronisation: got %+v, want release 1", first)
	}

	events, err := http.Get(enrolment.Server + "/v1/t/demo/events")
	if err != nil {
		t.Fatal(err)
	}
	defer events.Body.Close()
	hints := bufio.NewScanner(events.Body)
	hinted := func() {
		t.Helper()
		for hints.Scan() {
			if strings.HasPrefix(hints.Text(), "data: ") {
				return
			}
		}
		t.Fatalf("no hint: %v", hints.Err())
	}
	hinted() // of the present head
	p := publication{server: enrolment.Server, tenant: "demo", keys: setup.DemoKeysDir(data)}
	said, err := p.run(ctx, []string{shopPack(t, "库存")})
	if err != nil {
		t.Fatal(err)
	}
	published := time.Now()
	if !strings.Contains(said, "published release 2 of demo") {
		t.Errorf("publish says %q", said)
	}
	hinted()
	second := sync()
	if took := time.Since(published); took > time.Second {
		t.Errorf("publish → new pack at a client: %s, at most 1 s is allowed", took)
	}
	if second == nil || second.Release.Seq != 2 {
		t.Fatalf("after publishing: got %+v, want release 2", second)
	}
	e, err := engine.Open(second.Pack)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(e.Info().Rules, func(r pack.RuleInfo) bool { return r.ID == "shop.word" }) {
		t.Error("the new pack lacks the published rule shop.word")
	}

	stop()
	again, _ := start(t, data)
	if again.Fingerprint != enrolment.Fingerprint || again.Tenant != enrolment.Tenant {
		t.Errorf("after a restart the link names %+v, before it %+v", again, enrolment)
	}
	c.Server = again.Server
	if update := sync(); update != nil {
		t.Errorf("the restart brought release %d: the demo must not overwrite what was published", update.Release.Seq)
	}
}

func TestPublishRefusesBeforeItSends(t *testing.T) {
	keys := filepath.Join(t.TempDir(), "keys")
	if err := setup.MakeKeys(keys, time.Now()); err != nil {
		t.Fatal(err)
	}
	failing := shopPack(t, "库存")
	rule := filepath.Join(failing, "rules", "word.yaml")
	text, err := os.ReadFile(rule)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(rule, []byte(strings.Replace(string(text), "[[库存]]还有", "[[货源]]还有", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		p    publication
		path string
		want string
	}{
		{"failing example", publication{keys: keys, token: "t"}, failing, "examples.bad[0]"},
		{"no pack", publication{keys: keys, token: "t"}, filepath.Join(keys, "nothing"), "nothing"},
		{"no keys", publication{keys: t.TempDir(), token: "t"}, shopPack(t, "库存"), "release.pem"},
		{"no token", publication{keys: keys}, shopPack(t, "库存"), "HUASHU_TOKEN"},
		{"no server", publication{keys: keys, token: "t", server: "http://127.0.0.1:1", tenant: "demo"}, shopPack(t, "库存"), "127.0.0.1:1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("HUASHU_TOKEN", "")
			_, err := tt.p.run(context.Background(), []string{tt.path})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q in it", err, tt.want)
			}
		})
	}
}

func TestServeSaysWhatIsWrong(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("家里的照片"), 0o600); err != nil {
		t.Fatal(err)
	}
	foreign := t.TempDir()
	if err := os.WriteFile(databaseFile(foreign), []byte(strings.Repeat("家里的照片", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		s    serving
		want string
	}{
		{"port taken", serving{addr: taken.Addr().String(), data: t.TempDir()}, "choose another with --addr"},
		{"no such address", serving{addr: "127.0.0.1:port", data: t.TempDir()}, "listen"},
		{"data folder is a file", serving{addr: "127.0.0.1:0", data: file}, "choose another with --data"},
		{"database is none", serving{addr: "127.0.0.1:0", data: foreign}, databaseFile(foreign)},
		{"no keys", serving{addr: "127.0.0.1:0", data: t.TempDir()}, "--demo"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.s.web = defaultWeb()
			err := tt.s.run(context.Background(), io.Discard)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q in it", err, tt.want)
			}
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("more than one line: %q", err)
			}
		})
	}
}

func TestServerOfOnesOwn(t *testing.T) {
	ctx := context.Background()
	keys, data := filepath.Join(t.TempDir(), "keys"), t.TempDir()
	run := func(args ...string) string {
		t.Helper()
		var out strings.Builder
		cmd := rootCommand()
		cmd.SetOut(&out)
		cmd.SetArgs(args)
		if err := cmd.ExecuteContext(ctx); err != nil {
			t.Fatalf("huashu %s: %v", strings.Join(args, " "), err)
		}
		return out.String()
	}
	run("keys", "init", keys)
	run("keys", "install", keys, "--data", data)
	said := run("tenant", "add", "shop-1", "--data", data, "--public", "https://rules.example.cn")
	e, err := client.ParseLink(regexp.MustCompile(`https://\S+`).FindString(said))
	if err != nil || e.Tenant != "shop-1" || e.Server != "https://rules.example.cn" {
		t.Errorf("tenant add says %q: link %+v, %v", said, e, err)
	}
	token := regexp.MustCompile(`huashu_\S+`).FindString(said)
	database, err := os.ReadFile(databaseFile(data))
	if err != nil {
		t.Fatal(err)
	}
	if token == "" || strings.Contains(string(database), token) {
		t.Errorf("token %q: must be shown, and not be in the database", token)
	}
	if _, err := os.Stat(filepath.Join(data, setup.ReleaseKeyFile)); err == nil {
		t.Error("the release key is on the server")
	}
	store, err := sqlite.Open(ctx, databaseFile(data))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if _, err := store.Tenant(ctx, "shop-1"); err != nil {
		t.Error(err)
	}
}
