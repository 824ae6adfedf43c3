package api_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"huashu/server/release"
	"huashu/server/servertest"
)

// chance makes text that does not shrink much by itself.
func chance(seed uint64, n int) string {
	r := rand.New(rand.NewPCG(seed, 0))
	words := make([]rune, n)
	for i := range words {
		words[i] = rune(0x4e00 + r.IntN(20000))
	}
	return string(words)
}

// dictionary names bytes as a client that holds them does.
func dictionary(pack string) string {
	sum := sha256.Sum256([]byte(pack))
	return ":" + base64.StdEncoding.EncodeToString(sum[:]) + ":"
}

func TestObjectsComeInTheCodingThatIsAskedFor(t *testing.T) {
	shop := servertest.New(t)
	old := chance(1, 20000)
	next := old[:30000] + "改过的一句话" + old[30000:]
	noise := chance(2, 20000)
	for _, pack := range []string{old, noise, next} {
		shop.Publish(t, pack)
	}
	decode := map[string]func(io.Reader) (io.Reader, error){
		"":     func(r io.Reader) (io.Reader, error) { return r, nil },
		"gzip": func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
		"zstd": func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r) },
		"dcz": func(r io.Reader) (io.Reader, error) {
			head := make([]byte, 40)
			if _, err := io.ReadFull(r, head); err != nil {
				return nil, err
			}
			sum := sha256.Sum256([]byte(old))
			if !bytes.Equal(head, append([]byte("\x5e\x2a\x4d\x18\x20\x00\x00\x00"), sum[:]...)) {
				return nil, fmt.Errorf("a dcz stream begins with %x", head)
			}
			return zstd.NewReader(r, zstd.WithDecoderDictRaw(0, []byte(old)))
		},
	}
	const all = "gzip, deflate, br, zstd, dcb, dcz"
	for _, tt := range []struct {
		name, accept, dictionary, coding string
		most                             int // bytes on the wire
	}{
		{"as it is", "identity", "", "", 60100},
		{"gzip", "gzip", "", "gzip", 50000},
		{"all, and nothing held", all, "", "zstd", 50000},
		{"all, and the old pack held", all, dictionary(old), "dcz", 150},
		{"no dcz, and the old pack held", "gzip, zstd", dictionary(old), "zstd", 50000},
		{"weights", "zstd;q=0, gzip; q=0.5", "", "gzip", 50000},
		{"something that nobody knows is held", all, dictionary("not here"), "zstd", 50000},
		{"the very pack is held", all, dictionary(next), "zstd", 50000},
		{"a dictionary that is none", all, ":AAAA:", "zstd", 50000},
		{"a dictionary without colons", all, strings.Trim(dictionary(old), ":"), "zstd", 50000},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ask := func(method string, more ...string) *http.Response {
				header := append([]string{"Accept-Encoding", tt.accept}, more...)
				if tt.dictionary != "" {
					header = append(header, "Available-Dictionary", tt.dictionary)
				}
				return shop.Do(t, method, "/v1/t/shop/o/"+release.SHA256([]byte(next)), "", nil, header...)
			}
			res := ask("GET")
			wire, err := io.ReadAll(res.Body)
			if err != nil {
				t.Fatal(err)
			}
			if got := res.Header.Get("Content-Encoding"); got != tt.coding || len(wire) > tt.most {
				t.Fatalf("%d bytes of %q, want at most %d of %q", len(wire), got, tt.most, tt.coding)
			}
			plain, err := decode[tt.coding](bytes.NewReader(wire))
			if err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(plain); err != nil || string(got) != next {
				t.Errorf("decoded to other bytes: %v", err)
			}
			sum := sha256.Sum256(wire)
			if got, want := res.Header.Get("Repr-Digest"), "sha-256=:"+base64.StdEncoding.EncodeToString(sum[:])+":"; got != want {
				t.Errorf("Repr-Digest is %s, want %s", got, want)
			}
			for name, want := range map[string]string{
				"Use-As-Dictionary": `match="/v1/t/shop/o/*"`, "Vary": "Accept-Encoding, Available-Dictionary",
				"Cache-Control": "public, max-age=31536000, immutable", "Content-Length": fmt.Sprint(len(wire)),
			} {
				if got := res.Header.Get(name); got != want {
					t.Errorf("%s is %q, want %q", name, got, want)
				}
			}
			if again := ask("GET", "If-None-Match", res.Header.Get("ETag")); again.StatusCode != 304 {
				t.Errorf("asked again: status %d", again.StatusCode)
			}
			if head := ask("HEAD"); head.ContentLength != int64(len(wire)) {
				t.Errorf("HEAD tells of %d bytes", head.ContentLength)
			}
			part := ask("GET", "Range", "bytes=30000-30002")
			if got, _ := io.ReadAll(part.Body); part.StatusCode != 206 || string(got) != "改" {
				t.Errorf("a range: status %d, %q", part.StatusCode, got)
			}
		})
	}
}

// What one tenant has is no other's dictionary, nor is what nobody may read yet.
func TestOnlyPublicPacksOfTheTenantAreDictionaries(t *testing.T) {
	shop := servertest.New(t)
	next, secret := chance(1, 20000), chance(1, 20001)
	shop.Publish(t, next)
	ref := release.NewRef([]byte(secret))
	if err := shop.Store.StageObject(t.Context(), servertest.Tenant, ref, "m_editor", []byte(secret)); err != nil {
		t.Fatal(err)
	}
	res := shop.Do(t, "GET", "/v1/t/shop/o/"+release.SHA256([]byte(next)), "", nil,
		"Accept-Encoding", "dcz", "Available-Dictionary", dictionary(secret))
	if got := res.Header.Get("Content-Encoding"); got != "" {
		t.Errorf("encoded as %s: the length tells what is in a pack that nobody may read", got)
	}
}
