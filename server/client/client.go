package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"huashu/server"
	"huashu/server/release"
	"huashu/server/rollout"
)

// maxRoots bounds how many new roots one synchronisation will walk.
const maxRoots = 64

// Client follows one tenant.
type Client struct {
	Enrolment
	HTTP   *http.Client     // nil: http.DefaultClient
	Now    func() time.Time // nil: time.Now
	Engine int              // the engine level at hand
	Secret string           // decides whether a candidate is for this client
	// Trial loads a pack in an engine and runs its examples. nil: no trial.
	Trial func(ctx context.Context, pack []byte) error
	// Rebuild makes a pack of another one and a delta, as pack.Rebuild does. nil:
	// packs are always fetched whole.
	Rebuild func(base, delta []byte) ([]byte, error)
}

// State is what a client remembers between synchronisations. The zero value
// belongs to one that has just been enrolled.
type State struct {
	Root    *server.Root
	Head    int64     // highest version of a head that was believed
	Expires time.Time // until when that head may be believed
	Floor   int64     // highest Seq of a stable release that was believed
	ETag    string    // of the head that led to Active
	Active  *Active   // nil: none yet
	Killed  []string
	Poll    int // seconds
}

// Active is the release in use.
type Active struct {
	Release server.Ref
	Pack    server.Ref
	Seq     int64
	Bytes   []byte // of the pack: what deltas start from
}

// Update is a new release with its pack, checked and tried.
type Update struct {
	Release *server.Release
	Pack    []byte
}

// Sync brings the state up to date and gives the new pack, or nil if the one in
// use still is the right one. After an error the state is still good: what was
// proven before the error is kept, the active release is as it was.
func (c *Client) Sync(ctx context.Context, s *State) (*Update, error) {
	head, etag, err := c.head(ctx, s)
	if err != nil || head == nil {
		return nil, err
	}
	ref := head.Stable
	stable := true
	if k := head.Candidate; k != nil && rollout.Takes(k.Share, k.Salt, c.Secret) {
		ref, stable = k.Release, false
	}
	var update *Update
	active := s.Active
	if active == nil || active.Release != ref {
		r, err := c.release(ctx, s, ref)
		if err != nil {
			return nil, err
		}
		pack, err := c.pack(ctx, r, active)
		if err != nil {
			return nil, err
		}
		update = &Update{Release: r, Pack: pack}
		active = &Active{Release: ref, Pack: r.Pack, Seq: r.Seq, Bytes: pack}
	}
	s.Active, s.ETag = active, etag
	if stable {
		s.Floor = max(s.Floor, active.Seq)
	}
	return update, nil
}

// Current gives the tenant's stable release and its name without fetching the
// pack: what the next release must follow. ErrNotFound if there is none yet.
func (c *Client) Current(ctx context.Context, s *State) (*server.Release, server.Ref, error) {
	fresh := *s
	fresh.ETag = ""
	head, _, err := c.head(ctx, &fresh)
	if err != nil {
		return nil, server.Ref{}, err
	}
	r, err := c.release(ctx, &fresh, head.Stable)
	return r, head.Stable, err
}

// head fetches and checks the head, and the roots when there are new ones. It
// gives nil if the server says that nothing has changed.
func (c *Client) head(ctx context.Context, s *State) (*server.Freshness, string, error) {
	if s.Root == nil {
		root, err := c.firstRoot(ctx)
		if err != nil {
			return nil, "", err
		}
		s.Root = root
	}
	data, etag, err := c.get(ctx, server.PlaceHead, "/v1/t/"+c.Tenant+"/head", server.MaxFreshness, s.ETag)
	if errors.Is(err, errNotModified) {
		return nil, "", c.checkExpiry(server.PlaceHead, s.Expires)
	}
	if err != nil {
		return nil, "", err
	}
	if err := c.nextRoots(ctx, s); err != nil {
		return nil, "", err
	}
	head, err := release.OpenFreshness(data, s.Root, c.Tenant)
	if err != nil {
		return nil, "", err
	}
	if head.Version < s.Head {
		return nil, "", server.Refuse(server.PlaceHead, server.CodeRollback, "version %d, %d was already seen", head.Version, s.Head)
	}
	if err := c.checkExpiry(server.PlaceHead, head.Expires); err != nil {
		return nil, "", err
	}
	s.Head, s.Expires, s.Killed, s.Poll = head.Version, head.Expires, head.Killed, head.Poll
	return head, etag, nil
}

// firstRoot fetches the root that the enrolment names.
func (c *Client) firstRoot(ctx context.Context) (*server.Root, error) {
	data, _, err := c.get(ctx, server.PlaceRoot, rootPath(c.Root), server.MaxRoot, "")
	if err != nil {
		return nil, err
	}
	return release.OpenFirstRoot(data, c.Fingerprint)
}

// nextRoots walks to the latest root. Only that one must not have expired, so
// that a client can come back after years.
func (c *Client) nextRoots(ctx context.Context, s *State) error {
	for range maxRoots {
		data, _, err := c.get(ctx, server.PlaceRoot, rootPath(s.Root.Version+1), server.MaxRoot, "")
		if errors.Is(err, server.ErrNotFound) {
			break
		}
		if err != nil {
			return err
		}
		next, err := release.OpenNextRoot(data, s.Root)
		if err != nil {
			return err
		}
		// Whoever had a key that is now withdrawn may have driven the numbers
		// up; they start again with the new keys.
		if removed(s.Root.Roles[server.RoleFreshness], next.Roles[server.RoleFreshness]) {
			s.Head = 0
		}
		if removed(s.Root.ReleaseRole(c.Tenant), next.ReleaseRole(c.Tenant)) {
			s.Floor = 0
		}
		s.Root = next
	}
	return c.checkExpiry(server.PlaceRoot, s.Root.Expires)
}

