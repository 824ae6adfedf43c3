package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"huashu/server/servertest"
)

// request sends a request, with a token if there is one.
func request(t *testing.T, method, url, token string, header ...string) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	return res
}

// journal is a log that can be read while it is written.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// running is huashu serve with one shop, the quick gate of servertest, and
// what the test makes of its web.
type running struct {
	shop
	address string
	log     *journal
	stop    func() error // the server's last word
}

func run(t *testing.T, change func(*serving)) running {
	t.Helper()
	return runShop(t, newShop(t), change)
}

func runShop(t *testing.T, of shop, change func(*serving)) running {
	t.Helper()
	r := running{shop: of, log: new(journal)}
	s := serving{addr: "127.0.0.1:0", data: r.data, web: defaultWeb(), gate: servertest.Gate{}, compiler: servertest.Compiler{}, deltas: firstBytes{}}
	s.web.logTo = r.log
	if change != nil {
		change(&s)
	}
	ctx, cancel := context.WithCancel(context.Background())
	printed, out := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := s.run(ctx, out)
		out.CloseWithError(io.EOF)
		ended <- err
	}()
	r.stop = sync.OnceValue(func() error {
		cancel()
		return <-ended
	})
	t.Cleanup(func() { _ = r.stop() })
	for lines := bufio.NewScanner(printed); lines.Scan(); {
		if found := regexp.MustCompile(`console\s+(http\S+)/`).FindStringSubmatch(lines.Text()); found != nil {
			r.address = found[1]
			go io.Copy(io.Discard, printed)
			return r
		}
	}
	t.Fatalf("the server did not start: %v", r.stop())
	return r
}

func (r running) dial(t *testing.T) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(r.address, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// TestSlowClientsDoNotHoldTheServer opens many connections that send a head or
// a body bit by bit, or read nothing of an answer. Others are served meanwhile,
// and the slow ones are shown the door.
func TestSlowClientsDoNotHoldTheServer(t *testing.T) {
	r := run(t, func(s *serving) {
		s.web.headTime, s.web.bodyTime, s.web.idleTime = 300*time.Millisecond, 600*time.Millisecond, 300*time.Millisecond
	})
	for _, slow := range []struct{ name, begins, goesOn string }{
		{"a head without end", "GET /healthz HTTP/1.1\r\nHost: shop\r\n", "X-A: b\r\n"},
		{"a body that never comes", "POST /v1/t/shop/status HTTP/1.1\r\nHost: shop\r\nContent-Length: 60000\r\n\r\n", " "},
		{"a connection that says nothing", "", ""},
		{"a connection that asks nothing more", "GET /healthz HTTP/1.1\r\nHost: shop\r\n\r\n", ""},
	} {
		t.Run(slow.name, func(t *testing.T) {
			t.Parallel()
			var shut sync.WaitGroup
			for range 100 {
				conn := r.dial(t)
				if _, err := io.WriteString(conn, slow.begins); err != nil {
					t.Fatal(err)
				}
				shut.Go(func() {
					if slow.goesOn != "" {
						go func() { // until the server closes, or the test does
							for _, err := io.WriteString(conn, slow.goesOn); err == nil; _, err = io.WriteString(conn, slow.goesOn) {
								time.Sleep(20 * time.Millisecond) // this is what slow is
							}
						}()
					}
					_ = conn.SetReadDeadline(time.Now().Add(20 * time.Second))
					if _, err := io.Copy(io.Discard, conn); err != nil && strings.Contains(err.Error(), "i/o timeout") {
						t.Error("the server did not close the connection")
					}
				})
			}
			began := time.Now()
			if res := request(t, "GET", r.address+"/v1/root/1", ""); res.StatusCode != 200 {
				t.Errorf("meanwhile others get status %d", res.StatusCode)
			}
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("meanwhile others wait %s", took)
			}
			shut.Wait()
		})
	}
}

func TestAStreamOutlivesTheTimesOfRequests(t *testing.T) {
	r := run(t, func(s *serving) { s.web.headTime, s.web.bodyTime = 100*time.Millisecond, 200*time.Millisecond })
	events := request(t, "GET", r.address+"/v1/t/shop/events", "")
	began := time.Now()
	ended := make(chan error, 1)
	go func() {
		_, err := io.Copy(io.Discard, events.Body)
		ended <- err
	}()
	select {
	case err := <-ended:
		t.Errorf("the stream ended after %s: %v", time.Since(began), err)
	case <-time.After(time.Second): // several times what a request may take
	}
}

