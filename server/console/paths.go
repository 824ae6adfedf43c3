package console

import (
	"io/fs"
	"path"
	"strings"
)

// parts are the files that the plain pages are made of.
var parts = []string{"style.css", "enroll.js", "icon.svg"}

// Paths lists all that Handler serves, for hosts that serve it as files.
func Paths() ([]string, error) {
	paths := []string{"/", "/enroll", "/console/"}
	for _, name := range parts {
		paths = append(paths, "/console/"+name)
	}
	assets, err := fs.Glob(dist, "web/dist/assets/*.gz")
	for _, file := range assets {
		paths = append(paths, "/console/assets/"+strings.TrimSuffix(path.Base(file), ".gz"))
	}
	return paths, err
}