func removed(before, after server.KeyRole) bool {
	return slices.ContainsFunc(before.KeyIDs, func(id string) bool { return !slices.Contains(after.KeyIDs, id) })
}

// release fetches and checks the release that a head names.
func (c *Client) release(ctx context.Context, s *State, ref server.Ref) (*server.Release, error) {
	const place = server.PlaceRelease
	data, err := c.object(ctx, place, ref)
	if err != nil {
		return nil, err
	}
	r, err := release.OpenRelease(data, s.Root, c.Tenant)
	if err != nil {
		return nil, err
	}
	if r.Seq < s.Floor {
		return nil, server.Refuse(place, server.CodeRollback, "release %d, %d was already seen", r.Seq, s.Floor)
	}
	if err := release.CheckHash(place, data, ref); err != nil {
		return nil, err
	}
	return r, nil
}

// pack gets, checks and tries the pack of a release.
func (c *Client) pack(ctx context.Context, r *server.Release, held *Active) ([]byte, error) {
	const place = server.PlacePack
	if r.MinEngine > c.Engine {
		return nil, server.Refuse(place, server.CodeEngine, "needs engine %d, this is %d", r.MinEngine, c.Engine)
	}
	data, err := c.rebuilt(ctx, r, held)
	if err != nil { // whatever was wrong with the delta, the whole pack is another way
		if data, err = c.object(ctx, place, r.Pack); err != nil {
			return nil, err
		}
		if err := release.CheckHash(place, data, r.Pack); err != nil {
			return nil, err
		}
	}
	if c.Trial != nil {
		if err := c.Trial(ctx, data); err != nil {
			return nil, server.Refuse(place, server.CodeExamples, "%w", err)
		}
	}
	return data, nil
}

var errNoDelta = errors.New("no delta from the pack that is held")

// rebuilt gives the pack of a release made from the one that is held.
func (c *Client) rebuilt(ctx context.Context, r *server.Release, held *Active) ([]byte, error) {
	const place = server.PlacePack
	if c.Rebuild == nil || held == nil {
		return nil, errNoDelta
	}
	if held.Pack == r.Pack {
		return held.Bytes, nil
	}
	d := r.DeltaFrom(held.Pack.SHA256)
	if d == nil {
		return nil, errNoDelta
	}
	delta, err := c.object(ctx, place, d.Ref)
	if err != nil {
		return nil, err
	}
	if err := release.CheckHash(place, delta, d.Ref); err != nil {
		return nil, err
	}
	data, err := c.Rebuild(held.Bytes, delta)
	if err != nil {
		return nil, err
	}
	if err := release.CheckSize(place, data, r.Pack); err != nil {
		return nil, err
	}
	return data, release.CheckHash(place, data, r.Pack)
}

// object fetches bytes of the size that was announced.
func (c *Client) object(ctx context.Context, place server.Place, ref server.Ref) ([]byte, error) {
	data, _, err := c.get(ctx, place, "/v1/t/"+c.Tenant+"/o/"+ref.SHA256, int(ref.Size), "")
	if err != nil {
		return nil, err
	}
	return data, release.CheckSize(place, data, ref)
}

func (c *Client) checkExpiry(place server.Place, expires time.Time) error {
	now := time.Now
	if c.Now != nil {
		now = c.Now
	}
	if t := now(); !t.Before(expires) {
		return server.Refuse(place, server.CodeExpired, "expired at %s, the clock here says %s",
			expires.UTC().Format(time.RFC3339), t.UTC().Format(time.RFC3339))
	}
	return nil
}

func rootPath(n int64) string { return fmt.Sprintf("/v1/root/%d", n) }

var errNotModified = errors.New("not modified")

// get reads at most limit bytes.
func (c *Client) get(ctx context.Context, place server.Place, path string, limit int, etag string) ([]byte, string, error) {
	network := func(err error) ([]byte, string, error) {
		return nil, "", server.Refuse(place, server.CodeNetwork, "GET %s: %w", path, err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.Server+path, nil)
	if err != nil {
		return network(err)
	}
	if etag != "" {
		req.Header.Set("If-None-Match", etag)
	}
	httpClient := c.HTTP
	if httpClient == nil {
		httpClient = http.DefaultClient
	}
	res, err := httpClient.Do(req)
	if err != nil {
		return network(err)
	}
	defer res.Body.Close()
	switch {
	case res.StatusCode == http.StatusNotModified && etag != "":
		return nil, "", errNotModified
	case res.StatusCode == http.StatusNotFound:
		return network(server.ErrNotFound)
	case res.StatusCode != http.StatusOK:
		return network(fmt.Errorf("status %s", res.Status))
	}
	data, err := io.ReadAll(io.LimitReader(res.Body, int64(limit)+1))
	if err != nil {
		return network(err)
	}
	if len(data) > limit {
		return nil, "", server.Refuse(place, server.CodeSize, "more than %d bytes", limit)
	}
	return data, res.Header.Get("ETag"), nil
}
