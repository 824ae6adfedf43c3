package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"huashu/server"
)

// Problem is an error as clients get it (RFC 9457). Code is stable, Detail is
// for people.
type Problem struct {
	Type   string       `json:"type"`
	Title  string       `json:"title"`
	Status int          `json:"status"`
	Detail string       `json:"detail,omitempty"`
	Code   string       `json:"code"`
	Place  server.Place `json:"place,omitempty"` // what was refused

	Mistakes server.Mistakes `json:"mistakes,omitempty"` // in the files of a draft
}

func problem(w http.ResponseWriter, status int, code, detail string) {
	WriteProblem(w, Problem{Status: status, Code: code, Detail: detail})
}

// WriteProblem answers with a problem; type and title follow from its code and
// status.
func WriteProblem(w http.ResponseWriter, p Problem) {
	p.Type, p.Title = "urn:huashu:problem:"+p.Code, http.StatusText(p.Status)
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the client may have gone
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the client may have gone
}

// Errors of requests themselves.
var (
	errIfMatch   = errors.New("the header If-Match is required: the ETag of what was last seen")
	errKey       = errors.New("the header Idempotency-Key: 1 to 64 of A-Z a-z 0-9 _ -")
	errKeyReused = errors.New("this Idempotency-Key was used for another request")
	errBody      = errors.New("the body ended early")
	errNoMiner   = errors.New("this server cannot look for terms; the one for a machine of your own can")
	errMediaType = errors.New("a form cannot be sent here: Content-Type application/json, or none")
)

// retryAfter is when to come back to a server that is busy, in seconds.
const retryAfter = "5"

// problems says how errors are told.
var problems = []struct {
	err    error
	status int
	code   string
}{
	{server.ErrFourEyes, http.StatusConflict, "four-eyes"},
	{server.ErrLastAdmin, http.StatusConflict, "last-admin"},
	{server.ErrState, http.StatusConflict, "state"},
	{server.ErrConflict, http.StatusConflict, "conflict"},
	{server.ErrChanged, http.StatusPreconditionFailed, "changed"},
	{server.ErrForm, http.StatusUnprocessableEntity, "form"},
	{server.ErrNotFound, http.StatusNotFound, "not-found"},
	{errIfMatch, http.StatusPreconditionRequired, "if-match"},
	{errKey, http.StatusBadRequest, "form"},
	{errKeyReused, http.StatusUnprocessableEntity, "key-reused"},
	{errBody, http.StatusBadRequest, "body"},
	{errNoMiner, http.StatusNotImplemented, "no-miner"},
	{errMediaType, http.StatusUnsupportedMediaType, "media-type"},
	{server.ErrBusy, http.StatusServiceUnavailable, "busy"},
	{server.ErrStorage, http.StatusInsufficientStorage, "storage"},
}

// fail answers an error of the store or a service. What is not the client's
// doing is logged, not told.
func (h *handler) fail(w http.ResponseWriter, r *http.Request, err error) {
	refused, mistakes := (*server.Refused)(nil), server.Mistakes(nil)
	if errors.Is(err, server.ErrBusy) {
		w.Header().Set("Retry-After", retryAfter)
	}
	for _, known := range problems {
		if errors.Is(err, known.err) {
			if known.status >= http.StatusInternalServerError {
				h.Log.ErrorContext(r.Context(), "request failed", "route", r.Pattern, "error", err)
			}
			problem(w, known.status, known.code, err.Error())
			return
		}
	}
	switch {
	case errors.As(err, &mistakes):
		WriteProblem(w, Problem{Status: http.StatusUnprocessableEntity, Code: "mistakes", Detail: err.Error(), Mistakes: mistakes})
	case errors.As(err, &refused):
		WriteProblem(w, Problem{Status: http.StatusUnprocessableEntity, Code: string(refused.Code), Place: refused.Place, Detail: refused.Error()})
	case errors.Is(err, server.ErrGate):
		WriteProblem(w, Problem{Status: http.StatusUnprocessableEntity, Code: "gate", Place: server.PlacePack, Detail: err.Error()})
	case errors.Is(err, context.Canceled):
		// Nobody is there to read an answer.
	case errors.As(err, new(*http.MaxBytesError)):
		problem(w, http.StatusRequestEntityTooLarge, string(server.CodeSize), err.Error())
	default:
		h.Log.ErrorContext(r.Context(), "request failed", "route", r.Pattern, "error", err)
		problem(w, http.StatusInternalServerError, "internal", "")
	}
}
