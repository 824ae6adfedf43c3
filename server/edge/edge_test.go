package edge

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"huashu/server/metrics"
)

// front puts an edge before a site with one page, /t/{tenant}/page. It gives
// the server, its log, and what its metrics say.
func front(t *testing.T, c Config, page http.HandlerFunc) (*httptest.Server, *bytes.Buffer, func() string) {
	t.Helper()
	var lines bytes.Buffer
	log, err := NewLogger(&lines, "json", "debug")
	if err != nil {
		t.Fatal(err)
	}
	c.Log, c.Metrics = log, metrics.New("test")
	mux := http.NewServeMux()
	mux.HandleFunc("/t/{tenant}/page", page)
	site := httptest.NewServer(New(c, mux))
	t.Cleanup(site.Close)
	return site, &lines, func() string {
		shown := httptest.NewRecorder()
		c.Metrics.Handler().ServeHTTP(shown, httptest.NewRequest("GET", "/metrics", nil))
		return shown.Body.String()
	}
}

func get(t *testing.T, method, url string, header ...string) *http.Response {
	t.Helper()
	r, err := http.NewRequest(method, url, nil)
	if err != nil {
		t.Fatal(err)
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

func TestEveryAnswerCarriesTheStrictHeaders(t *testing.T) {
	site, _, _ := front(t, Config{HTTPS: true}, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == "DELETE" {
			panic("a page that fails")
		}
	})
	for _, tt := range []struct {
		method, path string
		status       int
	}{{"GET", "/t/shop/page", 200}, {"GET", "/nothing", 404}, {"DELETE", "/t/shop/page", 500}} {
		res := get(t, tt.method, site.URL+tt.path)
		if res.StatusCode != tt.status {
			t.Errorf("%s %s: status %d, want %d", tt.method, tt.path, res.StatusCode, tt.status)
		}
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer",
			"Content-Security-Policy": "default-src 'none'", "Strict-Transport-Security": "max-age=63072000",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Permissions-Policy": "microphone=()",
		} {
			if got := res.Header.Get(name); !strings.Contains(got, want) {
				t.Errorf("%s %s: %s is %q, want %q", tt.method, tt.path, name, got, want)
			}
		}
	}
}

func TestTheLogTellsOfRequestsAndNotOfPeople(t *testing.T) {
	site, lines, counted := front(t, Config{}, func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, "12345")
	})
	res := get(t, "POST", site.URL+"/t/shop/page?q=秘密", "Authorization", "Bearer huashu_secret", "Cookie", "c=secret", "User-Agent", "secret")
	var line struct {
		Level, Msg, Request, Route, Client, Tenant string
		Status, Bytes                              int
		Ms                                         float64
	}
	if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
		t.Fatalf("log %q: %v", lines, err)
	}
	if line.Level != "INFO" || line.Route != "/t/{tenant}/page" || line.Status != 201 || line.Bytes != 5 || line.Tenant != "shop" ||
		line.Request != res.Header.Get("X-Request-Id") || len(line.Request) != 16 || len(line.Client) != 8 {
		t.Errorf("got %+v of request %s", line, res.Header.Get("X-Request-Id"))
	}
	get(t, "GET", site.URL+"/t/huashu_secret/page/secret")
	get(t, "GET", site.URL+"/t/huashu_secret/page")
	for _, secret := range []string{"secret", "秘密", "127.0.0.1"} {
		if strings.Contains(lines.String(), secret) {
			t.Errorf("%q stands in the log:\n%s", secret, lines)
		}
	}
	for _, want := range []string{
		`huashu_http_requests_total{code="201",route="/t/{tenant}/page"} 2`,
		`huashu_http_requests_total{code="404",route="none"} 1`,
		`huashu_http_answer_seconds_count{route="/t/{tenant}/page"} 2`,
		`huashu_http_in_flight 0`,
	} {
		if !strings.Contains(counted(), want) {
			t.Errorf("the metrics lack %s:\n%s", want, counted())
		}
	}
}

func TestLevels(t *testing.T) {
	status := http.StatusOK
	site, lines, _ := front(t, Config{}, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(status) })
	for _, tt := range []struct {
		method string
		status int
		want   string
	}{{"GET", 200, "DEBUG"}, {"GET", 304, "DEBUG"}, {"GET", 404, "DEBUG"}, {"POST", 404, "INFO"}, {"PUT", 200, "INFO"}, {"GET", 403, "INFO"}, {"GET", 503, "ERROR"}} {
		lines.Reset()
		status = tt.status
		get(t, tt.method, site.URL+"/t/shop/page")
		if !strings.Contains(lines.String(), `"level":"`+tt.want+`"`) {
			t.Errorf("%s answered with %d: want %s, got %s", tt.method, tt.status, tt.want, lines)
		}
	}
}

