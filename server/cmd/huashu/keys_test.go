package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huashu/server/client"
	"huashu/server/gate"
	"huashu/server/release"
	"huashu/server/setup"
)

// TestKeysAreRotatedWithoutLosingAClient replaces all keys of a shop. Clients
// that were there before follow, and so do those that come with an old link.
func TestKeysAreRotatedWithoutLosingAClient(t *testing.T) {
	s := newShop(t)
	envelope, err := os.ReadFile(filepath.Join(s.keys, setup.RootFile))
	if err != nil {
		t.Fatal(err)
	}
	fingerprint, err := release.Fingerprint(envelope)
	if err != nil {
		t.Fatal(err)
	}
	link := client.Enrolment{Tenant: "shop", Root: 1, Fingerprint: fingerprint}
	var old client.State
	// follow brings the old client up to date, and a new one.
	follow := func(r running, root, seq int64) {
		t.Helper()
		for name, state := range map[string]*client.State{"old": &old, "new": {}} {
			c := client.Client{Enrolment: link, Engine: gate.Level}
			c.Server = r.address
			if _, err := c.Sync(t.Context(), state); err != nil {
				t.Fatalf("the %s client: %v", name, err)
			}
			if state.Root.Version != root || state.Active.Seq != seq {
				t.Errorf("the %s client has root %d and release %d, want %d and %d", name, state.Root.Version, state.Active.Seq, root, seq)
			}
		}
	}
	huashu := func(args ...string) {
		t.Helper()
		if _, err := command(args...); err != nil {
			t.Fatal(err)
		}
	}
	people := newKilled(t, s)
	publish := func(r running, key release.Key) (seq int64) {
		t.Helper()
		people.address, people.key, people.stable = r.address, key, 0
		people.publishAtOnce(t.Context())
		return people.stable
	}

	r := runShop(t, s, nil)
	if seq := publish(r, s.key); seq != 1 {
		t.Fatalf("published release %d", seq)
	}
	follow(r, 1, 1)

	second, third := filepath.Join(t.TempDir(), "second"), filepath.Join(t.TempDir(), "third")
	huashu("keys", "rotate", s.keys, second, "--root", "--release", "--online")
	if _, err := command("keys", "install", second, "--data", s.data); err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("installed under a running server: %v", err)
	}
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	huashu("keys", "install", second, "--data", s.data)
	huashu("keys", "install", second, "--data", s.data) // once more changes nothing
	r = runShop(t, s, nil)
	follow(r, 2, 1) // what the old release key signed is still good
	key, err := release.LoadKey(filepath.Join(second, setup.ReleaseKeyFile))
	if err != nil {
		t.Fatal(err)
	}
	if seq := publish(r, key); seq != 2 {
		t.Fatalf("published release %d with the new key", seq)
	}
	follow(r, 2, 2)

	huashu("keys", "rotate", second, third, "--retire")
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	huashu("keys", "install", third, "--data", s.data)
	r = runShop(t, s, nil)
	follow(r, 3, 2)
	if seq := publish(r, s.key); seq != 0 {
		t.Errorf("published release %d with a retired key", seq)
	}
	if seq := publish(r, key); seq != 3 {
		t.Errorf("published release %d with the key that counts", seq)
	}
	follow(r, 3, 3)
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := command("keys", "install", s.keys, "--data", s.data); err == nil || !strings.Contains(err.Error(), "does not follow root 3") {
		t.Errorf("went back to the first keys: %v", err)
	}
	other := newShop(t)
	if _, err := command("keys", "install", other.keys, "--data", s.data); err == nil || !strings.Contains(err.Error(), "does not follow") {
		t.Errorf("took another shop's keys: %v", err)
	}
	if _, err := command("keys", "rotate", third, filepath.Join(t.TempDir(), "none")); err == nil || !strings.Contains(err.Error(), "nothing to replace") {
		t.Errorf("a rotation of nothing: %v", err)
	}
}
