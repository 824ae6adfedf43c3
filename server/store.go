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

	// StageObject keeps bytes under their SHA-256, with who brought them
	// first. They become visible to Object when a change makes them public.
	// Staging twice is no error.
	StageObject(ctx context.Context, tenant string, ref Ref, by string, data []byte) error
	// StagedObject gives bytes whether visible or not, and who brought them.
	StagedObject(ctx context.Context, tenant, sha256 string) (data []byte, by string, err error)
	// Object gives public bytes.
	Object(ctx context.Context, tenant, sha256 string) ([]byte, error)

	// Head gives a tenant's current freshness.
	Head(ctx context.Context, tenant string) (Head, error)

	Members(ctx context.Context, tenant string) ([]Member, error)
	Member(ctx context.Context, tenant, id string) (Member, error)
	// Bearer gives the member whom a token, given by its hash, speaks for.
	Bearer(ctx context.Context, hash string) (Member, error)
	Tokens(ctx context.Context, tenant string) ([]Token, error)

	// Drafts come without their files, the newest first.
	Drafts(ctx context.Context, tenant string) ([]Draft, error)
	Draft(ctx context.Context, tenant, id string) (Draft, error)

	// Releases come the newest first.
	Releases(ctx context.Context, tenant string) ([]ReleaseRecord, error)
	Release(ctx context.Context, tenant string, seq int64) (ReleaseRecord, error)

	// LastEntry gives the end of a tenant's audit; the zero value if it has
	// none.
	LastEntry(ctx context.Context, tenant string) (Entry, error)
	// Entries gives at most limit entries below number before (0: from the
	// end), the newest first.
	Entries(ctx context.Context, tenant string, before int64, limit int) ([]Entry, error)

	// Reply gives the answer that was kept for a member's key.
	Reply(ctx context.Context, tenant, member, key string) (Reply, error)
	// ForgetReplies drops answers, and keys of reports, from before a time.
	ForgetReplies(ctx context.Context, before time.Time) error

	// AddStatus adds a browser's report to the sums of a day, and does nothing
	// if one with its key was added before; ErrNotFound if
	// it tells of a release that is not there.
	AddStatus(ctx context.Context, tenant, day string, s Status) error
	// RuleCounts and Adoption give the sums of the days from and to, and those
	// between.
	RuleCounts(ctx context.Context, tenant, from, to string) ([]RuleCount, error)
	Adoption(ctx context.Context, tenant, from, to string) ([]Adoption, error)

	// Apply does all of a change at once, or nothing. ErrConflict if the audit
	// or the head has moved on, or something new is there already; ErrChanged
	// if a draft has moved on; ErrFourEyes if a release is approved by one of
	// its editors in a shop that is not solo.
	Apply(ctx context.Context, tenant string, c Change) error
}

// Change is everything that one action changes. Nil and empty parts change
// nothing.
type Change struct {
	Entry       *Entry   // follows the last one
	Members     []Member // added, or replaced by ID
	Tokens      []Token  // added
	RevokeToken string   // by ID

	Draft       *Draft // added, or replaced by ID
	DeleteDraft string // by ID
	DraftWas    int64  // Version of the draft that is replaced or deleted; 0: it is new

	Release  *ReleaseRecord // added; its pack must have been staged
	Envelope []byte         // of Release
	States   map[int64]ReleaseState
	Public   []string // objects, by SHA-256, that clients may read from now on

	Head    *Head
	HeadWas int64 // Version of the head it replaces; 0: there was none

	Reply *Reply
}

// Head is a freshness document as clients get it.
type Head struct {
	Version  int64
	Issued   time.Time
	Envelope []byte
}

// Reply is the answer to a request that carried a key, kept so that the same
// request again gets the same answer and does nothing.
type Reply struct {
	Member  string
	Key     string
	Request string // SHA-256 of the request
	Status  int
	ETag    string
	Body    []byte
	Created time.Time
}
