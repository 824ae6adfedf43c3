package server

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"
)

// Access says what the bearer of a token may do. Each includes those before.
type Access string

// The kinds of access, from the least up.
const (
	AccessViewer   Access = "viewer"
	AccessEditor   Access = "editor"
	AccessReviewer Access = "reviewer"
	AccessAdmin    Access = "admin"
)

var accessOrder = map[Access]int{AccessViewer: 1, AccessEditor: 2, AccessReviewer: 3, AccessAdmin: 4}

// Valid says whether a is one of the kinds of access.
func (a Access) Valid() bool { return accessOrder[a] > 0 }

// Allows says whether a is enough where need is asked for.
func (a Access) Allows(need Access) bool { return a.Valid() && accessOrder[a] >= accessOrder[need] }

// Member is a person, or a machine, that may do things for one tenant.
type Member struct {
	ID      string    `json:"id"`
	Tenant  string    `json:"-"`
	Name    string    `json:"name"`
	Access  Access    `json:"access"`
	Active  bool      `json:"active"` // false: may do nothing any longer
	Created time.Time `json:"created"`
}

// Members that stand in the audit and are nobody's.
const (
	MemberServer  = "server"  // what the server does by itself
	MemberConsole = "console" // whoever has the command line on the server
)

// NewMember makes a member with an ID of its own.
func NewMember(tenant, name string, access Access, now time.Time) Member {
	return Member{ID: NewID("m"), Tenant: tenant, Name: name, Access: access, Active: true, Created: now.UTC().Truncate(time.Second)}
}

// NewID makes a name that nothing else has: a prefix and 80 random bits.
func NewID(prefix string) string {
	var id [10]byte
	rand.Read(id[:]) // never fails: see crypto/rand
	return prefix + "_" + hex.EncodeToString(id[:])
}

// Token lets its bearer act as a member. Only its hash is kept.
type Token struct {
	ID      string    `json:"id"` // names it without giving it away
	Hash    string    `json:"-"`  // SHA-256 of the token, lower-case hexadecimal
	Tenant  string    `json:"-"`
	Member  string    `json:"member"`
	Created time.Time `json:"created"`
}

// NewToken makes a token of 256 random bits. The plain text is for its bearer
// and can be shown this once only.
func NewToken(m Member, now time.Time) (plain string, t Token) {
	var secret [32]byte
	rand.Read(secret[:]) // never fails: see crypto/rand
	plain = "huashu_" + base64.RawURLEncoding.EncodeToString(secret[:])
	return plain, Token{ID: NewID("k"), Hash: HashToken(plain), Tenant: m.Tenant, Member: m.ID, Created: now.UTC().Truncate(time.Second)}
}

// HashToken gives what is stored of a token. A plain digest is enough: nobody
// guesses 256 bits.
func HashToken(plain string) string {
	sum := sha256.Sum256([]byte(plain))
	return hex.EncodeToString(sum[:])
}
