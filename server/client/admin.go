package client

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"huashu/server"
	"huashu/server/release"
)

// maxAnswer bounds what is read of an answer in JSON.
const maxAnswer = 16 << 20

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

// Draft reads a draft.
func (a *Admin) Draft(ctx context.Context, id string) (server.Draft, error) {
	var d server.Draft
	err := a.send(ctx, http.MethodGet, "/drafts/"+id, nil, &d)
	return d, err
}

// Proposal reads the release document that the server proposes for a draft.
func (a *Admin) Proposal(ctx context.Context, id string) (server.Release, error) {
	var r server.Release
	err := a.send(ctx, http.MethodGet, "/drafts/"+id+"/proposal", nil, &r)
	return r, err
}

// ProposalFor reads the release document that the server proposes for a pack
// that has been uploaded.
func (a *Admin) ProposalFor(ctx context.Context, pack server.Ref) (server.Release, error) {
	var r server.Release
	err := a.send(ctx, http.MethodGet, "/o/"+pack.SHA256+"/proposal", nil, &r)
	return r, err
}

// Approve sends the signed release of a draft, as it was read.
func (a *Admin) Approve(ctx context.Context, d server.Draft, envelope []byte) (server.ReleaseRecord, error) {
	var r server.ReleaseRecord
	err := a.send(ctx, http.MethodPost, "/drafts/"+d.ID+"/approve", envelope, &r, "If-Match", d.ETag())
	return r, err
}

// Object reads bytes that are kept, and checks that they are the ones.
func (a *Admin) Object(ctx context.Context, ref server.Ref) ([]byte, error) {
	if ref.Size < 1 || ref.Size > server.MaxPack {
		return nil, server.Refuse(server.PlacePack, server.CodeSize, "names %d bytes, at most %d are allowed", ref.Size, server.MaxPack)
	}
	data, err := a.exchange(ctx, http.MethodGet, "/o/"+ref.SHA256, nil, ref.Size+1)
	if err != nil {
		return nil, err
	}
	if err := release.CheckSize(server.PlacePack, data, ref); err != nil {
		return nil, err
	}
	return data, release.CheckHash(server.PlacePack, data, ref)
}

// send makes a request and reads its answer, or the problem that came instead.
func (a *Admin) send(ctx context.Context, method, path string, body []byte, into any, header ...string) error {
	answer, err := a.exchange(ctx, method, path, body, maxAnswer, header...)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(answer, into); err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	return nil
}

// exchange makes a request and reads at most limit bytes of its answer.
func (a *Admin) exchange(ctx context.Context, method, path string, body []byte, limit int64, header ...string) ([]byte, error) {
	header = append(header, "Authorization", "Bearer "+a.Token)
	answer, err := exchange(ctx, a.HTTP, method, a.Server+"/v1/admin/t/"+a.Tenant+path, body, limit, header...)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", method, path, err)
	}
	return answer, nil
}

// exchange makes a request and reads at most limit bytes of its answer, or the
// problem that came instead.
func exchange(ctx context.Context, httpClient *http.Client, method, url string, body []byte, limit int64, header ...string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	if httpClient == nil {
		httpClient = http.DefaultClient
	}
	res, err := httpClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(res.Body, limit))
	if err != nil {
		return nil, err
	}
	if res.StatusCode >= 300 {
		var p struct{ Title, Detail string }
		if err := json.Unmarshal(answer, &p); err != nil || p.Title == "" {
			return nil, fmt.Errorf("status %s", res.Status)
		}
		return nil, fmt.Errorf("%s: %s", p.Title, p.Detail)
	}
	return answer, nil
}
