package release

import (
	"crypto/ed25519"
	"encoding/json"
	"slices"

	"huashu/server"
)

// OpenFirstRoot opens the root that an enrolment link names: its payload has
// the fingerprint, and it is signed by its own root keys.
func OpenFirstRoot(data []byte, fingerprint string) (*server.Root, error) {
	env, err := parse(server.PlaceRoot, data, server.MaxRoot)
	if err != nil {
		return nil, err
	}
	if got := SHA256(env.Payload); got != fingerprint {
		return nil, server.Refuse(server.PlaceRoot, server.CodeFingerprint, "fingerprint %s, the enrolment says %s", got, fingerprint)
	}
	return openRoot(env, nil)
}

// OpenNextRoot opens the root that follows a trusted one. It is signed by the
// root keys of both.
func OpenNextRoot(data []byte, trusted *server.Root) (*server.Root, error) {
	env, err := parse(server.PlaceRoot, data, server.MaxRoot)
	if err != nil {
		return nil, err
	}
	return openRoot(env, trusted)
}

// Fingerprint gives what an enrolment link says of a root: the SHA-256 of its
// payload.
func Fingerprint(rootEnvelope []byte) (string, error) {
	env, err := parse(server.PlaceRoot, rootEnvelope, server.MaxRoot)
	if err != nil {
		return "", err
	}
	return SHA256(env.Payload), nil
}

// openRoot checks a root's signatures; trusted is the root before it, nil for
// the first.
func openRoot(env Envelope, trusted *server.Root) (*server.Root, error) {
	const place = server.PlaceRoot
	if trusted != nil {
		if err := env.verify(place, trusted.Keys, trusted.Roles[server.RoleRoot]); err != nil {
			return nil, err
		}
	}
	// A root's own keys stand in the payload: it must be read to be verified.
	var own server.Root
	if err := json.Unmarshal(env.Payload, &own); err != nil {
		return nil, server.Refuse(place, server.CodeFormat, "payload: %w", err)
	}
	if err := validRoot(&own); err != nil {
		return nil, err
	}
	if err := env.verify(place, own.Keys, own.Roles[server.RoleRoot]); err != nil {
		return nil, err
	}
	root := new(server.Root)
	if err := env.decode(place, server.TypeRoot, root); err != nil {
		return nil, err
	}
	if trusted != nil && root.Version != trusted.Version+1 {
		return nil, server.Refuse(place, server.CodeRollback, "version %d does not follow %d", root.Version, trusted.Version)
	}
	return root, nil
}

// validRoot checks that the roles of a root make sense, above all that no key
// which signs heads, being online, also signs anything else.
func validRoot(r *server.Root) error {
	bad := func(format string, args ...any) error {
		return server.Refuse(server.PlaceRoot, server.CodeFormat, format, args...)
	}
	for id, public := range r.Keys {
		if len(public) != ed25519.PublicKeySize || KeyID(public) != id {
			return bad("key %s is not what its id says", id)
		}
	}
	for _, name := range []string{server.RoleRoot, server.RoleRelease, server.RoleFreshness} {
		if _, ok := r.Roles[name]; !ok {
			return bad("no role %q", name)
		}
	}
	online := r.Roles[server.RoleFreshness].KeyIDs
	for name, role := range r.Roles {
		if role.Threshold < 1 || role.Threshold > len(role.KeyIDs) {
			return bad("role %q: threshold %d of %d keys", name, role.Threshold, len(role.KeyIDs))
		}
		for i, id := range role.KeyIDs {
			if _, ok := r.Keys[id]; !ok {
				return bad("role %q: unknown key %s", name, id)
			}
			if slices.Contains(role.KeyIDs[:i], id) {
				return bad("role %q: key %s stands twice", name, id)
			}
			if name != server.RoleFreshness && slices.Contains(online, id) {
				return bad("role %q: key %s is the online key of role %q", name, id, server.RoleFreshness)
			}
		}
	}
	return nil
}

