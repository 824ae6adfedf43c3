package edge

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// pair makes a self-signed certificate with a key, both PEM.
func pair(t *testing.T, name string) (cert, key []byte) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name}, NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	bytes, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: bytes})
}

func TestCertificateIsReadAnewWhenItsFilesChange(t *testing.T) {
	certFile, keyFile := filepath.Join(t.TempDir(), "cert.pem"), filepath.Join(t.TempDir(), "key.pem")
	written := time.Now().Add(-time.Hour)
	write := func(file string, data []byte) {
		t.Helper()
		written = written.Add(time.Second) // as a clock of whole seconds would have it
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, written, written); err != nil {
			t.Fatal(err)
		}
	}
	oldCert, oldKey := pair(t, "old.example.cn")
	newCert, newKey := pair(t, "new.example.cn")
	write(certFile, oldCert)
	write(keyFile, oldKey)
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	c, err := LoadCertificate(certFile, keyFile, log)
	if err != nil {
		t.Fatal(err)
	}
	serves := func(when string, want []byte) {
		t.Helper()
		c.looked = time.Time{} // a second has passed
		got, err := c.Get(nil)
		if err != nil {
			t.Fatal(err)
		}
		if block, _ := pem.Decode(want); !bytes.Equal(got.Certificate[0], block.Bytes) {
			t.Errorf("%s: the other certificate is served", when)
		}
	}
	serves("at first", oldCert)
	write(certFile, newCert)
	serves("with a key that does not fit", oldCert)
	write(keyFile, newKey)
	serves("with both", newCert)
	if err := os.Remove(keyFile); err != nil {
		t.Fatal(err)
	}
	serves("without a key", newCert)
	if _, err := LoadCertificate(certFile, keyFile, log); err == nil {
		t.Error("loaded a certificate without a key")
	}
}
