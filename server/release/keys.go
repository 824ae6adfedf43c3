package release

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
)

// Key is an Ed25519 key that can sign.
type Key struct {
	private ed25519.PrivateKey
}

// NewKey makes a key.
func NewKey() (Key, error) {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	return Key{private}, err
}

// KeyFromSeed makes the key that belongs to 32 bytes. For test vectors.
func KeyFromSeed(seed []byte) Key { return Key{ed25519.NewKeyFromSeed(seed)} }

// Public gives the raw 32 bytes of the public key.
func (k Key) Public() []byte { return k.private.Public().(ed25519.PublicKey) }

// ID gives the key's id: see KeyID.
func (k Key) ID() string { return KeyID(k.Public()) }

// KeyID names a public key: the SHA-256 of its raw bytes, in hexadecimal.
func KeyID(public []byte) string { return SHA256(public) }

// SHA256 gives a digest as the protocol writes it: lower-case hexadecimal.
func SHA256(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Save writes the key as PKCS #8 in PEM, readable by its owner only. It does
// not overwrite.
func (k Key) Save(path string) error {
	der, err := x509.MarshalPKCS8PrivateKey(k.private)
	if err != nil {
		return fmt.Errorf("save key %s: %w", path, err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("save key: %w", err)
	}
	err = pem.Encode(f, &pem.Block{Type: "PRIVATE KEY", Bytes: der})
	return errors.Join(err, f.Close())
}

// LoadKey reads a key that Save, or openssl, has written.
func LoadKey(path string) (Key, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Key{}, fmt.Errorf("load key: %w", err)
	}
	key, err := ParseKey(data)
	if err != nil {
		return Key{}, fmt.Errorf("load key %s: %w", path, err)
	}
	return key, nil
}

// ParseKey reads what stands in a file that Save, or openssl, has written.
func ParseKey(data []byte) (Key, error) {
	block, _ := pem.Decode(data)
	if block == nil {
		return Key{}, errors.New("not a PEM file")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return Key{}, err
	}
	private, ok := parsed.(ed25519.PrivateKey)
	if !ok {
		return Key{}, fmt.Errorf("a %T, want Ed25519", parsed)
	}
	return Key{private}, nil
}