// TestStoppingTellsListenersAndLetsRequestsEnd stops a server that streams,
// speaks over WebSockets, keeps somebody waiting for a head, and takes in a
// body that is half there.
func TestStoppingTellsListenersAndLetsRequestsEnd(t *testing.T) {
	r := run(t, nil)
	publishFirst(t, r)
	events := request(t, "GET", r.address+"/v1/t/shop/events", "")
	stream := bufio.NewScanner(events.Body)
	for stream.Scan() && !strings.HasPrefix(stream.Text(), "data: ") {
	}
	socket, _, err := websocket.Dial(t.Context(), r.address+"/v1/t/shop/ws", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer socket.CloseNow()
	if _, _, err := socket.Read(t.Context()); err != nil {
		t.Fatal(err)
	}
	head := request(t, "GET", r.address+"/v1/t/shop/head", "")
	waiting := r.dial(t)
	fmt.Fprintf(waiting, "GET /v1/t/shop/head HTTP/1.1\r\nHost: shop\r\nIf-None-Match: %s\r\nPrefer: wait=25\r\n\r\n", head.Header.Get("ETag"))
	half := r.dial(t)
	const body = `{"release":1,"joined":true,"left":0,"failed":[],"rules":[]}`
	fmt.Fprintf(half, "POST /v1/t/shop/status HTTP/1.1\r\nHost: shop\r\nContent-Length: %d\r\n\r\n%s", len(body), body[:20])
	inFlight(t, r, 4)

	began := time.Now()
	stopped := make(chan error, 1)
	go func() { stopped <- r.stop() }()
	var last []string
	for stream.Scan() {
		if stream.Text() != "" {
			last = append(last, stream.Text())
		}
	}
	if err := stream.Err(); err != nil || len(last) < 2 || last[0] != "event: bye" || !strings.HasPrefix(last[1], "retry: ") {
		t.Errorf("the stream ends with %q, %v; want a bye and when to come back", last, err)
	}
	if _, _, err := socket.Read(t.Context()); websocket.CloseStatus(err) != websocket.StatusGoingAway {
		t.Errorf("the WebSocket ends with %v, want going away", err)
	}
	if res, err := http.ReadResponse(bufio.NewReader(waiting), nil); err != nil || res.StatusCode != http.StatusNotModified {
		t.Errorf("who waited for a head gets %v, %v; want 304", res, err)
	}
	if _, err := io.WriteString(half, body[20:]); err != nil {
		t.Error(err)
	}
	if res, err := http.ReadResponse(bufio.NewReader(half), nil); err != nil || res.StatusCode != http.StatusNoContent {
		t.Errorf("the request under way gets %v, %v; want 204", res, err)
	}
	if err := <-stopped; err != nil {
		t.Errorf("the server ends with %v", err)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("stopping took %s", took)
	}
	if _, err := net.Dial("tcp", strings.TrimPrefix(r.address, "http://")); err == nil {
		t.Error("the server still listens")
	}
}

func TestStoppingDoesNotWaitForEver(t *testing.T) {
	r := run(t, func(s *serving) { s.web.stopTime = 200 * time.Millisecond })
	conn := r.dial(t)
	fmt.Fprint(conn, "POST /v1/t/shop/status HTTP/1.1\r\nHost: shop\r\nContent-Length: 60\r\n\r\n{")
	inFlight(t, r, 1)
	if err := r.stop(); err != nil {
		t.Errorf("the server ends with %v", err)
	}
	if !strings.Contains(r.log.String(), "requests were cut off") {
		t.Error("the log does not say that requests were cut off")
	}
}

// inFlight waits until so many requests, and the one that asks, are being
// answered.
func inFlight(t *testing.T, r running, n int) {
	t.Helper()
	want := fmt.Sprintf("huashu_http_in_flight %d\n", n+1)
	var shown string
	for ended := time.Now().Add(10 * time.Second); time.Now().Before(ended); {
		if shown = metricsOf(t, r); strings.Contains(shown, want) {
			return
		}
	}
	t.Fatalf("want %sgot %s", want, regexp.MustCompile(`huashu_http_in_flight .*`).FindString(shown))
}

func metricsOf(t *testing.T, r running) string {
	t.Helper()
	res := request(t, "GET", r.address+"/metrics", "")
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != 200 {
		t.Fatalf("metrics: %s, %v", res.Status, err)
	}
	return string(body)
}

// publishFirst gives the shop its first release.
func publishFirst(t *testing.T, r running) {
	t.Helper()
	h := newKilled(t, r.shop)
	h.address = r.address
	if !h.publishAtOnce(t.Context()) || h.stable != 1 {
		t.Fatal("the first release was not published")
	}
}

// TestAFullRunLeavesNothingOfPeopleInTheLog does all that people do, and some
// things that they should not, and looks for it in the log.
func TestAFullRunLeavesNothingOfPeopleInTheLog(t *testing.T) {
	r := run(t, func(s *serving) { s.web.logLevel = "debug" })
	h := newKilled(t, r.shop)
	h.address = r.address
	for _, person := range []func(context.Context) bool{h.publishAtOnce, h.bringThrough, h.edit, h.killRules, h.addMember} {
		if !person(t.Context()) {
			t.Fatal("something was refused")
		}
	}
	var made struct{ Plain, Token string }
	if h.exchange(t.Context(), asked{token: r.admin, method: "POST", path: adminPath + "/members/" + h.members[0] + "/tokens"}, &made) != 201 {
		t.Fatal("no token was made")
	}
	secrets := []string{
		r.admin, r.editor, r.reviewer, cmp.Or(made.Plain, made.Token), "127.0.0.1", "draft 1", "新人", "shop.rule", "secret-",
	}
	if secrets[3] == "" {
		t.Fatal("no token was given")
	}
	// Where tokens and people's words do not belong, but get to.
	for _, bad := range []struct {
		method, path, token string
		header              []string
	}{
		{"GET", "/secret-path?token=" + r.admin, "", nil},
		{"GET", "/v1/t/" + r.admin + "/head?secret-query", "", nil},
		{"GET", "/v1/admin/t/secret-tenant/drafts", r.admin, nil},
		{"GET", adminPath + "/drafts/secret-draft", r.admin, nil},
		{"POST", adminPath + "/drafts", r.admin, []string{"Content-Type", "secret-/type", "Idempotency-Key", "secret- key"}},
		{"PUT", adminPath + "/drafts/d_0", r.admin, []string{"If-Match", r.admin, "Cookie", "secret-cookie", "User-Agent", "secret-agent"}},
		{"GET", "/v1/admin/me", "huashu_secret-token", []string{"Referer", "https://secret-page/", "X-Forwarded-For", "203.0.113.9"}},
		{"GET", "/demo/secret-", "", nil}, {"GET", "/console/secret-", "", nil}, {"GET", "/enroll?secret-", "", nil},
	} {
		request(t, bad.method, r.address+bad.path, bad.token, bad.header...)
	}
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	written := r.log.String()
	for _, secret := range append(secrets, "203.0.113.9") {
		if i := strings.Index(written, secret); i >= 0 {
			t.Errorf("%q stands in the log: %s", secret, written[max(0, i-200):min(len(written), i+100)])
		}
	}
	for _, want := range []string{`route="POST /v1/admin/t/{tenant}/drafts/{draft}/approve" status=201`, `route="GET /v1/t/{tenant}/head"`, "ms=", "request=", "client="} {
		if !strings.Contains(written, want) {
			t.Errorf("the log lacks %s", want)
		}
	}
}

func TestEveryPageCarriesTheStrictHeaders(t *testing.T) {
	r := run(t, nil)
	for _, path := range []string{"/", "/enroll", "/console/", "/console/style.css", "/demo/", "/nothing", "/metrics", "/healthz", "/v1/root/1", "/v1/nothing", "/console/../../etc/passwd", "/demo/..%2f..%2fetc%2fpasswd", "/demo/%2e%2e/%2e%2e/go.mod"} {
		res := request(t, "GET", r.address+path, "")
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer", "Permissions-Policy": "camera=()",
			"Content-Security-Policy": "default-src 'none'", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "", "X-Request-Id": "",
		} {
			if got := res.Header.Get(name); !strings.Contains(got, want) || got == "" {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
		if policy := res.Header.Get("Content-Security-Policy"); strings.Contains(policy, "unsafe-inline") || strings.Contains(policy, "'unsafe-eval'") || !strings.Contains(policy, "frame-ancestors 'none'") {
			t.Errorf("%s: policy %s", path, policy)
		}
		if res.Header.Get("Set-Cookie") != "" || res.Header.Get("Server") != "" {
			t.Errorf("%s: %v", path, res.Header)
		}
		body, err := io.ReadAll(res.Body)
		if err != nil || bytes.Contains(body, []byte("root:")) || bytes.Contains(body, []byte("module huashu")) {
			t.Errorf("%s gives a file of the machine's: %v", path, err)
		}
	}
}

func TestMetricsAreForThisMachine(t *testing.T) {
	r := run(t, nil)
	publishFirst(t, r)
	shown := metricsOf(t, r)
	for _, want := range []string{
		`huashu_build_info{version="` + version + `"} 1`, `huashu_store_up 1`, `huashu_hint_subscribers{tenant="shop"} 0`,
		`huashu_head_expires_timestamp_seconds{tenant="shop"} `, `huashu_database_bytes{file="main"} `, `go_goroutines `, `process_open_fds `,
		`huashu_http_requests_total{code="201",route="POST /v1/admin/t/{tenant}/releases"} 1`,
	} {
		if !strings.Contains(shown, want) {
			t.Errorf("the metrics lack %s", want)
		}
	}
	for _, token := range []string{r.admin, r.editor, r.reviewer, "127.0.0.1"} {
		if strings.Contains(shown, token) {
			t.Errorf("%q stands in the metrics", token)
		}
	}
	if res := request(t, "GET", r.address+"/metrics", "", "X-Forwarded-For", "203.0.113.9"); res.StatusCode != 404 {
		t.Errorf("passed on by a proxy: status %d", res.StatusCode)
	}
	for name, change := range map[string]func(*serving){
		"off":                 func(s *serving) { s.web.metrics = metricsOff },
		"behind a proxy":      func(s *serving) { s.web.proxies = []string{"127.0.0.1"} },
		"at an address aside": func(s *serving) { s.web.metrics = "127.0.0.1:0" },
	} {
		other := run(t, change)
		if res := request(t, "GET", other.address+"/metrics", ""); res.StatusCode != 404 {
			t.Errorf("%s: status %d", name, res.StatusCode)
		}
	}
}

func TestTLS(t *testing.T) {
	certFile, keyFile := filepath.Join(t.TempDir(), "cert.pem"), filepath.Join(t.TempDir(), "key.pem")
	pool := x509.NewCertPool()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := x509.Certificate{SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{certFile: {Type: "CERTIFICATE", Bytes: der}, keyFile: {Type: "PRIVATE KEY", Bytes: private}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pool.AppendCertsFromPEM(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))

	r := run(t, func(s *serving) { s.web.tlsCert, s.web.tlsKey = certFile, keyFile })
	browser := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: true}}
	defer browser.CloseIdleConnections()
	res, err := browser.Get(r.address + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != 200 || res.ProtoMajor != 2 || res.TLS.Version < tls.VersionTLS12 || res.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("got %s over HTTP/%d with headers %v", res.Status, res.ProtoMajor, res.Header)
	}
	old := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MaxVersion: tls.VersionTLS11}}}
	if _, err := old.Get(r.address + "/readyz"); err == nil {
		t.Error("served TLS 1.1")
	}
}

func TestWebSaysWhatIsWrong(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*web)
		want   string
	}{
		"a proxy by name":      {func(w *web) { w.proxies = []string{"nginx"} }, `"nginx"`},
		"no certificate":       {func(w *web) { w.tlsCert, w.tlsKey = "/nothing.pem", "/nothing.pem" }, "/nothing.pem"},
		"no address":           {func(w *web) { w.metrics = "here" }, "--metrics"},
		"no level":             {func(w *web) { w.logLevel = "loud" }, `"loud"`},
		"no format of the log": {func(w *web) { w.logFormat = "xml" }, `"xml"`},
	} {
		s := serving{addr: "127.0.0.1:0", data: newShop(t).data, web: defaultWeb(), gate: servertest.Gate{}}
		s.web.logTo = io.Discard
		tt.change(&s.web)
		if err := s.run(t.Context(), io.Discard); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %s in it", name, err, tt.want)
		}
	}
}