// OpenRelease checks size, signatures, type and tenant of a release.
func OpenRelease(data []byte, root *server.Root, tenant string) (*server.Release, error) {
	const place = server.PlaceRelease
	r := new(server.Release)
	if err := open(place, data, server.MaxRelease, root, root.ReleaseRole(tenant), server.TypeRelease, r); err != nil {
		return nil, err
	}
	switch {
	case r.Tenant != tenant:
		return nil, server.Refuse(place, server.CodeTenant, "signed for tenant %q, not for %q", r.Tenant, tenant)
	case r.Seq < 1 || r.Parent != "" && !server.ValidSHA256(r.Parent):
		return nil, server.Refuse(place, server.CodeFormat, "seq %d, parent %q", r.Seq, r.Parent)
	case len(r.Deltas) > server.MaxDeltas:
		return nil, server.Refuse(place, server.CodeFormat, "%d deltas, at most %d are allowed", len(r.Deltas), server.MaxDeltas)
	}
	for _, d := range r.Deltas {
		if !server.ValidSHA256(d.From) {
			return nil, server.Refuse(place, server.CodeFormat, "delta from %q", d.From)
		}
		if err := validRef(place, d.Ref, server.MaxDelta); err != nil {
			return nil, err
		}
	}
	return r, validRef(place, r.Pack, server.MaxPack)
}

// OpenFreshness checks size, signatures, type and tenant of a head.
func OpenFreshness(data []byte, root *server.Root, tenant string) (*server.Freshness, error) {
	const place = server.PlaceHead
	f := new(server.Freshness)
	if err := open(place, data, server.MaxFreshness, root, root.Roles[server.RoleFreshness], server.TypeFreshness, f); err != nil {
		return nil, err
	}
	switch {
	case f.Tenant != tenant:
		return nil, server.Refuse(place, server.CodeTenant, "signed for tenant %q, not for %q", f.Tenant, tenant)
	case f.Version < 1:
		return nil, server.Refuse(place, server.CodeFormat, "version %d", f.Version)
	case f.Candidate != nil:
		if c := f.Candidate; c.Share < 0 || c.Share > 10000 {
			return nil, server.Refuse(place, server.CodeFormat, "candidate: share %d, want 0 to 10000", c.Share)
		}
		if err := validRef(place, f.Candidate.Release, server.MaxRelease); err != nil {
			return nil, err
		}
	}
	return f, validRef(place, f.Stable, server.MaxRelease)
}

func open(place server.Place, data []byte, limit int, root *server.Root, role server.KeyRole, typ string, into any) error {
	env, err := parse(place, data, limit)
	if err != nil {
		return err
	}
	if err := env.verify(place, root.Keys, role); err != nil {
		return err
	}
	return env.decode(place, typ, into)
}

// validRef checks a reference's form. A size beyond the limit is refused here,
// before anything is fetched.
func validRef(place server.Place, ref server.Ref, limit int64) error {
	if !server.ValidSHA256(ref.SHA256) || ref.Size < 1 {
		return server.Refuse(place, server.CodeFormat, "reference %q of %d bytes", ref.SHA256, ref.Size)
	}
	if ref.Size > limit {
		return server.Refuse(place, server.CodeSize, "names %d bytes, at most %d are allowed", ref.Size, limit)
	}
	return nil
}

// CheckSize checks fetched bytes against the size that was announced.
func CheckSize(place server.Place, data []byte, ref server.Ref) error {
	if int64(len(data)) != ref.Size {
		return server.Refuse(place, server.CodeSize, "%d bytes, %d were announced", len(data), ref.Size)
	}
	return nil
}

// CheckHash checks fetched bytes against the digest that named them.
func CheckHash(place server.Place, data []byte, ref server.Ref) error {
	if got := SHA256(data); got != ref.SHA256 {
		return server.Refuse(place, server.CodeHash, "SHA-256 %s, %s was announced", got, ref.SHA256)
	}
	return nil
}

// NewRef names bytes.
func NewRef(data []byte) server.Ref {
	return server.Ref{SHA256: SHA256(data), Size: int64(len(data))}
}
