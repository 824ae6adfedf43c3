package server

import (
	"context"
	"time"
)

// Store keeps a server's state. Every method is atomic and durable when it
// returns. Implementations: store/sqlite; store/storetest holds the tests that
// each must pass. What is not there gives ErrNotFound.
type Store interface {
	// CreateTenant adds a tenant; ErrConflict if the ID is taken.
	CreateTenant(ctx context.Context, t Tenant) error
	Tenant(ctx context.Context, id string) (Tenant, error)
	Tenants(ctx context.Context) ([]Tenant, error)

	// AddRoot keeps the envelope of root n; ErrConflict unless n follows the
	// latest.
	AddRoot(ctx context.Context, n int64, envelope []byte) error
	Root(ctx context.Context, n int64) (envelope []byte, err error)
	LatestRoot(ctx context.Context) (n int64, envelope []byte, err error)

	// StageObject keeps bytes under their SHA-256. They become visible to
	// Object when a publication names them. Staging twice is no error.
	StageObject(ctx context.Context, tenant string, ref Ref, data []byte) error
	// StagedObject gives bytes whether visible or not.
	StagedObject(ctx context.Context, tenant, sha256 string) ([]byte, error)
	// Object gives bytes that a publication has named.
	Object(ctx context.Context, tenant, sha256 string) ([]byte, error)

	// Head gives a tenant's current freshness.
	Head(ctx context.Context, tenant string) (Head, error)
	// SetHead replaces the head that has version prev (0: none yet);
	// ErrConflict if another is current.
	SetHead(ctx context.Context, tenant string, prev int64, next Head) error
	// Publish does at once, or not at all: keep the release, make it and its
	// pack visible, replace the head as SetHead does. ErrConflict also if the
	// tenant has a release with that Seq.
	Publish(ctx context.Context, p Publication) error

	// AddToken keeps a token by its hash.
	AddToken(ctx context.Context, t Token) error
	Token(ctx context.Context, hash string) (Token, error)
}

// Head is a freshness document as clients get it.
type Head struct {
	Version  int64
	Issued   time.Time
	Envelope []byte
}

// Publication is everything that changes when a release goes out.
type Publication struct {
	Release  Release
	Ref      Ref    // of Envelope
	Envelope []byte // the signed release
	PrevHead int64  // version of the head it replaces; 0: none yet
	Head     Head
}
