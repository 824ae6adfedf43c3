//go:build !wasip1

// Package wasm carries the module that every agent's browser runs, so that the
// server can put releases to the test on the very same file.
package wasm

import _ "embed"

// Module is huashu.wasm. It is built, not committed.
//
//go:generate sh -c "GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared -trimpath -ldflags='-s -w' -o dist/huashu.wasm ."
//go:embed dist/huashu.wasm
var Module []byte
