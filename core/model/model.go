// Package model is a compact linear classifier over characters and words. It
// reads the tone of a reply where word lists and patterns stop short, and what
// a buyer wants.
//
// Training ([Train]) takes labelled messages and gives bytes, always the same
// ones; [Load] reads them in place. Each label has a weight for some of the
// features of a text; a text's score is the sum of its features' weights,
// damped by its length. Weights are small integers and so are scores, so that
// every machine finds the same.
package model

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"unsafe"

	"huashu/core/datrie"
)

// Model is a trained classifier. It is immutable and may be shared.
type Model struct {
	labels     []string
	bias       []int32
	thresholds []int32
	starts     []uint32 // feature → its first weight
	weights    []weight
	trie       *datrie.Trie
	margin     int64
}

// ErrFormat is wrapped by every error of [Load].
var ErrFormat = errors.New("model: not a model")

func formatError(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrFormat, fmt.Sprintf(format, args...))
}

// Load reads a model from b, which must not change afterwards. Whatever the
// bytes, a model that Load returns never panics. Errors wrap [ErrFormat].
func Load(b []byte) (*Model, error) {
	le := binary.LittleEndian
	if len(b) < headerSize || string(b[:4]) != magic {
		return nil, formatError("%d bytes without the mark %q", len(b), magic)
	}
	if v := le.Uint32(b[4:]); v != version {
		return nil, formatError("version %d, want %d", v, version)
	}
	labels, features, weights := uint64(le.Uint32(b[8:])), uint64(le.Uint32(b[12:])), uint64(le.Uint32(b[16:]))
	names, margin := uint64(le.Uint32(b[20:])), le.Uint32(b[24:])
	size := headerSize + 8*labels + 4*(features+1) + 2*weights + names
	if labels > maxLabels || margin == 0 || size > uint64(len(b)) {
		return nil, formatError("header out of range")
	}
	if uintptr(unsafe.Pointer(unsafe.SliceData(b)))%4 != 0 {
		words := make([]uint32, (len(b)+3)/4)
		aligned := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(words))), len(b))
		copy(aligned, b)
		b = aligned
	}
	m := &Model{margin: int64(margin)}
	at := uint64(headerSize)
	m.bias = unsafe.Slice((*int32)(unsafe.Pointer(&b[at])), labels)
	at += 4 * labels
	m.thresholds = unsafe.Slice((*int32)(unsafe.Pointer(&b[at])), labels)
	at += 4 * labels
	m.starts = unsafe.Slice((*uint32)(unsafe.Pointer(&b[at])), features+1)
	at += 4 * (features + 1)
	m.weights = unsafe.Slice((*weight)(unsafe.Pointer(unsafe.SliceData(b[at:]))), weights)
	at += 2 * weights
	m.labels = strings.Split(strings.TrimSuffix(string(b[at:at+names]), "\x00"), "\x00")
	at = (at + names + 7) / 8 * 8
	if at > uint64(len(b)) {
		return nil, formatError("cut short")
	}
	var err error
	if m.trie, err = datrie.Load(b[at:]); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	return m, m.check()
}

// check makes sure that every index is in range.
func (m *Model) check() error {
	if len(m.labels) != len(m.bias) {
		return formatError("%d names for %d labels", len(m.labels), len(m.bias))
	}
	if m.trie.Len() > 0 && uint64(m.trie.MaxValue())+1 >= uint64(len(m.starts)) {
		return formatError("a feature beyond the last")
	}
	for f := 1; f < len(m.starts); f++ {
		if m.starts[f] < m.starts[f-1] {
			return formatError("weights of feature %d", f)
		}
	}
	if int(m.starts[len(m.starts)-1]) > len(m.weights) {
		return formatError("weights cut short")
	}
	for _, w := range m.weights {
		if int(w.label) >= len(m.labels) {
			return formatError("label %d of %d", w.label, len(m.labels))
		}
	}
	return nil
}

// Labels gives the names of the labels, in the order of their numbers.
func (m *Model) Labels() []string { return m.labels }

// Label gives the number of a label.
func (m *Model) Label(name string) (int, bool) {
	for i, label := range m.labels {
		if label == name {
			return i, true
		}
	}
	return 0, false
}
