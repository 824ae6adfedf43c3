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

// Token lets its bearer act for a tenant. Only its hash is kept.
type Token struct {
	Hash    string // SHA-256 of the token, lower-case hexadecimal
	Tenant  string
	Access  Access
	Name    string // whose it is, for the audit
	Created time.Time
}

// NewToken makes a token of 256 random bits. The plain text is for its bearer
// and can be shown this once only.
func NewToken(tenant string, access Access, name string, now time.Time) (plain string, t Token) {
	var secret [32]byte
	rand.Read(secret[:]) // never fails: see crypto/rand
	plain = "huashu_" + base64.RawURLEncoding.EncodeToString(secret[:])
	return plain, Token{Hash: HashToken(plain), Tenant: tenant, Access: access, Name: name, Created: now.UTC().Truncate(time.Second)}
}

// HashToken gives what is stored of a token. A plain digest is enough: nobody
// guesses 256 bits.
func HashToken(plain string) string {
	sum := sha256.Sum256([]byte(plain))
	return hex.EncodeToString(sum[:])
}
