//go:build js && wasm

package main

import (
	"cmp"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"huashu/server"
	"huashu/server/api"
	"huashu/server/setup"
)

// addTenant adds a shop for whoever has the setup token. The answer carries
// its enrolment link and, this once, its admin's token.
func addTenant(store server.Store, token string) http.HandlerFunc {
	problem := func(w http.ResponseWriter, status int, code, detail string) {
		api.WriteProblem(w, api.Problem{Status: status, Code: code, Detail: detail})
	}
	return func(w http.ResponseWriter, r *http.Request) {
		given, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if token == "" || subtle.ConstantTimeCompare([]byte(server.HashToken(given)), []byte(server.HashToken(token))) != 1 {
			problem(w, http.StatusUnauthorized, "token", "The setup token is needed: the secret "+envSetup+" of this deployment.")
			return
		}
		var in struct {
			ID   string `json:"id"`
			Name string `json:"name"`
			Solo bool   `json:"solo"`
		}
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<10)).Decode(&in); err != nil {
			problem(w, http.StatusUnprocessableEntity, "form", err.Error())
			return
		}
		link, err := setup.EnrolmentLink(r.Context(), store, r.URL.Scheme+"://"+r.Host, in.ID)
		var admin string
		if err == nil {
			admin, err = setup.AddTenant(r.Context(), store, server.Tenant{ID: in.ID, Name: cmp.Or(in.Name, in.ID), Solo: in.Solo, Created: time.Now()})
		}
		switch {
		case errors.Is(err, server.ErrConflict):
			problem(w, http.StatusConflict, "conflict", err.Error())
		case err != nil:
			problem(w, http.StatusUnprocessableEntity, "form", err.Error())
		default:
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusCreated)
			_ = json.NewEncoder(w).Encode(map[string]string{"enrolment": link, "token": admin})
		}
	}
}
