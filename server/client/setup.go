package client

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
)

// Setup adds shops to a server on Cloudflare Workers, where nobody can reach
// the database.
type Setup struct {
	Server string // address without a final slash
	Token  string // the setup token that the deployment was given
	HTTP   *http.Client
}

// NewShop is a shop to be added.
type NewShop struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Solo bool   `json:"solo"` // see server.Tenant
}

// AddedShop is what a shop begins with; both are shown this once only.
type AddedShop struct {
	Enrolment string `json:"enrolment"` // link for its agents
	Token     string `json:"token"`     // of its admin
}

// AddTenant adds a shop.
func (s *Setup) AddTenant(ctx context.Context, shop NewShop) (AddedShop, error) {
	var added AddedShop
	body, err := json.Marshal(shop)
	if err != nil {
		return added, err
	}
	answer, err := exchange(ctx, s.HTTP, http.MethodPost, s.Server+"/v1/setup/tenants", body, maxAnswer,
		"Authorization", "Bearer "+s.Token, "Content-Type", "application/json")
	if err == nil {
		err = json.Unmarshal(answer, &added)
	}
	if err != nil {
		return added, fmt.Errorf("add shop %s: %w", shop.ID, err)
	}
	return added, nil
}
