package client_test

import (
	"maps"
	"slices"
	"strings"
	"time"

	"huashu/server"
	"huashu/server/client"
	"huashu/server/release"
	"huashu/server/rollout"
	"huashu/server/servertest"
)

// Three packs and the three releases that bring them.
var (
	pack1, pack2, pack3 = "pack one", "pack two", "pack six"

	release1 = servertest.SignRelease(servertest.Release(1, "", []byte(pack1)))
	release2 = servertest.SignRelease(servertest.Release(2, release.SHA256(release1), []byte(pack2)))
	release3 = servertest.SignRelease(servertest.Release(3, release.SHA256(release2), []byte(pack3)))
)

const headPath = "/v1/t/" + servertest.Tenant + "/head"

func objectPath(data []byte) string {
	return "/v1/t/" + servertest.Tenant + "/o/" + release.SHA256(data)
}

// serve is a server with root 1, this head, the three releases and their packs.
func serve(head []byte) site {
	s := site{"/v1/root/1": string(servertest.SignRoot(servertest.Root())), headPath: string(head)}
	for _, object := range [][]byte{release1, release2, release3, []byte(pack1), []byte(pack2), []byte(pack3)} {
		s[objectPath(object)] = string(object)
	}
	return s
}

// with answers one path otherwise; with no data, no longer.
func (s site) with(path string, data []byte) site {
	s = maps.Clone(s)
	if s[path] = string(data); data == nil {
		delete(s, path)
	}
	return s
}

// stable is head version, naming a release.
func stable(version int64, envelope []byte) []byte {
	return servertest.SignFreshness(servertest.Freshness(version, envelope))
}

// headWith is head 2 for release 2 with something changed.
func headWith(change func(*server.Freshness), keys ...release.Key) []byte {
	f := servertest.Freshness(2, release2)
	change(&f)
	if keys == nil {
		keys = []release.Key{servertest.OnlineKey}
	}
	return servertest.Sign(server.TypeFreshness, f, keys...)
}

// releaseWith is release 2 with something changed.
func releaseWith(change func(*server.Release), keys ...release.Key) []byte {
	r := servertest.Release(2, release.SHA256(release1), []byte(pack2))
	change(&r)
	if keys == nil {
		keys = []release.Key{servertest.ReleaseKey}
	}
	return servertest.Sign(server.TypeRelease, r, keys...)
}

// serveRelease is a server whose head 2 names this release envelope.
func serveRelease(envelope []byte) site {
	return serve(stable(2, envelope)).with(objectPath(envelope), envelope)
}

// Pack 1 with more, the delta that makes it, and the release that names both.
var (
	packMore = pack1 + " and more"
	more     = " and more"
)

// releaseMore is release 2, of packMore, with these deltas.
func releaseMore(deltas ...server.Delta) []byte {
	return releaseWith(func(r *server.Release) { r.Pack, r.Deltas = release.NewRef([]byte(packMore)), deltas })
}

func deltaFrom(pack, delta string) server.Delta {
	return server.Delta{From: release.SHA256([]byte(pack)), Ref: release.NewRef([]byte(delta))}
}

// serveDelta is a server whose head names a release and that has these bytes
// for its one delta. The whole pack must be added.
func serveDelta(envelope []byte, named, delta string) site {
	return serveRelease(envelope).with(objectPath([]byte(named)), []byte(delta))
}

func rootWith(change func(*server.Root), keys ...release.Key) []byte {
	r := servertest.Root()
	r.Version = 2
	change(&r)
	return servertest.Sign(server.TypeRoot, r, keys...)
}

