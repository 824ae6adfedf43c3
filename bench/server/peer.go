package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"
)

// asked is how fast a server answers, as wrk sees it.
type asked struct {
	server, what string
	perSecond    string
	median, p99  string
}

// nginxConf serves one file from memory as fast as nginx can.
const nginxConf = `daemon off;
pid %[1]s/nginx.pid;
error_log %[1]s/error.log;
worker_processes auto;
events { worker_connections 4096; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 10000000;
  open_file_cache max=100;
  client_body_temp_path %[1]s/body; proxy_temp_path %[1]s/proxy; fastcgi_temp_path %[1]s/fastcgi; uwsgi_temp_path %[1]s/uwsgi; scgi_temp_path %[1]s/scgi;
  server {
    listen %[2]s;
    root %[1]s/site;
    default_type application/vnd.dsse.envelope.v1+json;
  }
}
`

// compare asks the server and nginx for the same head, by turns.
func compare(ctx context.Context, s *shop, dir string) ([]asked, error) {
	nginx, err := find("nginx", "/usr/sbin/nginx")
	if err != nil {
		return nil, err
	}
	wrk, err := find("wrk", "/usr/bin/wrk")
	if err != nil {
		return nil, err
	}
	own := s.enrolment.Server + "/v1/t/" + tenant + "/head"
	head, _, err := fetch(own)
	if err != nil {
		return nil, err
	}
	peer, stop, err := startNginx(ctx, nginx, filepath.Join(dir, "nginx"), head)
	if err != nil {
		return nil, err
	}
	defer stop()

	var all []asked
	for _, what := range []string{"conditional, 304", "whole, 200"} {
		for _, server := range []struct{ name, url string }{{"nginx", peer}, {"huashu serve", own}} {
			_, etag, err := fetch(server.url)
			if err != nil {
				return nil, err
			}
			header := ""
			if strings.HasPrefix(what, "conditional") {
				header = "If-None-Match: " + etag
			}
			a, err := load(ctx, wrk, server.url, header)
			if err != nil {
				return nil, err
			}
			a.server, a.what = server.name, what
			all = append(all, a)
		}
	}
	return all, nil
}

func find(name, usual string) (string, error) {
	if path, err := exec.LookPath(name); err == nil {
		return path, nil
	}
	if _, err := os.Stat(usual); err != nil {
		return "", fmt.Errorf("%s is not here: apt-get install nginx-light wrk", name)
	}
	return usual, nil
}

func fetch(url string) (body []byte, etag string, err error) {
	res, err := http.Get(url)
	if err != nil {
		return nil, "", err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, "", fmt.Errorf("%s: %s", url, res.Status)
	}
	body, err = io.ReadAll(res.Body)
	return body, res.Header.Get("ETag"), err
}

func startNginx(ctx context.Context, nginx, dir string, head []byte) (url string, stop func(), err error) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	address := free.Addr().String()
	err = errors.Join(free.Close(), os.MkdirAll(filepath.Join(dir, "site"), 0o755),
		os.Chmod(filepath.Dir(dir), 0o755), // its workers run as another user
		os.WriteFile(filepath.Join(dir, "site", "head"), head, 0o644),
		os.WriteFile(filepath.Join(dir, "nginx.conf"), fmt.Appendf(nil, nginxConf, dir, address), 0o644))
	if err != nil {
		return "", nil, err
	}
	process := exec.Command(nginx, "-e", filepath.Join(dir, "error.log"), "-c", filepath.Join(dir, "nginx.conf"))
	process.Stderr = os.Stderr
	if err := process.Start(); err != nil {
		return "", nil, err
	}
	stop = func() {
		_ = process.Process.Signal(syscall.SIGTERM)
		_ = process.Wait()
	}
	url = "http://" + address + "/head"
	for range 100 {
		if _, _, err = fetch(url); err == nil {
			return url, stop, nil
		}
		select {
		case <-time.After(50 * time.Millisecond):
		case <-ctx.Done():
			stop()
			return "", nil, ctx.Err()
		}
	}
	stop()
	return "", nil, err
}

var (
	requestsLine = regexp.MustCompile(`Requests/sec:\s+(\S+)`)
	medianLine   = regexp.MustCompile(`(?m)^ +50%\s+(\S+)`)
	p99Line      = regexp.MustCompile(`(?m)^ +99%\s+(\S+)`)
)

func load(ctx context.Context, wrk, url, header string) (a asked, err error) {
	args := []string{"-t1", "-c64", "-d8s", "--latency"}
	if header != "" {
		args = append(args, "-H", header)
	}
	out, err := exec.CommandContext(ctx, wrk, append(args, url)...).CombinedOutput()
	if err != nil {
		return a, fmt.Errorf("wrk: %w: %s", err, out)
	}
	read := func(line *regexp.Regexp) string {
		if found := line.FindSubmatch(out); found != nil {
			return string(found[1])
		}
		err = fmt.Errorf("wrk says %s", out)
		return ""
	}
	a = asked{perSecond: read(requestsLine), median: read(medianLine), p99: read(p99Line)}
	if strings.Contains(string(out), "Socket errors") || strings.Contains(string(out), "Non-2xx") {
		err = fmt.Errorf("wrk says %s", out)
	}
	return a, err
}
