package edge

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// Certificate is a TLS certificate in files, read again when they change.
type Certificate struct {
	certFile, keyFile string
	log               *slog.Logger

	mu      sync.Mutex
	current *tls.Certificate
	read    [2]time.Time // when the files that are in use were written
	looked  time.Time
}

// lookEvery is how often the files are looked at, at the most.
const lookEvery = time.Second

// LoadCertificate reads a certificate and its key, both PEM.
func LoadCertificate(certFile, keyFile string, log *slog.Logger) (*Certificate, error) {
	c := &Certificate{certFile: certFile, keyFile: keyFile, log: log}
	if err := c.load(c.written()); err != nil {
		return nil, fmt.Errorf("TLS certificate: %w", err)
	}
	return c, nil
}

// Get is for tls.Config.GetCertificate. While the files do not fit together,
// as between the writing of one and the other, the old pair stays in use.
func (c *Certificate) Get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := time.Now(); now.Sub(c.looked) >= lookEvery {
		c.looked = now
		if written := c.written(); written != c.read {
			if err := c.load(written); err != nil {
				c.log.Error("TLS certificate was not taken over", "error", err)
			} else {
				c.log.Info("TLS certificate read anew")
			}
		}
	}
	return c.current, nil
}

func (c *Certificate) written() (at [2]time.Time) {
	for i, name := range []string{c.certFile, c.keyFile} {
		if info, err := os.Stat(name); err == nil { // else load says why not
			at[i] = info.ModTime()
		}
	}
	return at
}

func (c *Certificate) load(written [2]time.Time) error {
	pair, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
	if err == nil {
		c.current, c.read = &pair, written
	}
	return err
}
