package release_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huashu/server/release"
	"huashu/server/servertest"
)

func TestKeysSurviveTheirFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key.pem")
	if err := servertest.ReleaseKey.Save(path); err != nil {
		t.Fatal(err)
	}
	got, err := release.LoadKey(path)
	if err != nil || got.ID() != servertest.ReleaseKey.ID() {
		t.Errorf("got key %s, %v; want %s", got.ID(), err, servertest.ReleaseKey.ID())
	}
	if err := servertest.OnlineKey.Save(path); err == nil {
		t.Error("a key was overwritten")
	}
}

func TestLoadKeyNamesTheFileThatIsWrong(t *testing.T) {
	// An elliptic-curve key as openssl makes it: well formed, of another kind.
	const p256 = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgevZzL1gdAFr88hb2
OF/2NxApJCzGCEDdfSp6VQO30hyhRANCAAQRWz+jn65BtOMvdyHKcvjBeBSDZH2r
1RTwjmYSi9R/zpBnuQ4EiMnCqfMPWiZqB4QdbAd0E7oH50VpuZ1P087G
-----END PRIVATE KEY-----
`
	for name, text := range map[string]string{
		"not a PEM file": "secret", "asn1": "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "want Ed25519": p256,
	} {
		path := filepath.Join(t.TempDir(), "key.pem")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := release.LoadKey(path); err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), name) {
			t.Errorf("got %v, want the path and %q", err, name)
		}
	}
}
