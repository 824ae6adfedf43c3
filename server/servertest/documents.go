// Package servertest makes keys, documents and a whole server for tests.
package servertest

import (
	"crypto/sha256"
	"time"

	"huashu/server"
	"huashu/server/release"
)

// Day is the moment at which tests take place unless they say otherwise.
var Day = time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)

// Tenant is the shop that tests are about.
const Tenant = "shop"

// Keys that tests sign with, the same in every run.
var (
	RootKey    = Key("root")
	ReleaseKey = Key("release")
	OnlineKey  = Key("online")
	NobodysKey = Key("nobody") // in no root
)

// Key makes the key that belongs to a name.
func Key(name string) release.Key {
	seed := sha256.Sum256([]byte("huashu test key " + name))
	return release.KeyFromSeed(seed[:])
}

// Root is number 1: one key a role, threshold one, good for a year.
func Root() server.Root { return RootOf(1, RootKey, ReleaseKey, OnlineKey) }

// RootOf is a root with these keys.
func RootOf(version int64, root, releases, online release.Key) server.Root {
	r := server.Root{
		Type: server.TypeRoot, Version: version, Issued: Day, Expires: Day.AddDate(1, 0, 0),
		Keys: map[string][]byte{}, Roles: map[string]server.KeyRole{},
	}
	for role, key := range map[string]release.Key{
		server.RoleRoot: root, server.RoleRelease: releases, server.RoleFreshness: online,
	} {
		r.Keys[key.ID()] = key.Public()
		r.Roles[role] = server.KeyRole{KeyIDs: []string{key.ID()}, Threshold: 1}
	}
	return r
}

// Release is release seq of a pack.
func Release(seq int64, parent string, pack []byte) server.Release {
	return server.Release{
		Type: server.TypeRelease, Tenant: Tenant, Seq: seq, Parent: parent, Issued: Day,
		MinEngine: 1, Pack: release.NewRef(pack),
	}
}

// Freshness is head version, naming the envelope of a release.
func Freshness(version int64, stable []byte) server.Freshness {
	return server.Freshness{
		Type: server.TypeFreshness, Tenant: Tenant, Version: version,
		Issued: Day, Expires: Day.Add(server.FreshnessLife),
		Stable: release.NewRef(stable), Poll: 900,
	}
}

// Sign signs a document. It panics on what cannot be encoded.
func Sign(documentType string, document any, keys ...release.Key) []byte {
	envelope, err := release.Sign(documentType, document, keys...)
	if err != nil {
		panic(err)
	}
	return envelope
}

// SignRoot, SignRelease and SignFreshness sign with the keys of Root().
func SignRoot(r server.Root) []byte           { return Sign(server.TypeRoot, r, RootKey) }
func SignRelease(r server.Release) []byte     { return Sign(server.TypeRelease, r, ReleaseKey) }
func SignFreshness(f server.Freshness) []byte { return Sign(server.TypeFreshness, f, OnlineKey) }
