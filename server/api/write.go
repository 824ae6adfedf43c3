package api

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"huashu/server"
	"huashu/server/release"
)

// require lets through who bears a token of the tenant with enough access.
func (h *handler) require(need server.Access, next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		plain, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if !ok {
			w.Header().Set("WWW-Authenticate", "Bearer")
			problem(w, http.StatusUnauthorized, "token", "A token is needed: Authorization: Bearer …")
			return
		}
		token, err := h.Store.Token(r.Context(), server.HashToken(plain))
		switch {
		case errors.Is(err, server.ErrNotFound):
			w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
			problem(w, http.StatusUnauthorized, "token", "This token is not known here.")
		case err != nil:
			h.fail(w, r, err)
		case token.Tenant != r.PathValue("tenant") || !token.Access.Allows(need):
			problem(w, http.StatusForbidden, "access", fmt.Sprintf("Access as %s of tenant %s is needed.", need, r.PathValue("tenant")))
		default:
			next(w, r)
		}
	})
}

// stage takes bytes in, so that a release can name them.
func (h *handler) stage(w http.ResponseWriter, r *http.Request) {
	data, ok := body(w, r, server.MaxPack)
	if !ok {
		return
	}
	ref := release.NewRef(data)
	if want := r.PathValue("sha256"); ref.SHA256 != want {
		problem(w, http.StatusUnprocessableEntity, string(server.CodeHash), "The body has SHA-256 "+ref.SHA256+", the address says "+want+".")
		return
	}
	if err := h.Store.StageObject(r.Context(), r.PathValue("tenant"), ref, data); err != nil {
		h.fail(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, ref)
}

// publish takes a signed release and makes it stable.
func (h *handler) publish(w http.ResponseWriter, r *http.Request) {
	envelope, ok := body(w, r, server.MaxRelease)
	if !ok {
		return
	}
	tenant := r.PathValue("tenant")
	result, err := h.Publisher.Publish(r.Context(), tenant, envelope)
	if err != nil {
		h.fail(w, r, err)
		return
	}
	h.Log.Info("published", "tenant", tenant, "release", result.Seq, "version", result.Version)
	writeJSON(w, http.StatusCreated, result)
}

// body reads at most limit bytes, or answers why not.
func body(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, bool) {
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		problem(w, http.StatusRequestEntityTooLarge, string(server.CodeSize), fmt.Sprintf("At most %d bytes.", limit))
		return nil, false
	}
	if err != nil {
		problem(w, http.StatusBadRequest, "body", "The body ended early.")
		return nil, false
	}
	return data, true
}
