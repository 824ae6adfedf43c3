package server

import (
	"context"
	"time"
)

// Gate decides whether a pack may be published. It refuses with an error that
// wraps ErrGate and says which rule and example failed.
type Gate interface {
	Admit(ctx context.Context, pack []byte) (Report, error)
}

// Report is what the gate saw of a pack that it admitted.
type Report struct {
	Name     string        `json:"name"`
	Version  string        `json:"version"`
	Rules    int           `json:"rules"`
	Examples int           `json:"examples"` // how many were run; all held
	Memory   int64         `json:"memory"`   // bytes of the engine's linear memory afterwards
	Took     time.Duration `json:"took"`     // nanoseconds
}
