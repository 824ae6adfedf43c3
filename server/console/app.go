package console

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"embed"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// dist is the supervisors' console, built by Vite before Go is built.
//
//go:embed all:web/dist
var dist embed.FS

// appPolicy lets the console run the engine as WebAssembly in a worker and speak
// to this server, and nothing else.
const appPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src 'self'; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// app serves the console's page, and what belongs to it below assets/.
func app() http.Handler {
	files, err := fs.Sub(dist, "web/dist")
	if err != nil {
		panic(err) // "web/dist" is a valid path
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		secure(w)
		w.Header().Set("Content-Security-Policy", appPolicy)
		w.Header().Set("Cross-Origin-Opener-Policy", "same-origin")
		name := r.PathValue("name")
		if name == "" {
			http.ServeFileFS(w, r, files, "index.html")
			return
		}
		packed, err := fs.ReadFile(files, "assets/"+name+".gz")
		if err != nil {
			http.NotFound(w, r)
			return
		}
		servePacked(w, r, name, packed)
	})
}

// servePacked sends what is kept compressed: as it is to whoever takes it so,
// which is every browser.
func servePacked(w http.ResponseWriter, r *http.Request, name string, packed []byte) {
	header := w.Header()
	header.Set("Cache-Control", "public, max-age=31536000, immutable") // named by its content
	header.Set("Content-Type", cmp.Or(mime.TypeByExtension(path.Ext(name)), "application/octet-stream"))
	header.Set("Vary", "Accept-Encoding")
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		header.Set("Content-Encoding", "gzip")
		header.Set("Content-Length", strconv.Itoa(len(packed)))
		_, _ = w.Write(packed) // the client may have gone
		return
	}
	plain, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		panic(err) // it was embedded whole
	}
	_, _ = io.Copy(w, plain) // likewise
}
