package api

import "net/http"

// ws is answered by the Hub on Cloudflare Workers, before a request gets here.
func (h *handler) ws(w http.ResponseWriter, _ *http.Request) {
	problem(w, http.StatusUpgradeRequired, "upgrade", "This address speaks WebSocket.")
}
