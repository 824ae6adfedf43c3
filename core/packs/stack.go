package packs

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"huashu/core"
	"huashu/core/pack"
)

// Open gives the compiled pack that a list of paths means: none is the default
// stack; folders are stacked in their order on top of the default stack; a file
// must be a compiled pack and stand alone.
func Open(paths ...string) ([]byte, error) {
	if len(paths) == 0 {
		return Default(), nil
	}
	if len(paths) == 1 {
		if info, err := os.Stat(paths[0]); err == nil && !info.IsDir() {
			return readCompiled(paths[0])
		}
	}
	stack, err := Stack(paths...)
	if err != nil {
		return nil, err
	}
	return Build(stack...)
}

// Build compiles a stack. What the default packs have learnt is taken over where
// the stack adds nothing to learn from.
func Build(stack ...*pack.Source) ([]byte, error) {
	shipped, err := pack.Load(compiled)
	if err != nil {
		return nil, err
	}
	return pack.BuildFrom(shipped, stack...)
}

// Stack reads folders on top of the default packs. A folder that holds a pack
// of a default pack's name takes its place, so that the shipped sources can be
// worked on.
func Stack(folders ...string) ([]*pack.Source, error) {
	stack, err := Sources()
	if err != nil {
		return nil, err
	}
	var errs []error
	for _, dir := range folders {
		src, err := readFolder(dir)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		replaced := false
		for i := range stack {
			if stack[i].Meta.Name == src.Meta.Name {
				stack[i], replaced = src, true
			}
		}
		if !replaced {
			stack = append(stack, src)
		}
	}
	return stack, errors.Join(errs...)
}

func readFolder(dir string) (*pack.Source, error) {
	info, err := os.Stat(dir)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", core.ErrPack, err)
	case !info.IsDir():
		return nil, fmt.Errorf("%w: %s: a compiled pack stands alone, only folders can be stacked", core.ErrPack, dir)
	}
	return pack.Read(os.DirFS(dir), filepath.ToSlash(filepath.Clean(dir)))
}

func readCompiled(path string) ([]byte, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", core.ErrPack, err)
	}
	if !bytes.HasPrefix(b, []byte("HSPACK")) {
		return nil, fmt.Errorf("%w: %s is not a compiled pack; give a folder of YAML or a file made by pack build", core.ErrPack, path)
	}
	return b, nil
}
