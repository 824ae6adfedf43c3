package api

import (
	"context"
	"encoding/json"
	"time"
)

// listener is told of heads, however it is connected. What gives an error ends it.
type listener interface {
	// hello comes first, when nothing can be missed any more.
	hello() error
	hint(version int64, message []byte) error
	// alive shows that both sides still are there.
	alive() error
	// bye says that the server is stopping.
	bye()
}

// follow tells a listener of the current head, then of each new one, until
// either side ends.
func (h *handler) follow(ctx context.Context, tenant string, l listener) {
	sub := h.Hub.Subscribe(tenant) // before reading, so that nothing slips between
	defer sub.Close()
	if l.hello() != nil {
		return
	}
	hint := func(version int64) error {
		message, err := json.Marshal(hintOf(version, h.Hub.Subscribers(tenant)))
		if err != nil {
			return err
		}
		return l.hint(version, message)
	}
	if head, err := h.Store.Head(ctx, tenant); err == nil && hint(head.Version) != nil {
		return
	}
	alive := time.NewTicker(h.Heartbeat)
	defer alive.Stop()
	for {
		var err error
		select {
		case version, open := <-sub.C():
			if !open {
				l.bye()
				return
			}
			err = hint(version)
		case <-alive.C:
			err = l.alive()
		case <-ctx.Done():
			return
		}
		if err != nil {
			return
		}
	}
}
