//go:build !js

// Command site writes the pages that the binary serves as files, for
// Cloudflare to serve without the server: the console, the welcome and the
// enrolment page, each with the headers that the binary gives them.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"huashu/server/console"
)

func main() {
	out := flag.String("o", "site", "folder to write")
	flag.Parse()
	if err := write(console.Handler(console.Welcome{Remote: true}), *out); err != nil {
		log.Fatal(err)
	}
}

// write asks a handler for every page and keeps the answers in a folder.
func write(pages http.Handler, out string) error {
	paths, err := console.Paths()
	if err != nil {
		return err
	}
	written := map[string]http.Header{}
	for _, path := range paths {
		answer := httptest.NewRecorder()
		pages.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, path, nil))
		if answer.Code != http.StatusOK {
			return fmt.Errorf("%s: status %d", path, answer.Code)
		}
		file := filepath.Join(out, fileOf(path))
		err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, answer.Body.Bytes(), fs.FileMode(0o644)))
		if err != nil {
			return err
		}
		if strings.HasPrefix(path, "/console/assets/") {
			path = "/console/assets/*" // all have the same
		}
		written[path] = answer.Header()
	}
	var headers strings.Builder
	for _, path := range slices.Sorted(maps.Keys(written)) {
		header(&headers, path, written[path])
	}
	return os.WriteFile(filepath.Join(out, "_headers"), []byte(headers.String()), 0o644)
}

// fileOf gives the file from which Cloudflare answers for a path.
func fileOf(path string) string {
	switch {
	case strings.HasSuffix(path, "/"):
		return path + "index.html"
	case filepath.Ext(path) == "":
		return path + ".html"
	}
	return path
}

// header writes what an answer carries as Cloudflare's file _headers has it.
func header(out *strings.Builder, path string, header http.Header) {
	fmt.Fprintln(out, path)
	for _, name := range slices.Sorted(maps.Keys(header)) {
		switch name {
		case "Content-Length", "Accept-Ranges", "Last-Modified", "Vary", "Content-Type": // the network's own
		default:
			fmt.Fprintf(out, "  %s: %s\n", name, header.Get(name))
		}
	}
}