func TestWhoAsksTooFastIsTurnedAway(t *testing.T) {
	proxies, err := ParseProxies([]string{"127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	site, _, counted := front(t, Config{Proxies: proxies, AddressRate: 0.07, TokenRate: 0.035}, func(http.ResponseWriter, *http.Request) {})
	page := site.URL + "/t/shop/page"
	for _, step := range []struct {
		name, client, token string
		status              int
	}{
		{"first", "203.0.113.1", "Bearer one", 200},
		{"second", "203.0.113.1", "Bearer one", 200},
		{"a token too often", "203.0.113.1", "Bearer one", 429},
		{"another token", "203.0.113.1", "Bearer two", 200},
		{"an address too often", "203.0.113.1", "", 429},
		{"another address", "203.0.113.2", "", 200},
		{"the token from elsewhere", "203.0.113.3", "Bearer one", 429},
	} {
		header := []string{"X-Forwarded-For", step.client}
		if step.token != "" {
			header = append(header, "Authorization", step.token)
		}
		res := get(t, "GET", page, header...)
		if res.StatusCode != step.status {
			t.Fatalf("%s: status %d, want %d", step.name, res.StatusCode, step.status)
		}
		if step.status == 429 {
			var p struct{ Code string }
			if err := json.NewDecoder(res.Body).Decode(&p); err != nil || p.Code != "rate" || res.Header.Get("Retry-After") == "" {
				t.Errorf("%s: problem %+v, %v, Retry-After %q", step.name, p, err, res.Header.Get("Retry-After"))
			}
		}
	}
	for _, want := range []string{`turned_away_total{reason="address"} 1`, `turned_away_total{reason="token"} 2`} {
		if !strings.Contains(counted(), want) {
			t.Errorf("the metrics lack %s", want)
		}
	}
}

func TestNoMoreInFlightThanTheServerBears(t *testing.T) {
	entered, leave := make(chan bool), make(chan bool)
	site, _, counted := front(t, Config{MaxRequests: 2}, func(http.ResponseWriter, *http.Request) {
		entered <- true
		<-leave
	})
	done := make(chan int)
	go func() {
		res, err := http.Get(site.URL + "/t/shop/page")
		if err != nil {
			done <- 0
			return
		}
		res.Body.Close()
		done <- res.StatusCode
	}()
	<-entered
	if res := get(t, "GET", site.URL+"/t/shop/page"); res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" {
		t.Errorf("beyond half of all from one address: status %d", res.StatusCode)
	}
	if !strings.Contains(counted(), `turned_away_total{reason="busy"} 1`) {
		t.Error("it was not counted")
	}
	leave <- true
	if got := <-done; got != 200 {
		t.Errorf("the one that was let in: status %d", got)
	}
}

func TestStreamsAndTakenConnectionsPassThrough(t *testing.T) {
	site, _, _ := front(t, Config{}, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == "GET" {
			_, _ = io.WriteString(w, "first")
			if err := http.NewResponseController(w).Flush(); err != nil {
				t.Error(err)
			}
			w.(http.Flusher).Flush()
			<-r.Context().Done()
			return
		}
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = io.WriteString(conn, "HTTP/1.1 299 Taken\r\nContent-Length: 0\r\n\r\n")
		conn.Close()
	})
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	r, _ := http.NewRequestWithContext(ctx, "GET", site.URL+"/t/shop/page", nil)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if got := make([]byte, 5); func() error { _, err := io.ReadFull(res.Body, got); return err }() != nil || string(got) != "first" {
		t.Errorf("before the stream ended: %q", got)
	}
	if res := get(t, "POST", site.URL+"/t/shop/page"); res.StatusCode != 299 {
		t.Errorf("over the taken connection: status %d", res.StatusCode)
	}
}

func TestNewLoggerSaysWhatItWants(t *testing.T) {
	for _, tt := range [][3]string{{"xml", "info", "text or json"}, {"text", "loud", "debug, info, warn or error"}} {
		if _, err := NewLogger(io.Discard, tt[0], tt[1]); err == nil || !strings.Contains(err.Error(), tt[2]) {
			t.Errorf("%v: got %v", tt, err)
		}
	}
}

func TestServerLogLeavesAddressesOut(t *testing.T) {
	var lines bytes.Buffer
	l := ServerLog(slog.New(slog.NewTextHandler(&lines, nil)))
	l.Print("http: panic serving 203.0.113.9:5000: oh\ngoroutine 7 [running]:")
	l.Println("http: Accept error: read tcp [fe80::1]:80->[2001:db8::2]:5000: i/o timeout")
	l.Print("http: TLS handshake error from 203.0.113.9:5000: EOF")
	want := []string{`message="http: panic serving [address]: oh"`, `message="http: Accept error: read tcp [address]->[address]: i/o timeout"`}
	for _, w := range want {
		if !strings.Contains(lines.String(), w) {
			t.Errorf("want %s in\n%s", w, &lines)
		}
	}
	if strings.Contains(lines.String(), "203.0") || strings.Contains(lines.String(), "2001") || strings.Contains(lines.String(), "handshake") {
		t.Errorf("addresses, or what any scanner does:\n%s", &lines)
	}
}
