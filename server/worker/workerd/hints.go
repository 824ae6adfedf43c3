//go:build js && wasm

package workerd

import "log/slog"

// Hints passes hints on to the tenants' hubs. It implements publish.Hints.
type Hints struct{ Log *slog.Logger }

// Send tells a tenant's subscribers of a version, in the background.
func (h Hints) Send(tenant string, version int64) {
	promise := host().Call("hint", tenant, version)
	go func() {
		if _, err := await(promise); err != nil {
			h.Log.Error("hint", "tenant", tenant, "error", err)
		}
	}()
}

// Subscribers asks a tenant's hub how many listen.
func (h Hints) Subscribers(tenant string) int {
	n, err := await(host().Call("subscribers", tenant))
	if err != nil {
		h.Log.Error("subscribers", "tenant", tenant, "error", err)
		return 0
	}
	return n.Int()
}
