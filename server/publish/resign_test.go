package publish_test

import (
	"context"
	"testing"
	"time"

	"huashu/server"
	"huashu/server/client"
	"huashu/server/release"
	"huashu/server/servertest"
)

func TestResignDue(t *testing.T) {
	ctx := context.Background()
	shop := servertest.New(t)
	if err := shop.Publisher.ResignDue(ctx); err != nil {
		t.Fatalf("a tenant without a release: %v", err)
	}
	envelope := shop.Publish(t, "pack one")
	first := head(t, shop)

	for _, tt := range []struct {
		after  time.Duration
		resign bool
	}{
		{59 * time.Minute, false},
		{time.Hour, true},
		{90 * time.Minute, false}, // 30 minutes after the last one
		{26 * time.Hour, true},    // the server was off for a day
	} {
		before := head(t, shop)
		shop.Now = servertest.Day.Add(tt.after)
		if err := shop.Publisher.ResignDue(ctx); err != nil {
			t.Fatal(err)
		}
		got := head(t, shop)
		if (got.Version > before.Version) != tt.resign {
			t.Errorf("after %s: head %d, before it %d; want a new one: %t", tt.after, got.Version, before.Version, tt.resign)
		}
		if got.Stable != release.NewRef(envelope) {
			t.Errorf("after %s: the stable release has changed", tt.after)
		}
		if tt.resign && (!got.Issued.Equal(shop.Now) || got.Expires.Sub(got.Issued) != 24*time.Hour) {
			t.Errorf("after %s: issued %s, expires %s", tt.after, got.Issued, got.Expires)
		}
	}
	if first.Version != servertest.Day.Unix() {
		t.Errorf("the first head has version %d, want the seconds of its time", first.Version)
	}
}

func TestClientsBelieveAHeadOnlyAsLongAsItIsRenewed(t *testing.T) {
	ctx := context.Background()
	shop := servertest.New(t)
	shop.Publish(t, "pack one")
	c, state := shop.Client(t), client.State{}
	if _, err := c.Sync(ctx, &state); err != nil {
		t.Fatal(err)
	}
	shop.Now = shop.Now.Add(25 * time.Hour)
	if _, err := c.Sync(ctx, &state); err == nil {
		t.Error("believed a head 25 hours old")
	}
	if err := shop.Publisher.ResignDue(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Sync(ctx, &state); err != nil {
		t.Errorf("after it was renewed: %v", err)
	}
}

// head gives the head that the store holds.
func head(t *testing.T, shop *servertest.Shop) server.Freshness {
	t.Helper()
	stored, err := shop.Store.Head(context.Background(), servertest.Tenant)
	if err != nil {
		t.Fatal(err)
	}
	var f server.Freshness
	if err := release.ReadOwn(stored.Envelope, &f); err != nil {
		t.Fatal(err)
	}
	if f.Version != stored.Version || !f.Issued.Equal(stored.Issued) {
		t.Errorf("stored as version %d of %s, signed as %d of %s", stored.Version, stored.Issued, f.Version, f.Issued)
	}
	return f
}
