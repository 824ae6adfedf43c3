// Package console serves the pages that people open in a browser: what is
// running here, how to join, and the supervisors' console.
package console

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
)

//go:embed pages
var files embed.FS

var pages = template.Must(template.ParseFS(files, "pages/*.html"))

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Welcome is what the first page says.
type Welcome struct {
	Version string
	Demo    *Demo // nil: no demo shop
	Remote  bool  // the server's data is on no machine of the shop's, as on Cloudflare Workers
}

// Demo tells of the demo shop.
type Demo struct {
	Server    string // address
	Enrolment string // the link
	Keys      string // folder of its keys, as the command line takes it
}

// Handler serves /, /enroll and, below /console/, the supervisors' console.
func Handler(w Welcome) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /{$}", page("index.html", w))
	mux.Handle("GET /enroll", page("enroll.html", nil))
	for _, name := range parts {
		mux.HandleFunc("GET /console/"+name, func(rw http.ResponseWriter, r *http.Request) {
			secure(rw)
			http.ServeFileFS(rw, r, files, "pages/"+name)
		})
	}
	mux.Handle("GET /console/{$}", app())
	mux.Handle("GET /console/assets/{name}", app())
	mux.Handle("GET /console", http.RedirectHandler("/console/", http.StatusPermanentRedirect))
	mux.HandleFunc("/", func(rw http.ResponseWriter, r *http.Request) {
		secure(rw)
		http.NotFound(rw, r)
	})
	return mux
}

func page(name string, data any) http.Handler {
	var html bytes.Buffer
	if err := pages.ExecuteTemplate(&html, name, data); err != nil {
		panic(err) // a template that does not fit its data: found by any test
	}
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		secure(w)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(html.Bytes()) // the client may have gone
	})
}

func secure(w http.ResponseWriter) {
	header := w.Header()
	header.Set("Content-Security-Policy", policy)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cache-Control", "no-cache")
}