func scenarios() []Scenario {
	const secret = "a client's secret"
	start := servertest.Day.Add(time.Minute)
	fingerprint, err := release.Fingerprint(servertest.SignRoot(servertest.Root()))
	if err != nil {
		panic(err)
	}
	scenario := func(name string, steps ...Step) Scenario {
		return Scenario{
			Name:      name,
			Enrolment: client.Enrolment{Tenant: servertest.Tenant, Root: 1, Fingerprint: fingerprint},
			Secret:    secret, Engine: 1, Steps: steps,
		}
	}
	good := func(s site, seq int64, pack string) Step {
		return Step{Now: start, Serve: s, Want: Want{Seq: seq, Pack: pack}}
	}
	refused := func(s site, place server.Place, code server.Code, seq int64, pack string) Step {
		return Step{Now: start, Serve: s, Want: Want{Code: code, Place: place, Seq: seq, Pack: pack}}
	}
	at := func(now time.Time, s Step) Step { s.Now = now; return s }

	first := good(serve(stable(1, release1)), 1, pack1)
	// attack is a scenario in which release 1 is in use, then a server says s;
	// that must be refused, release 1 stay, and an honest server be believed.
	attack := func(name string, s site, place server.Place, code server.Code) Scenario {
		return scenario(name, first, refused(s, place, code, 1, pack1), good(serve(stable(3, release2)), 2, pack2))
	}

	// badDelta is an attack on a delta: the whole pack is taken instead, and where
	// there is none, nothing changes.
	badDelta := func(name string, s site) []Scenario {
		whole := good(s.with(objectPath([]byte(packMore)), []byte(packMore)), 2, packMore)
		return []Scenario{
			scenario(name, first, whole),
			scenario(name+", and no whole pack", first, refused(s, server.PlacePack, server.CodeNetwork, 1, pack1), whole),
		}
	}
	same := releaseWith(func(r *server.Release) { r.Pack = release.NewRef([]byte(pack1)) })
	fits := releaseMore(deltaFrom(pack1, more))
	wrongBase := "|from pack two| and more" // what makes packMore of pack2, said to be from pack1

	tampered := strings.Replace(string(release2), `"sig":"`, `"sig":"AAAA`, 1)
	badPack := []byte("bad pack")
	huge := headWith(func(f *server.Freshness) {
		for range 200 {
			f.Killed = append(f.Killed, "a.rule.with.a.long.name")
		}
	})
	next := servertest.Key("next")
	key := func(role, name string) func(*server.Root) {
		return func(r *server.Root) {
			k := servertest.Key(name)
			r.Keys[k.ID()] = k.Public()
			r.Roles[role] = server.KeyRole{KeyIDs: []string{k.ID()}, Threshold: 1}
		}
	}
	rotatedRoot := rootWith(key(server.RoleRoot, "next"), servertest.RootKey, next)
	rotatedOnline := rootWith(key(server.RoleFreshness, "next"), servertest.RootKey)
	rotatedRelease := rootWith(key(server.RoleRelease, "next"), servertest.RootKey)
	headByNext := func(version int64, envelope []byte) []byte {
		return servertest.Sign(server.TypeFreshness, servertest.Freshness(version, envelope), next)
	}
	release1ByNext := releaseWith(func(r *server.Release) { r.Seq, r.Parent, r.Pack = 1, "", release.NewRef([]byte(pack1)) }, next)
	far := releaseWith(func(r *server.Release) { r.Seq = 1 << 50 })
	twoOfTwo := rootWith(func(r *server.Root) {
		key(server.RoleRelease, "next")(r)
		role := r.Roles[server.RoleRelease]
		r.Roles[server.RoleRelease] = server.KeyRole{KeyIDs: append(role.KeyIDs, servertest.ReleaseKey.ID()), Threshold: 2}
	}, servertest.RootKey)
	ownKey := rootWith(key(server.RoleRelease+":"+servertest.Tenant, "next"), servertest.RootKey)
	enough := 0
	for !rollout.Takes(enough, "salt", secret) {
		enough++
	}
	candidate := func(share int) []byte {
		return headWith(func(f *server.Freshness) {
			f.Stable = release.NewRef(release1)
			f.Candidate = &server.Candidate{Release: release.NewRef(release2), Share: share, Salt: "salt"}
		})
	}

	all := []Scenario{
		scenario("follows releases",
			first, first, good(serve(stable(2, release2)), 2, pack2), good(serve(stable(4, release3)), 3, pack3)),
		scenario("re-signed head brings nothing new", first, good(serve(stable(2, release1)), 1, pack1)),
		scenario("server out of reach", first, refused(site{}, server.PlaceHead, server.CodeNetwork, 1, pack1), first),
		scenario("object out of reach is asked for again", first,
			refused(serve(stable(2, release2)).with(objectPath([]byte(pack2)), nil), server.PlacePack, server.CodeNetwork, 1, pack1),
			good(serve(stable(2, release2)), 2, pack2)),
		scenario("revert to an earlier pack is a new release", first,
			good(serve(stable(2, release2)), 2, pack2),
			good(func() site {
				revert := releaseWith(func(r *server.Release) {
					r.Seq, r.Parent, r.Pack, r.Reverts = 3, release.SHA256(release2), release.NewRef([]byte(pack1)), 2
				})
				return serve(stable(3, revert)).with(objectPath(revert), revert)
			}(), 3, pack1)),

		attack("arbitrary install: release signed by a stranger", serveRelease(releaseWith(func(*server.Release) {}, servertest.NobodysKey)), server.PlaceRelease, server.CodeSignature),
		attack("arbitrary install: release signed by the online key", serveRelease(releaseWith(func(*server.Release) {}, servertest.OnlineKey)), server.PlaceRelease, server.CodeSignature),
		attack("arbitrary install: release signed by the root key", serveRelease(releaseWith(func(*server.Release) {}, servertest.RootKey)), server.PlaceRelease, server.CodeSignature),
		attack("arbitrary install: head signed by the release key", serve(headWith(func(*server.Freshness) {}, servertest.ReleaseKey)), server.PlaceHead, server.CodeSignature),
		attack("arbitrary install: head signed by the root key", serve(headWith(func(*server.Freshness) {}, servertest.RootKey)), server.PlaceHead, server.CodeSignature),
		attack("arbitrary install: release signature tampered with", serveRelease([]byte(tampered)), server.PlaceRelease, server.CodeSignature),
		attack("arbitrary install: head signed by a stranger", serve(headWith(func(*server.Freshness) {}, servertest.NobodysKey)), server.PlaceHead, server.CodeSignature),
		attack("arbitrary install: head without signatures", serve(headWith(func(*server.Freshness) {}, []release.Key{}...)), server.PlaceHead, server.CodeSignature),
		attack("arbitrary install: pack tampered with", serve(stable(2, release2)).with(objectPath([]byte(pack2)), []byte("pack TWO")), server.PlacePack, server.CodeHash),

		attack("wrong target: head of another tenant", serve(headWith(func(f *server.Freshness) { f.Tenant = "another" })), server.PlaceHead, server.CodeTenant),
		attack("wrong target: release of another tenant", serveRelease(releaseWith(func(r *server.Release) { r.Tenant = "another" })), server.PlaceRelease, server.CodeTenant),
		attack("wrong target: signed as another type", serve(servertest.Sign(server.TypeRelease, servertest.Freshness(2, release2), servertest.OnlineKey)), server.PlaceHead, server.CodeType),
		attack("wrong target: payload of an unknown type", serve(headWith(func(f *server.Freshness) { f.Type = "something" })), server.PlaceHead, server.CodeType),

		scenario("head rollback", first, good(serve(stable(3, release2)), 2, pack2),
			refused(serve(stable(2, release2)), server.PlaceHead, server.CodeRollback, 2, pack2)),
		scenario("release rollback under a newer head", first, good(serve(stable(2, release2)), 2, pack2),
			refused(serve(stable(3, release1)), server.PlaceRelease, server.CodeRollback, 2, pack2)),
		scenario("release rollback after a refused release", first,
			refused(serve(stable(5, release2)).with(objectPath([]byte(pack2)), []byte("pack TWO")), server.PlacePack, server.CodeHash, 1, pack1),
			refused(serve(stable(4, release1)), server.PlaceHead, server.CodeRollback, 1, pack1)),

		scenario("freeze: head expired", first,
			at(servertest.Day.Add(24*time.Hour), refused(serve(stable(2, release2)), server.PlaceHead, server.CodeExpired, 1, pack1))),
		scenario("freeze: the head that is known, unchanged, has expired", first,
			at(servertest.Day.Add(25*time.Hour), refused(serve(stable(1, release1)), server.PlaceHead, server.CodeExpired, 1, pack1))),
		scenario("freeze: root expired",
			at(servertest.Day.AddDate(1, 0, 0), refused(serve(headWith(func(f *server.Freshness) { f.Expires = servertest.Day.AddDate(2, 0, 0) })), server.PlaceRoot, server.CodeExpired, 0, ""))),

		attack("mix and match: another signed release in its place", serve(stable(2, release2)).with(objectPath(release2), release3), server.PlaceRelease, server.CodeHash),
		attack("mix and match: another pack in its place", serve(stable(2, release2)).with(objectPath([]byte(pack2)), []byte(pack3)), server.PlacePack, server.CodeHash),

		attack("endless data: head", serve(huge), server.PlaceHead, server.CodeSize),
		attack("endless data: release longer than announced", serve(stable(2, release2)).with(objectPath(release2), append(release2[:len(release2):len(release2)], ' ')), server.PlaceRelease, server.CodeSize),
		attack("endless data: pack longer than announced", serve(stable(2, release2)).with(objectPath([]byte(pack2)), []byte(pack2+pack2)), server.PlacePack, server.CodeSize),
		attack("endless data: pack announced too large", serveRelease(releaseWith(func(r *server.Release) { r.Pack.Size = server.MaxPack + 1 })), server.PlaceRelease, server.CodeSize),
		attack("pack shorter than announced", serve(stable(2, release2)).with(objectPath([]byte(pack2)), []byte("pack")), server.PlacePack, server.CodeSize),

		attack("not JSON", serve([]byte("<html>502 Bad Gateway</html>")), server.PlaceHead, server.CodeFormat),
		attack("payload without a reference", serve(headWith(func(f *server.Freshness) { f.Stable.SHA256 = "../root" })), server.PlaceHead, server.CodeFormat),

		scenario("root is not the one that the link names",
			refused(serve(stable(1, release1)).with("/v1/root/1", rootWith(func(r *server.Root) { r.Version = 1; r.Issued = r.Issued.Add(1) }, servertest.RootKey)),
				server.PlaceRoot, server.CodeFingerprint, 0, "")),
		attack("root not signed by the one before", serve(stable(2, release2)).with("/v1/root/2", rootWith(key(server.RoleRoot, "next"), next)), server.PlaceRoot, server.CodeSignature),
		attack("root not signed by itself", serve(stable(2, release2)).with("/v1/root/2", rootWith(key(server.RoleRoot, "next"), servertest.RootKey)), server.PlaceRoot, server.CodeSignature),
		attack("non-consecutive root", serve(stable(2, release2)).with("/v1/root/2", rootWith(func(r *server.Root) { r.Version = 3 }, servertest.RootKey)), server.PlaceRoot, server.CodeRollback),
		attack("root that lets the online key sign releases", serve(stable(2, release2)).with("/v1/root/2", rootWith(func(r *server.Root) {
			r.Roles[server.RoleRelease] = r.Roles[server.RoleFreshness]
		}, servertest.RootKey)), server.PlaceRoot, server.CodeFormat),
		attack("root without a threshold", serve(stable(2, release2)).with("/v1/root/2", rootWith(func(r *server.Root) {
			r.Roles[server.RoleRelease] = server.KeyRole{KeyIDs: []string{servertest.ReleaseKey.ID()}}
		}, servertest.RootKey)), server.PlaceRoot, server.CodeFormat),

		scenario("root rotation: keys of all roles", first, good(func() site {
			newRoot := rootWith(func(r *server.Root) {
				*r = servertest.RootOf(2, servertest.Key("root 2"), servertest.Key("release 2"), servertest.Key("online 2"))
			}, servertest.RootKey, servertest.Key("root 2"))
			r := releaseWith(func(*server.Release) {}, servertest.Key("release 2"))
			return serve(headWith(func(f *server.Freshness) { f.Stable = release.NewRef(r) }, servertest.Key("online 2"))).
				with("/v1/root/2", newRoot).with(objectPath(r), r)
		}(), 2, pack2)),
		scenario("key compromise: withdrawn online key",
			first, refused(serve(stable(2, release2)).with("/v1/root/2", rotatedOnline), server.PlaceHead, server.CodeSignature, 1, pack1),
			good(serve(headByNext(2, release2)).with("/v1/root/2", rotatedOnline), 2, pack2)),
		scenario("key compromise: withdrawn root key",
			good(serve(stable(1, release1)).with("/v1/root/2", rotatedRoot), 1, pack1),
			refused(serve(stable(2, release2)).with("/v1/root/2", rotatedRoot).with("/v1/root/3", rootWith(func(r *server.Root) { r.Version = 3 }, servertest.RootKey)),
				server.PlaceRoot, server.CodeSignature, 1, pack1),
			good(serve(stable(2, release2)).with("/v1/root/2", rotatedRoot), 2, pack2)),
		scenario("key compromise: withdrawn release key",
			first, refused(serve(stable(2, release2)).with("/v1/root/2", rotatedRelease), server.PlaceRelease, server.CodeSignature, 1, pack1)),
		scenario("fast-forward of the head, and its recovery",
			good(serve(stable(1<<50, release1)), 1, pack1),
			refused(serve(stable(2, release2)), server.PlaceHead, server.CodeRollback, 1, pack1),
			good(serve(headByNext(2, release2)).with("/v1/root/2", rotatedOnline), 2, pack2)),
		scenario("fast-forward of the release, and its recovery",
			good(serveRelease(far), 1<<50, pack2),
			refused(serve(stable(3, release2)), server.PlaceRelease, server.CodeRollback, 1<<50, pack2),
			good(serve(stable(4, release1ByNext)).with("/v1/root/2", rotatedRelease).with(objectPath(release1ByNext), release1ByNext), 1, pack1)),
		scenario("threshold: two keys must sign a release", first,
			refused(serve(stable(2, release2)).with("/v1/root/2", twoOfTwo), server.PlaceRelease, server.CodeSignature, 1, pack1),
			refused(func() site {
				twice := releaseWith(func(*server.Release) {}, servertest.ReleaseKey, servertest.ReleaseKey)
				return serve(stable(3, twice)).with("/v1/root/2", twoOfTwo).with(objectPath(twice), twice)
			}(), server.PlaceRelease, server.CodeSignature, 1, pack1),
			good(func() site {
				both := releaseWith(func(*server.Release) {}, servertest.ReleaseKey, next)
				return serve(stable(4, both)).with("/v1/root/2", twoOfTwo).with(objectPath(both), both)
			}(), 2, pack2)),
		scenario("release key of one tenant alone", first,
			refused(serve(stable(2, release2)).with("/v1/root/2", ownKey), server.PlaceRelease, server.CodeSignature, 1, pack1),
			good(func() site {
				own := releaseWith(func(*server.Release) {}, next)
				return serve(stable(3, own)).with("/v1/root/2", ownKey).with(objectPath(own), own)
			}(), 2, pack2)),

		attack("pack that needs a newer engine", serveRelease(releaseWith(func(r *server.Release) { r.MinEngine = 2 })), server.PlacePack, server.CodeEngine),
		attack("pack whose examples fail", func() site {
			r := releaseWith(func(r *server.Release) { r.Pack = release.NewRef(badPack) })
			return serveRelease(r).with(objectPath(badPack), badPack)
		}(), server.PlacePack, server.CodeExamples),

		scenario("delta instead of the pack", first, good(serveDelta(fits, more, more), 2, packMore)),
		scenario("delta from a pack that this client does not hold", first,
			good(serveRelease(releaseMore(deltaFrom(pack2, more))).with(objectPath([]byte(packMore)), []byte(packMore)), 2, packMore)),
		scenario("the right one of many deltas", first,
			good(serveDelta(releaseMore(deltaFrom(pack3, wrongBase), deltaFrom(pack1, more)), more, more), 2, packMore)),
		scenario("delta from the pack of the last release", first,
			good(serve(stable(2, release2)), 2, pack2),
			good(func() site {
				r := releaseWith(func(r *server.Release) {
					r.Seq, r.Parent, r.Pack = 3, release.SHA256(release2), release.NewRef([]byte(pack2+more))
					r.Deltas = []server.Delta{deltaFrom(pack2, more)}
				})
				return serve(stable(3, r)).with(objectPath(r), r).with(objectPath([]byte(more)), []byte(more))
			}(), 3, pack2+more)),
		scenario("another release of the pack in use", first, good(serveRelease(same).with(objectPath([]byte(pack1)), nil), 2, pack1)),
		attack("endless data: delta announced too large", serveRelease(releaseMore(server.Delta{From: release.SHA256([]byte(pack1)),
			Ref: server.Ref{SHA256: release.SHA256([]byte(more)), Size: server.MaxDelta + 1}})), server.PlaceRelease, server.CodeSize),
		attack("endless data: more deltas than allowed", serveRelease(releaseMore(slices.Repeat([]server.Delta{deltaFrom(pack1, more)}, server.MaxDeltas+1)...)), server.PlaceRelease, server.CodeFormat),
		attack("delta without a base", serveRelease(releaseMore(server.Delta{From: "../root", Ref: release.NewRef([]byte(more))})), server.PlaceRelease, server.CodeFormat),

		scenario("candidate for all, then halted", first,
			good(serve(candidate(10000)), 2, pack2), good(serve(stable(3, release1)), 1, pack1)),
		scenario("candidate for others", first, good(serve(candidate(0)), 1, pack1)),
		scenario("candidate whose share just takes this client in", first, good(serve(candidate(enough)), 2, pack2)),
		scenario("candidate whose share just leaves this client out", first, good(serve(candidate(enough-1)), 1, pack1)),
		scenario("candidate becomes stable, and no older release can follow", first,
			good(serve(candidate(10000)), 2, pack2), good(serve(stable(3, release2)), 2, pack2),
			refused(serve(stable(4, release1)), server.PlaceRelease, server.CodeRollback, 2, pack2)),
	}
	for _, bad := range [][]Scenario{
		badDelta("delta out of reach", serveRelease(fits)),
		badDelta("arbitrary install: delta tampered with", serveDelta(fits, more, " AND MORE")),
		badDelta("endless data: delta longer than announced", serveDelta(fits, more, more+more)),
		badDelta("delta shorter than announced", serveDelta(fits, more, " and")),
		badDelta("mix and match: delta of another base", serveDelta(releaseMore(deltaFrom(pack1, wrongBase)), wrongBase, wrongBase)),
		badDelta("delta that cannot be applied", serveDelta(releaseMore(deltaFrom(pack1, "bad delta")), "bad delta", "bad delta")),
	} {
		all = append(all, bad...)
	}
	return all
}
