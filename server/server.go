// Package server holds the words of Huashu's sync server: tenants and the
// three signed documents by which rules reach an agent's page. The
// sub-packages wrap one thing each:
//
//	release       signs and opens the documents (DSSE, Ed25519)
//	gate          admits a pack by running it in the very module agents run
//	ledger        writes: one at a time, each with its entry in the audit
//	compile       makes a pack of the files of a draft
//	workflow      members, and drafts from the first line to approval
//	publish       takes a release in: verify, gate, store, re-sign, hint; rollout
//	status        sums what browsers tell, and halts a candidate that does worse
//	hint          tells whoever listens that a new head is there
//	rollout       who gets a candidate
//	store/sqlite  keeps everything in one file
//	api           the HTTP face of all that
//	client        does in Go what the extension does: follows a tenant
//	setup         the first run: keys, a demo tenant, its first release
//
// This package imports none of them and nothing that is bound to one host, so
// that the same handlers can run natively and on Cloudflare Workers.
// PROTOCOL.md beside this file is the exact contract with clients.
package server

import (
	"regexp"
	"time"
)

// The most bytes a client or the server will read of each thing. Whatever is
// larger is refused before it is parsed.
const (
	MaxRoot      = 64 << 10
	MaxRelease   = 64 << 10
	MaxFreshness = 4 << 10
	MaxPack      = 16 << 20
	MaxDelta     = 1 << 20
)

// MaxDeltas is how many deltas a release may name.
const MaxDeltas = 8

// FreshnessLife is how long a head may be believed. ResignEvery is how often
// the server renews it, so that an outage of most of a day goes unnoticed.
const (
	FreshnessLife = 24 * time.Hour
	ResignEvery   = time.Hour
)

// Tenant is one shop. Its ID stands in addresses and in everything signed.
type Tenant struct {
	ID      string
	Name    string
	Solo    bool // run by one person, who may approve what they have edited
	Created time.Time
}

var tenantID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,31}$`)

// ValidTenantID says whether id can name a tenant: one to 32 lower-case
// letters, digits and hyphens, not starting with a hyphen.
func ValidTenantID(id string) bool { return tenantID.MatchString(id) }

var sha256Hex = regexp.MustCompile(`^[0-9a-f]{64}$`)

// ValidSHA256 says whether s is a SHA-256 in lower-case hexadecimal.
func ValidSHA256(s string) bool { return sha256Hex.MatchString(s) }

// Ref names bytes by what they are.
type Ref struct {
	SHA256 string `json:"sha256"` // lower-case hexadecimal
	Size   int64  `json:"size"`   // bytes
}

// The types of signed documents, as they stand in the payload's "_type".
const (
	TypeRoot      = "root"
	TypeRelease   = "release"
	TypeFreshness = "freshness"
)

// The roles a root gives keys to. A release role may also be given for one
// tenant alone: see Root.ReleaseRole.
const (
	RoleRoot      = "root"
	RoleRelease   = "release"
	RoleFreshness = "freshness"
)

// Root says which keys may sign what. It belongs to the whole server, is
// signed by offline keys, and is numbered from 1; number N+1 is signed by N's
// root keys and by its own.
type Root struct {
	Type    string             `json:"_type"`
	Version int64              `json:"version"`
	Issued  time.Time          `json:"issued"`
	Expires time.Time          `json:"expires"`
	Keys    map[string][]byte  `json:"keys"` // key id → raw Ed25519 public key, base64 in JSON
	Roles   map[string]KeyRole `json:"roles"`
}

// KeyRole lists the keys of a role and how many of them must have signed.
type KeyRole struct {
	KeyIDs    []string `json:"keyids"`
	Threshold int      `json:"threshold"`
}

// ReleaseRole gives the keys that may sign a tenant's releases: those of the
// role "release:<tenant>" if the root has one, else those of "release".
func (r *Root) ReleaseRole(tenant string) KeyRole {
	if own, ok := r.Roles[RoleRelease+":"+tenant]; ok {
		return own
	}
	return r.Roles[RoleRelease]
}

// Release is what a reviewer signs: this pack, for this tenant, after that
// release. The key never is on the server.
type Release struct {
	Type      string    `json:"_type"`
	Tenant    string    `json:"tenant"`
	Seq       int64     `json:"seq"`    // from 1, rising
	Parent    string    `json:"parent"` // SHA-256 of the envelope of the release it was made from; empty for the first
	Issued    time.Time `json:"issued"`
	MinEngine int       `json:"minEngine"` // the lowest engine level that can load the pack
	Pack      Ref       `json:"pack"`
	Deltas    []Delta   `json:"deltas,omitempty"`
	Reverts   int64     `json:"reverts,omitempty"` // the release this one undoes
}

// Delta is a shorter way to the pack for clients that hold another. Ref names
// the operations that make the one of the other; see core/pack.
type Delta struct {
	From string `json:"from"` // SHA-256 of the pack it starts from
	Ref
}

// DeltaFrom gives the delta that starts from a pack, or nil.
func (r *Release) DeltaFrom(sha256 string) *Delta {
	for i := range r.Deltas {
		if r.Deltas[i].From == sha256 {
			return &r.Deltas[i]
		}
	}
	return nil
}

// Freshness is a tenant's head: what is current, said recently. It is signed
// by a key on the server, so it may only choose among releases and switch
// rules off, never bring in a rule.
type Freshness struct {
	Type      string     `json:"_type"`
	Tenant    string     `json:"tenant"`
	Version   int64      `json:"version"`
	Issued    time.Time  `json:"issued"`
	Expires   time.Time  `json:"expires"`
	Stable    Ref        `json:"stable"` // the envelope of a release
	Candidate *Candidate `json:"candidate,omitempty"`
	Killed    []string   `json:"killed,omitempty"` // rules switched off everywhere, now
	Poll      int        `json:"poll"`             // seconds until a client asks again without a hint
	Audit     string     `json:"audit"`            // head of the audit chain; empty until there is one
}

// Candidate is a release for some of the clients.
type Candidate struct {
	Release Ref    `json:"release"`
	Share   int    `json:"share"` // in ten-thousandths: 100 is one percent
	Salt    string `json:"salt"`  // decides, with a client's own secret, who is among them
}
