package console

import (
	"embed"
	"io/fs"
	"net/http"
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

// app serves the console and what belongs to it.
func app() http.Handler {
	files, err := fs.Sub(dist, "web/dist")
	if err != nil {
		panic(err) // "web/dist" is a valid path
	}
	static := http.StripPrefix("/console", http.FileServerFS(files))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		secure(w)
		header := w.Header()
		header.Set("Content-Security-Policy", appPolicy)
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		if strings.HasPrefix(r.URL.Path, "/console/assets/") { // named by their content
			header.Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		static.ServeHTTP(w, r)
	})
}
