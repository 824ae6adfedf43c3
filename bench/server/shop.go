package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"

	"huashu/server"
	"huashu/server/client"
	"huashu/server/release"
	"huashu/server/rollout"
	"huashu/server/setup"
)

const tenant = "shop"

// shop is a server in a process of its own, with one shop.
type shop struct {
	huashu, data            string
	process                 *exec.Cmd
	enrolment               client.Enrolment
	admin, editor, reviewer string // tokens
	key                     release.Key
	http                    *http.Client
}

// newShop makes keys and a shop.
func newShop(ctx context.Context, huashu, dir string) (*shop, error) {
	keys, data := filepath.Join(dir, "keys"), filepath.Join(dir, "data")
	said := ""
	for _, args := range [][]string{{"keys", "init", keys}, {"keys", "install", keys, "--data", data}, {"tenant", "add", tenant, "--data", data}} {
		out, err := exec.CommandContext(ctx, huashu, args...).CombinedOutput()
		if err != nil {
			return nil, fmt.Errorf("huashu %s: %w: %s", args[0], err, out)
		}
		said = string(out)
	}
	s := &shop{huashu: huashu, data: data, admin: regexp.MustCompile(`huashu_\S+`).FindString(said)}
	var err error
	if s.enrolment, err = client.ParseLink(regexp.MustCompile(`http\S+/enroll#\S+`).FindString(said)); err != nil {
		return nil, err
	}
	s.key, err = release.LoadKey(filepath.Join(keys, setup.ReleaseKeyFile))
	return s, err
}

// serve runs the server until stop.
func (s *shop) serve(flags ...string) error {
	s.process = exec.Command(s.huashu, append([]string{"serve", "--addr", "127.0.0.1:0", "--data", s.data}, flags...)...)
	s.process.Stderr = os.Stderr
	out, err := s.process.StdoutPipe()
	if err != nil {
		return err
	}
	if err := s.process.Start(); err != nil {
		return err
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if found := regexp.MustCompile(`console\s+(http\S+)/`).FindStringSubmatch(lines.Text()); found != nil {
			s.enrolment.Server = found[1]
			return nil
		}
	}
	return errors.New("the server did not start")
}

func (s *shop) stop() {
	_ = s.process.Process.Signal(syscall.SIGTERM) // it may be gone
	_ = s.process.Wait()
}

// hire adds a member with a token.
func (s *shop) hire(ctx context.Context, access server.Access, token *string) error {
	var m server.Member
	if _, err := s.ask(ctx, s.admin, "POST", "/members", map[string]any{"name": access, "access": access}, &m); err != nil {
		return err
	}
	var made map[string]any
	if _, err := s.ask(ctx, s.admin, "POST", "/members/"+m.ID+"/tokens", nil, &made); err != nil {
		return err
	}
	for _, v := range made {
		if text, ok := v.(string); ok && strings.HasPrefix(text, "huashu_") {
			*token = text
		}
	}
	return nil
}

// ask sends a request of a member, and gives the ETag of the answer.
func (s *shop) ask(ctx context.Context, token, method, path string, body, into any, header ...string) (etag string, err error) {
	data, raw := body.([]byte)
	if !raw && body != nil {
		if data, err = json.Marshal(body); err != nil {
			return "", err
		}
	}
	r, err := http.NewRequestWithContext(ctx, method, s.enrolment.Server+"/v1/admin/t/"+tenant+path, bytes.NewReader(data))
	if err != nil {
		return "", err
	}
	r.Header.Set("Authorization", "Bearer "+token)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := s.http.Do(r)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode >= 300 {
		err = fmt.Errorf("%s %s: %s: %.500s", method, path, res.Status, answer)
	}
	if err == nil && into != nil {
		err = json.Unmarshal(answer, into)
	}
	return res.Header.Get("ETag"), err
}

// approved brings files from a draft to an approved release.
func (s *shop) approved(ctx context.Context, files map[string]string) (seq int64, err error) {
	var d server.Draft
	if _, err := s.ask(ctx, s.editor, "POST", "/drafts", map[string]any{"title": "bench", "files": files}, &d); err != nil {
		return 0, err
	}
	if _, err := s.ask(ctx, s.editor, "POST", "/drafts/"+d.ID+"/submit", nil, &d, "If-Match", d.ETag()); err != nil {
		return 0, err
	}
	var proposal server.Release
	if _, err := s.ask(ctx, s.reviewer, "GET", "/drafts/"+d.ID+"/proposal", nil, &proposal); err != nil {
		return 0, err
	}
	envelope, err := release.Sign(server.TypeRelease, proposal, s.key)
	if err != nil {
		return 0, err
	}
	var record server.ReleaseRecord
	_, err = s.ask(ctx, s.reviewer, "POST", "/drafts/"+d.ID+"/approve", envelope, &record, "If-Match", d.ETag())
	return record.Seq, err
}

// rollOut gives a release to everybody. It says when it was asked to.
func (s *shop) rollOut(ctx context.Context, seq int64) (asked time.Time, err error) {
	etag, err := s.ask(ctx, s.reviewer, "GET", "/rollout", nil, nil)
	if err != nil {
		return asked, err
	}
	asked = time.Now()
	_, err = s.ask(ctx, s.reviewer, "PUT", "/rollout", map[string]any{"seq": seq, "share": rollout.All}, nil, "If-Match", etag)
	return asked, err
}

func (s *shop) release(ctx context.Context, files map[string]string) error {
	seq, err := s.approved(ctx, files)
	if err == nil {
		_, err = s.rollOut(ctx, seq)
	}
	return err
}

// shopFiles writes a pack of rules, one word each; in every version 1 % of them
// say something else, each time others.
func shopFiles(rules, version int) map[string]string {
	const perFile = 100
	files := map[string]string{"pack.yaml": "pack: shop\ntitle: 店规\nversion: 1.0.0\ncategories: [{id: shop.word, title: 店规}]\n"}
	for first := 0; first < rules; first += perFile {
		var text strings.Builder
		text.WriteString("rules:\n")
		for n := first; n < min(first+perFile, rules); n++ {
			said := 0 // the last version that changed this rule
			for v := 1; v <= version; v++ {
				if n%100 == v {
					said = v
				}
			}
			word := word(n)
			fmt.Fprintf(&text, `  - id: shop.word%d
    category: shop.word
    severity: warning
    title: 店里不说%s
    message: 不说“%s”，第%d版换个说法
    why: 顾客看不懂%s是什么意思。
    source: 店规第%d条
    match: {terms: [%s]}
    examples:
      bad: ["[[%s]]还有", "没有[[%s]]了呢"]
      good: ["现在有货", "今天可以发出"]
`, n, word, word, said, word, n, word, word, word)
		}
		files[fmt.Sprintf("rules/words%02d.yaml", first/perFile)] = text.String()
	}
	return files
}

// word makes word n: four characters that are in no dictionary together.
func word(n int) string {
	const alphabet = "魑魅魍魉饕餮貔貅麒麟鹧鸪"
	letters := []rune(alphabet)
	w := make([]rune, 4)
	for i := range w {
		w[i] = letters[n%len(letters)]
		n /= len(letters)
	}
	return string(w)
}
