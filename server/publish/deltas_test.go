package publish_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"huashu/server"
	"huashu/server/client"
	"huashu/server/release"
	"huashu/server/servertest"
)

// suffixes makes deltas of packs that begin as the one before: what is added.
type suffixes struct{ made int }

func (s *suffixes) Delta(from, to []byte) ([]byte, error) {
	s.made++
	added, ok := bytes.CutPrefix(to, from)
	if !ok {
		return nil, nil
	}
	return added, nil
}

// publish publishes a pack as its proposal says, and gives that.
func publish(t *testing.T, shop *servertest.Shop, pack string) server.Release {
	t.Helper()
	ctx := context.Background()
	ref := release.NewRef([]byte(pack))
	if err := shop.Store.StageObject(ctx, servertest.Tenant, ref, "m_editor", []byte(pack)); err != nil {
		t.Fatal(err)
	}
	proposed, err := shop.Publisher.ProposePack(ctx, servertest.Tenant, ref)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := shop.Publisher.Publish(ctx, servertest.Tenant, "m_reviewer", servertest.SignRelease(proposed)); err != nil {
		t.Fatal(err)
	}
	return proposed
}

func bases(r server.Release) (out []string) {
	for _, d := range r.Deltas {
		out = append(out, d.From[:8])
	}
	return out
}

func TestProposalsCarryDeltasFromTheLastPacks(t *testing.T) {
	shop := servertest.New(t)
	maker := &suffixes{}
	shop.Publisher.Deltas = maker
	packs := []string{strings.Repeat("一", 100)}
	for i := range 5 {
		packs = append(packs, packs[i]+fmt.Sprint("多", i))
	}
	names := make([]string, len(packs))
	for i, p := range packs {
		names[i] = release.SHA256([]byte(p))[:8]
	}
	for i, p := range packs {
		want := slices.Clone(names[max(0, i-3):i])
		slices.Reverse(want)
		if got := bases(publish(t, shop, p)); !slices.Equal(got, want) {
			t.Errorf("release %d has deltas from %v, want %v", i+1, got, want)
		}
	}
	before := maker.made
	if _, err := shop.Publisher.ProposePack(t.Context(), servertest.Tenant, release.NewRef([]byte(packs[5]))); err != nil {
		t.Fatal(err)
	}
	if maker.made > before+1 { // the one from the pack before last is new
		t.Errorf("%d deltas were made anew", maker.made-before)
	}
	revert, err := shop.Publisher.Revert(t.Context(), servertest.Tenant, 4)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := bases(revert), names[2:3]; !slices.Equal(got, want) {
		t.Errorf("a revert to release 4 has deltas from %v, want %v", got, want)
	}
}

func TestADeltaThatIsHardlyShorterIsNotOffered(t *testing.T) {
	shop := servertest.New(t)
	shop.Publisher.Deltas = &suffixes{}
	publish(t, shop, strings.Repeat("一", 10))
	if got := bases(publish(t, shop, strings.Repeat("一", 14))); got != nil {
		t.Errorf("got deltas from %v", got)
	}
}

func TestAClientFollowsByDelta(t *testing.T) {
	shop := servertest.New(t)
	shop.Publisher.Deltas = &suffixes{}
	c, state := shop.Client(t), client.State{}
	rebuilt := 0
	c.Rebuild = func(base, delta []byte) ([]byte, error) {
		rebuilt++
		return slices.Concat(base, delta), nil
	}
	pack := strings.Repeat("一", 100)
	for i := range 3 {
		publish(t, shop, pack)
		update, err := c.Sync(t.Context(), &state)
		if err != nil || string(update.Pack) != pack || rebuilt != i {
			t.Fatalf("release %d: %v, %d rebuilt", i+1, err, rebuilt)
		}
		pack += "多"
	}
}

func TestAReleaseMayNameOnlyDeltasThatAreHere(t *testing.T) {
	shop := servertest.New(t)
	pack := []byte("pack one")
	r := servertest.Release(1, "", pack)
	r.Deltas = []server.Delta{{From: release.SHA256(nil), Ref: release.NewRef([]byte("not here"))}}
	if err := shop.Store.StageObject(t.Context(), servertest.Tenant, r.Pack, "m_editor", pack); err != nil {
		t.Fatal(err)
	}
	if _, err := shop.Publisher.Publish(t.Context(), servertest.Tenant, "m_reviewer", servertest.SignRelease(r)); err == nil {
		t.Error("it was published")
	}
}
