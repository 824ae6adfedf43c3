package release_test

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"testing"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"

	"huashu/server"
	"huashu/server/release"
	"huashu/server/servertest"
)

// oracleKey is a test key as an independent DSSE implementation wants it.
type oracleKey struct {
	key     release.Key
	private ed25519.PrivateKey
}

func (k oracleKey) KeyID() (string, error)   { return k.key.ID(), nil }
func (k oracleKey) Public() crypto.PublicKey { return ed25519.PublicKey(k.key.Public()) }
func (k oracleKey) Sign(_ context.Context, data []byte) ([]byte, error) {
	return ed25519.Sign(k.private, data), nil
}
func (k oracleKey) Verify(_ context.Context, data, sig []byte) error {
	if !ed25519.Verify(k.key.Public(), data, sig) {
		return errors.New("wrong signature")
	}
	return nil
}

func TestAnotherImplementationBelievesOurEnvelopes(t *testing.T) {
	verifier, err := dsse.NewEnvelopeVerifier(oracleKey{key: servertest.RootKey})
	if err != nil {
		t.Fatal(err)
	}
	var env dsse.Envelope
	if err := json.Unmarshal(servertest.SignRoot(servertest.Root()), &env); err != nil {
		t.Fatal(err)
	}
	if _, err := verifier.Verify(context.Background(), &env); err != nil {
		t.Error(err)
	}
	env.PayloadType = release.PayloadType(server.TypeRelease)
	if _, err := verifier.Verify(context.Background(), &env); err == nil {
		t.Error("the signature does not cover the payload type")
	}
}

func TestWeBelieveAnotherImplementationsEnvelopes(t *testing.T) {
	_, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	key := release.KeyFromSeed(private.Seed())
	root := servertest.RootOf(1, key, servertest.ReleaseKey, servertest.OnlineKey)
	payload, err := json.Marshal(root)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := dsse.NewEnvelopeSigner(oracleKey{key, private})
	if err != nil {
		t.Fatal(err)
	}
	env, err := signer.SignPayload(context.Background(), release.PayloadType(server.TypeRoot), payload)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(env)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := release.OpenFirstRoot(data, release.SHA256(payload)); err != nil {
		t.Error(err)
	}
}
