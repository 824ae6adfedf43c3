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
}

func problem(w http.ResponseWriter, status int, code, detail string) {
	writeProblem(w, Problem{Status: status, Code: code, Detail: detail})
}

func writeProblem(w http.ResponseWriter, p Problem) {
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

// fail answers an error of the store or a service. What is not the client's
// doing is logged, not told.
func (h *handler) fail(w http.ResponseWriter, r *http.Request, err error) {
	refused := (*server.Refused)(nil)
	switch {
	case errors.As(err, &refused):
		writeProblem(w, Problem{Status: http.StatusUnprocessableEntity, Code: string(refused.Code), Place: refused.Place, Detail: refused.Error()})
	case errors.Is(err, server.ErrGate):
		writeProblem(w, Problem{Status: http.StatusUnprocessableEntity, Code: "gate", Place: server.PlacePack, Detail: err.Error()})
	case errors.Is(err, server.ErrConflict):
		problem(w, http.StatusConflict, "conflict", err.Error())
	case errors.Is(err, server.ErrNotFound):
		problem(w, http.StatusNotFound, "not-found", err.Error())
	case errors.Is(err, context.Canceled):
		// Nobody is there to read an answer.
	default:
		h.Log.Error("request failed", "method", r.Method, "route", r.Pattern, "error", err)
		problem(w, http.StatusInternalServerError, "internal", "")
	}
}
