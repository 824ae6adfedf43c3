package api

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"

	"huashu/server"
	"huashu/server/release"
)

const (
	immutable    = "public, max-age=31536000, immutable"
	envelopeType = "application/vnd.dsse.envelope.v1+json"
)

// share lets any page read: what it gets is public and signed, and no cookies
// are involved.
func share(w http.ResponseWriter) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Access-Control-Expose-Headers", "ETag, Repr-Digest, Preference-Applied")
}

func preflight(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/v1/admin/") {
		problem(w, http.StatusForbidden, "cross-origin", "Other origins may only read.")
		return
	}
	share(w)
	w.Header().Set("Access-Control-Allow-Methods", "GET, POST")
	w.Header().Set("Access-Control-Allow-Headers", "If-None-Match, Prefer, Cache-Control, Content-Type, Last-Event-ID, Idempotency-Key")
	w.Header().Set("Access-Control-Max-Age", "86400")
	w.WriteHeader(http.StatusNoContent)
}

func (h *handler) root(w http.ResponseWriter, r *http.Request) {
	share(w)
	n, err := strconv.ParseInt(r.PathValue("n"), 10, 64)
	if err != nil || n < 1 {
		problem(w, http.StatusNotFound, "not-found", "Roots are numbered from 1.")
		return
	}
	data, err := h.Store.Root(r.Context(), n)
	if err != nil {
		h.fail(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", immutable)
	serve(w, r, envelopeType, release.SHA256(data), data)
}

func (h *handler) object(w http.ResponseWriter, r *http.Request) {
	share(w)
	tenant, sha256 := r.PathValue("tenant"), r.PathValue("sha256")
	if !server.ValidTenantID(tenant) || !server.ValidSHA256(sha256) {
		problem(w, http.StatusNotFound, "not-found", "An object is named by its SHA-256, 64 lower-case hexadecimal digits.")
		return
	}
	data, err := h.Store.Object(r.Context(), tenant, sha256)
	if err != nil {
		h.fail(w, r, err)
		return
	}
	header := w.Header()
	header.Set("Cache-Control", immutable)
	header.Set("Vary", "Accept-Encoding, Available-Dictionary")
	if len(data) >= leastDictionary {
		header.Set("Use-As-Dictionary", `match="/v1/t/`+tenant+`/o/*"`)
	}
	object := h.code(r, tenant, encoded{data: data, sha256: sha256})
	if object.coding != "" {
		header.Set("Content-Encoding", object.coding)
		header.Set("Content-Length", strconv.Itoa(len(object.data)))
	}
	// A representation is what it is with its coding (RFC 9530, RFC 9110).
	digest, _ := hex.DecodeString(object.sha256) // a SHA-256, of ours or see above
	header.Set("Repr-Digest", "sha-256=:"+base64.StdEncoding.EncodeToString(digest)+":")
	serve(w, r, "application/octet-stream", object.sha256, object.data)
}

// serve answers GET, HEAD, ranges and conditions.
func serve(w http.ResponseWriter, r *http.Request, contentType, etag string, data []byte) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("ETag", `"`+etag+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

func (h *handler) head(w http.ResponseWriter, r *http.Request) {
	share(w)
	head, err := h.awaitHead(w, r)
	if err != nil {
		h.fail(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=5")
	w.Header().Set("Vary", "Prefer")
	serve(w, r, envelopeType, release.SHA256(head.Envelope), head.Envelope)
}

// awaitHead gives the head, at once or, when the client has it already and
// prefers to wait, as soon as there is another.
func (h *handler) awaitHead(w http.ResponseWriter, r *http.Request) (server.Head, error) {
	tenant := r.PathValue("tenant")
	known := r.Header.Get("If-None-Match")
	wait := preferredWait(r.Header.Values("Prefer"), h.MaxWait)
	if wait == 0 || known == "" {
		return h.Store.Head(r.Context(), tenant)
	}
	w.Header().Set("Preference-Applied", "wait="+strconv.Itoa(int(wait.Seconds())))
	sub := h.Hub.Subscribe(tenant) // before reading, so that nothing slips between
	defer sub.Close()
	ctx, cancel := context.WithTimeout(r.Context(), wait)
	defer cancel()
	for {
		head, err := h.Store.Head(r.Context(), tenant)
		if err != nil || known != `"`+release.SHA256(head.Envelope)+`"` {
			return head, err
		}
		select {
		case _, open := <-sub.C():
			if !open {
				return head, nil
			}
		case <-ctx.Done():
			return head, nil
		}
	}
}

// preferredWait reads "wait" from Prefer headers (RFC 7240), at most limit.
func preferredWait(headers []string, limit time.Duration) time.Duration {
	for _, preference := range strings.Split(strings.Join(headers, ","), ",") {
		name, value, _ := strings.Cut(preference, "=")
		if strings.EqualFold(strings.TrimSpace(name), "wait") {
			seconds, err := strconv.ParseUint(strings.Trim(strings.TrimSpace(value), `"`), 10, 16)
			if err != nil {
				return 0
			}
			return min(time.Duration(seconds)*time.Second, limit)
		}
	}
	return 0
}
