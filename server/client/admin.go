package client

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"huashu/server"
)

// maxAnswer bounds what is read of an answer to a reviewer.
const maxAnswer = 1 << 20

// Admin speaks to a server as a reviewer.
type Admin struct {
	Server string // address without a final slash
	Tenant string
	Token  string
	HTTP   *http.Client // nil: http.DefaultClient
}

// Published says what a publication led to.
type Published struct {
	Seq     int64          `json:"seq"`
	Version int64          `json:"version"` // of the head that names it
	Report  *server.Report `json:"report"`  // of the gate; nil if it was stable already
}

// Upload sends bytes that a release will name.
func (a *Admin) Upload(ctx context.Context, ref server.Ref, data []byte) error {
	return a.send(ctx, http.MethodPut, "/o/"+ref.SHA256, data, new(server.Ref))
}

// Publish sends a signed release whose pack has been uploaded.
func (a *Admin) Publish(ctx context.Context, envelope []byte) (Published, error) {
	var p Published
	err := a.send(ctx, http.MethodPost, "/releases", envelope, &p)
	return p, err
}

// send makes a request and reads its answer, or the problem that came instead.
func (a *Admin) send(ctx context.Context, method, path string, body []byte, into any) error {
	fail := func(err error) error { return fmt.Errorf("%s %s: %w", method, path, err) }
	req, err := http.NewRequestWithContext(ctx, method, a.Server+"/v1/admin/t/"+a.Tenant+path, bytes.NewReader(body))
	if err != nil {
		return fail(err)
	}
	req.Header.Set("Authorization", "Bearer "+a.Token)
	httpClient := a.HTTP
	if httpClient == nil {
		httpClient = http.DefaultClient
	}
	res, err := httpClient.Do(req)
	if err != nil {
		return fail(err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return fail(err)
	}
	if res.StatusCode >= 300 {
		var p struct{ Title, Detail string }
		if err := json.Unmarshal(answer, &p); err != nil || p.Title == "" {
			return fail(fmt.Errorf("status %s", res.Status))
		}
		return fail(fmt.Errorf("%s: %s", p.Title, p.Detail))
	}
	if err := json.Unmarshal(answer, into); err != nil {
		return fail(err)
	}
	return nil
}
