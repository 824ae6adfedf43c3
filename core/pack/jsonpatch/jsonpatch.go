// Package jsonpatch compares JSON documents and carries out the difference, as
// operations of RFC 6902. It knows the three that a difference needs: add,
// remove and replace. Documents of some megabytes with few changes are its
// case: what no operation touches is neither parsed nor written anew.
package jsonpatch

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Operation is one step of a patch. Steps are carried out in their order, each
// on what the one before has left.
type Operation struct {
	Op    string          `json:"op"`   // add, remove or replace
	Path  string          `json:"path"` // JSON Pointer, RFC 6901
	Value json.RawMessage `json:"value,omitempty"`
}

// Document is a JSON document that is parsed as far as it is looked at.
type Document struct{ root node }

// Parse makes a document of JSON as json.Marshal writes it, without spaces. What
// is not looked at is not checked.
func Parse(text []byte) *Document { return &Document{node{raw: text}} }

// Bytes gives the document as JSON. The keys of objects that were looked into
// are sorted.
func (d *Document) Bytes() []byte { return d.root.append(nil) }

// Apply carries out a patch. After an error the document is of no use.
func (d *Document) Apply(patch []Operation) error {
	for i, op := range patch {
		if err := d.apply(op); err != nil {
			return fmt.Errorf("operation %d: %s %s: %w", i, op.Op, op.Path, err)
		}
	}
	return nil
}

var (
	errPath   = errors.New("the path leads nowhere")
	errOp     = errors.New("unknown operation")
	errNoJSON = errors.New("not JSON")
	unescape  = strings.NewReplacer("~1", "/", "~0", "~")
	escape    = strings.NewReplacer("~", "~0", "/", "~1")
)

func (d *Document) apply(op Operation) error {
	steps := strings.Split(op.Path, "/")
	if len(steps) < 2 || steps[0] != "" {
		return errPath
	}
	at := &d.root
	last := unescape.Replace(steps[len(steps)-1])
	for _, step := range steps[1 : len(steps)-1] {
		next, err := at.child(unescape.Replace(step))
		if err != nil {
			return err
		}
		at = next
	}
	if op.Op == "remove" {
		return at.remove(last)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, op.Value); err != nil {
		return fmt.Errorf("value: %w", err)
	}
	value := node{raw: compact.Bytes()}
	switch op.Op {
	case "replace":
		old, err := at.child(last)
		if err == nil {
			*old = value
		}
		return err
	case "add":
		return at.add(last, &value)
	}
	return errOp
}

// node is a value: text, until it is opened.
type node struct {
	raw    []byte
	object map[string]*node
	array  []*node
}

// append appends the value as JSON.
func (n *node) append(dst []byte) []byte {
	switch {
	case n.object != nil:
		dst = append(dst, '{')
		for i, key := range slices.Sorted(maps.Keys(n.object)) {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(append(dst, encode(key)...), ':')
			dst = n.object[key].append(dst)
		}
		return append(dst, '}')
	case n.array != nil:
		dst = append(dst, '[')
		for i, item := range n.array {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = item.append(dst)
		}
		return append(dst, ']')
	}
	return append(dst, n.raw...)
}

// open takes an object or an array apart. It only cuts: encoding/json would
// check the whole text again at every level.
func (n *node) open() (err error) {
	if n.object != nil || n.array != nil {
		return nil
	}
	switch {
	case bytes.HasPrefix(n.raw, []byte("{")):
		n.object = map[string]*node{}
		for rest := n.raw[1:]; err == nil && !bytes.Equal(rest, []byte("}")); {
			var name, value []byte
			var key string
			if name, rest, err = cut(rest, ':'); err == nil {
				err = json.Unmarshal(name, &key)
			}
			if err == nil {
				value, rest, err = cut(rest, ',')
				n.object[key] = &node{raw: value}
			}
		}
	case bytes.HasPrefix(n.raw, []byte("[")):
		n.array = []*node{}
		for rest := n.raw[1:]; err == nil && !bytes.Equal(rest, []byte("]")); {
			var value []byte
			value, rest, err = cut(rest, ',')
			n.array = append(n.array, &node{raw: value})
		}
	default:
		return errPath
	}
	return err
}

// cut gives the value at the beginning of a text, and what follows it and the
// sign after it. The bracket that ends an object or array is left.
func cut(text []byte, sign byte) (value, rest []byte, err error) {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case depth == 0 && c == sign:
			return text[:i], text[i+1:], nil
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			if depth == 0 {
				return text[:i], text[i:], nil
			}
			depth--
		}
	}
	return nil, nil, errNoJSON
}

func (n *node) child(name string) (*node, error) {
	if err := n.open(); err != nil {
		return nil, err
	}
	if n.object != nil {
		if c := n.object[name]; c != nil {
			return c, nil
		}
		return nil, errPath
	}
	i, err := index(name, len(n.array)-1)
	if err != nil {
		return nil, err
	}
	return n.array[i], nil
}

func (n *node) remove(name string) error {
	if _, err := n.child(name); err != nil {
		return err
	}
	if n.object != nil {
		delete(n.object, name)
		return nil
	}
	i, err := index(name, len(n.array)-1)
	if err == nil {
		n.array = slices.Delete(n.array, i, i+1)
	}
	return err
}

func (n *node) add(name string, value *node) error {
	if err := n.open(); err != nil {
		return err
	}
	if n.object != nil {
		n.object[name] = value
		return nil
	}
	i, err := index(name, len(n.array))
	if err == nil {
		n.array = slices.Insert(n.array, i, value)
	}
	return err
}

// index reads a place in an array, at most most.
func index(name string, most int) (int, error) {
	i, err := strconv.Atoi(name)
	if err != nil || i < 0 || i > most || strconv.Itoa(i) != name {
		return 0, errPath
	}
	return i, nil
}
