package gomod

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const gojieba = "github.com/yanyiwu/gojieba"

func TestDir(t *testing.T) {
	dir, err := Dir(gojieba)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "deps", "cppjieba", "dict")); err != nil {
		t.Error(err)
	}
	_, version, _ := strings.Cut(filepath.Base(dir), "@")
	if same, err := Dir(gojieba + "@" + version); err != nil || same != dir {
		t.Errorf("by its version: %q, %v, want %q", same, err, dir)
	}
}

func TestDirSaysWhichModuleItDoesNotFind(t *testing.T) {
	const none = "example.invalid/none"
	if dir, err := Dir(none); err == nil || !strings.Contains(err.Error(), "go mod download "+none) {
		t.Errorf("got %q, %v", dir, err)
	}
}
