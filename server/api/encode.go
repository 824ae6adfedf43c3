package api

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/sync/singleflight"

	"huashu/server"
	"huashu/server/release"
)

const (
	leastEncoded    = 256      // shorter objects go as they are
	leastDictionary = 16 << 10 // packs are longer, all else shorter: a dictionary is worth its keeping
	encodedBudget   = 64 << 20 // bytes of encoded objects that are kept
	window          = 8 << 20  // of zstd; what RFC 9842 lets every client refuse more than
	slowLevel       = 64 << 10 // objects shorter than this are worth the slowest level
)

// encoded is an object in a content coding.
type encoded struct {
	coding string // as in Content-Encoding; empty: as it is
	data   []byte
	sha256 string // of data
}

// encoder writes objects in the codings that clients take, and keeps what it
// has written: an object never changes. One is written at a time; whoever asks
// for another meanwhile gets it as it is.
type encoder struct {
	flight singleflight.Group
	busy   sync.Mutex

	mu   sync.Mutex
	kept map[string]encoded
	size int
}

// encode gives an object in a coding, unless that is no shorter. Dict names the
// dictionary of dcz.
func (e *encoder) encode(plain encoded, coding, dict string, dictionary []byte) encoded {
	key := coding + " " + dict + " " + plain.sha256
	if known, ok := e.known(key); ok {
		return known
	}
	made, _, _ := e.flight.Do(key, func() (any, error) {
		if known, ok := e.known(key); ok {
			return known, nil
		}
		if !e.busy.TryLock() {
			return plain, nil
		}
		defer e.busy.Unlock()
		out := encoded{coding: coding, data: write(coding, plain.data, dict, dictionary)}
		if out.sha256 = release.SHA256(out.data); len(out.data) >= len(plain.data) {
			out = plain
		}
		e.keep(key, out)
		return out, nil
	})
	return made.(encoded)
}

func (e *encoder) known(key string) (encoded, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	known, ok := e.kept[key]
	return known, ok
}

func (e *encoder) keep(key string, out encoded) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.kept == nil || e.size+len(out.data) > encodedBudget {
		e.kept, e.size = map[string]encoded{}, 0
	}
	e.kept[key] = out
	e.size += len(out.data)
}

// dczMagic begins a dcz stream (RFC 9842, section 5): a skippable frame of
// zstd that holds the dictionary's SHA-256.
var dczMagic = []byte{0x5e, 0x2a, 0x4d, 0x18, 0x20, 0x00, 0x00, 0x00}

func write(coding string, data []byte, dict string, dictionary []byte) []byte {
	var out bytes.Buffer
	if coding == "gzip" {
		// Writing to memory cannot fail.
		w := gzip.NewWriter(&out)
		_, _ = w.Write(data)
		_ = w.Close()
		return out.Bytes()
	}
	level := zstd.SpeedBetterCompression
	if len(data) < slowLevel {
		level = zstd.SpeedBestCompression
	}
	options := []zstd.EOption{zstd.WithEncoderLevel(level), zstd.WithWindowSize(window), zstd.WithEncoderConcurrency(1)}
	if coding == "dcz" {
		digest, _ := hex.DecodeString(dict) // a SHA-256, see dictionaryOf
		out.Write(dczMagic)
		out.Write(digest)
		options = append(options, zstd.WithEncoderDictRaw(0, dictionary))
	}
	w, err := zstd.NewWriter(nil, options...)
	if err != nil {
		panic(err) // the options are wrong
	}
	return w.EncodeAll(data, out.Bytes())
}

// code puts an object into the best coding that a request takes.
func (h *handler) code(r *http.Request, tenant string, plain encoded) encoded {
	// A range is of the bytes as they are.
	if len(plain.data) < leastEncoded || r.Header.Get("Range") != "" {
		return plain
	}
	accepts := codings(r.Header)
	if dict := dictionaryOf(r.Header); dict != "" && dict != plain.sha256 && slices.Contains(accepts, "dcz") {
		// One that is not here, or not public, is no reason to fail.
		if dictionary, err := h.Store.Object(r.Context(), tenant, dict); err == nil && len(dictionary) >= leastDictionary {
			return h.encoder.encode(plain, "dcz", dict, dictionary)
		}
	}
	for _, coding := range []string{"zstd", "gzip"} {
		if slices.Contains(accepts, coding) {
			return h.encoder.encode(plain, coding, "", nil)
		}
	}
	return plain
}

// warm codes a pack that will soon be asked for by everybody at once: coding
// one takes longer than sending it.
func (h *handler) warm(tenant string, pack server.Ref) {
	if runtime.GOOS == "js" {
		return // Cloudflare Workers answer for objects before a request gets here
	}
	go func() {
		data, _, err := h.Store.StagedObject(context.Background(), tenant, pack.SHA256)
		if err != nil {
			return // then nobody can ask for it either
		}
		for _, coding := range []string{"zstd", "gzip"} {
			h.encoder.encode(encoded{data: data, sha256: pack.SHA256}, coding, "", nil)
		}
	}()
}

// codings lists the content codings that a request accepts. Of their weights
// only 0 counts.
func codings(header http.Header) (out []string) {
	list := strings.ReplaceAll(strings.Join(header.Values("Accept-Encoding"), ","), " ", "")
	for _, item := range strings.Split(strings.ToLower(list), ",") {
		name, weight, weighted := strings.Cut(item, ";q=")
		if q, err := strconv.ParseFloat(weight, 64); !weighted || err == nil && q > 0 {
			out = append(out, name)
		}
	}
	return out
}

// dictionaryOf reads which dictionary a client holds: its SHA-256 in base64
// between colons (RFC 9842, section 2.2).
func dictionaryOf(header http.Header) string {
	value, ok := strings.CutPrefix(strings.TrimSpace(header.Get("Available-Dictionary")), ":")
	value, closed := strings.CutSuffix(value, ":")
	digest, err := base64.StdEncoding.DecodeString(value)
	if !ok || !closed || err != nil || len(digest) != 32 {
		return ""
	}
	return hex.EncodeToString(digest)
}
