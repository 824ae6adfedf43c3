// Package demo carries the demo page: a seller's workbench, built by Vite into
// dist before Go is built.
package demo

import (
	"embed"
	"io/fs"
	"net/http"
	"strings"
)

//go:embed all:dist
var files embed.FS

// policy lets the page run the engine as WebAssembly, and nothing from elsewhere.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Handler serves the page at /demo and what belongs to it below.
func Handler() http.Handler {
	dist, err := fs.Sub(files, "dist")
	if err != nil {
		panic(err) // "dist" is a valid path
	}
	static := http.StripPrefix("/demo", http.FileServerFS(dist))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", policy)
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Cache-Control", "no-cache")
		switch {
		case r.URL.Path == "/demo":
			http.Redirect(w, r, "/demo/", http.StatusPermanentRedirect)
			return
		case strings.HasPrefix(r.URL.Path, "/demo/assets/"): // named by their content
			header.Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		static.ServeHTTP(w, r)
	})
}
