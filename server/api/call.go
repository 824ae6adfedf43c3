package api

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"huashu/server"
	"huashu/server/ledger"
	"huashu/server/release"
	"huashu/server/workflow"
)

// The most bytes of a request's body.
const (
	maxSmall = 64 << 10
	maxFiles = 2*workflow.MaxFilesBytes + 64<<10 // JSON may double them
)

// ownOrigin tells requests of other sites' pages by what browsers say of them.
var ownOrigin = http.NewCrossOriginProtection()

// formTypes are what a page can send elsewhere without being asked first.
var formTypes = []string{"application/x-www-form-urlencoded", "multipart/form-data", "text/plain"}

// admit lets through who bears a token of the tenant with enough access. No
// cookie is ever looked at, so that no other page can act for its visitor;
// writes that one has sent all the same are refused before the token is read.
func (h *handler) admit(r Route) http.Handler {
	if r.Access == "" {
		return r.handle
	}
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if err := ownOrigin.Check(req); err != nil {
			problem(w, http.StatusForbidden, "cross-origin", "Pages of other origins may not write.")
			return
		}
		if sent, _, _ := mime.ParseMediaType(req.Header.Get("Content-Type")); slices.Contains(formTypes, sent) {
			h.fail(w, req, errMediaType)
			return
		}
		plain, ok := strings.CutPrefix(req.Header.Get("Authorization"), "Bearer ")
		if !ok {
			w.Header().Set("WWW-Authenticate", "Bearer")
			problem(w, http.StatusUnauthorized, "token", "A token is needed: Authorization: Bearer …")
			return
		}
		member, err := h.Store.Bearer(req.Context(), server.HashToken(plain))
		tenant := cmp.Or(req.PathValue("tenant"), member.Tenant)
		switch {
		case errors.Is(err, server.ErrNotFound) || err == nil && !member.Active:
			w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
			problem(w, http.StatusUnauthorized, "token", "This token is not known here.")
		case err != nil:
			h.fail(w, req, err)
		case member.Tenant != tenant || !member.Access.Allows(r.Access):
			problem(w, http.StatusForbidden, "access", fmt.Sprintf("Access as %s of tenant %s is needed.", r.Access, tenant))
		default:
			r.handle(w, req.WithContext(context.WithValue(req.Context(), memberKey{}, member)))
		}
	})
}

type memberKey struct{}

// call is a request of a member.
type call struct {
	*http.Request
	by     server.Member
	tenant string
	body   []byte // of a write
}

func newCall(r *http.Request) *call {
	by := r.Context().Value(memberKey{}).(server.Member) // put there by admit
	return &call{Request: r, by: by, tenant: by.Tenant}
}

// into decodes the body; what is not known there is refused.
func (c *call) into(v any) error {
	decoder := json.NewDecoder(bytes.NewReader(c.body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(v); err != nil {
		return fmt.Errorf("body: %w: %w", err, server.ErrForm)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("body: more than one JSON value: %w", server.ErrForm)
	}
	return nil
}

// seen gives the ETag that the change is based on.
func (c *call) seen() (string, error) {
	if etag := c.Header.Get("If-Match"); etag != "" {
		return etag, nil
	}
	return "", errIfMatch
}

// version reads a draft's version from If-Match. A tag that is not one of
// ours is of nothing that is there.
func (c *call) version() (int64, error) {
	etag, err := c.seen()
	if err != nil {
		return 0, err
	}
	n, err := strconv.ParseInt(strings.Trim(etag, `"`), 10, 64)
	if err != nil || n < 1 || etag != (server.Draft{Version: n}).ETag() {
		return 0, fmt.Errorf("ETag %s: %w", etag, server.ErrChanged)
	}
	return n, nil
}

// number reads a whole number from the path; there is nothing under others.
func (c *call) number(name string) (int64, error) {
	n, err := strconv.ParseInt(c.PathValue(name), 10, 64)
	if err != nil || n < 1 {
		return 0, fmt.Errorf("%s %q: %w", name, c.PathValue(name), server.ErrNotFound)
	}
	return n, nil
}

// read answers with what f gives.
func (h *handler) read(f func(context.Context, *call) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		result, err := f(r.Context(), newCall(r))
		if err != nil {
			h.fail(w, r, err)
			return
		}
		reply(w, http.StatusOK, result)
	}
}

// reply writes a result, with its ETag if it has one.
func reply(w http.ResponseWriter, status int, result any) {
	if tagged, ok := result.(interface{ ETag() string }); ok {
		w.Header().Set("ETag", tagged.ETag())
	}
	if status == http.StatusNoContent {
		w.WriteHeader(status)
		return
	}
	writeJSON(w, status, result)
}

var keyForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// write lets f act on a body of at most limit bytes, once for every
// Idempotency-Key.
func (h *handler) write(status int, limit int64, f func(context.Context, *call) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c, ctx := newCall(r), r.Context()
		var err error
		if c.body, err = body(w, r, limit); err != nil {
			h.fail(w, r, err)
			return
		}
		key := r.Header.Get("Idempotency-Key")
		if key == "" {
			h.answer(w, r, status)(f(ctx, c))
			return
		}
		if !keyForm.MatchString(key) {
			h.fail(w, r, errKey)
			return
		}
		request := release.SHA256(fmt.Appendf(nil, "%s\n%s\n%s\n%s", r.Method, r.URL.Path, r.Header.Get("If-Match"), c.body))
		if h.replay(w, r, c, key, request) {
			return
		}
		ctx = ledger.WithOnce(ctx, ledger.Once{Member: c.by.ID, Key: key, Request: request, Status: status})
		result, err := f(ctx, c)
		// The same request may have been done while this one waited its turn.
		if err != nil && h.replay(w, r, c, key, request) {
			return
		}
		h.answer(w, r, status)(result, err)
	}
}

func (h *handler) answer(w http.ResponseWriter, r *http.Request, status int) func(any, error) {
	return func(result any, err error) {
		if err != nil {
			h.fail(w, r, err)
			return
		}
		reply(w, status, result)
	}
}

// replay answers from what was kept for the key, if there is anything.
func (h *handler) replay(w http.ResponseWriter, r *http.Request, c *call, key, request string) bool {
	kept, err := h.Store.Reply(r.Context(), c.tenant, c.by.ID, key)
	switch {
	case errors.Is(err, server.ErrNotFound):
		return false
	case err != nil:
		h.fail(w, r, err)
	case kept.Request != request:
		h.fail(w, r, errKeyReused)
	default:
		header := w.Header()
		header.Set("Idempotency-Replayed", "true")
		if kept.ETag != "" {
			header.Set("ETag", kept.ETag)
		}
		if kept.Status != http.StatusNoContent {
			header.Set("Content-Type", "application/json")
		}
		w.WriteHeader(kept.Status)
		if kept.Status != http.StatusNoContent {
			_, _ = w.Write(kept.Body) // the client may have gone
		}
	}
	return true
}

// body reads at most limit bytes.
func body(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, error) {
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	if err != nil && !errors.As(err, new(*http.MaxBytesError)) {
		return nil, fmt.Errorf("%w: %w", errBody, err)
	}
	return data, err
}
