package jsonpatch

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strconv"
)

// identities are the members that name an object within its list, the first
// that it has.
var identities = []string{"id", "name", "text", "wrong"}

// Diff gives a patch that makes one document of another. Items of lists are
// told apart by what names them, so that a new one among thousands is one
// operation.
func Diff(before, after []byte) ([]Operation, error) {
	b, err := decode(before)
	if err != nil {
		return nil, err
	}
	a, err := decode(after)
	if err != nil {
		return nil, err
	}
	return diff(nil, "", b, a), nil
}

func decode(text []byte) (any, error) {
	var v any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber() // as they are written
	err := d.Decode(&v)
	return v, err
}

// diff appends what leads from b to a, both at path.
func diff(ops []Operation, path string, b, a any) []Operation {
	if reflect.DeepEqual(b, a) {
		return ops
	}
	var parts []Operation
	switch a := a.(type) {
	case map[string]any:
		b, ok := b.(map[string]any)
		if !ok {
			break
		}
		parts = objects(path, b, a)
	case []any:
		b, ok := b.([]any)
		if !ok {
			break
		}
		parts = lists(path, b, a)
	}
	whole := Operation{"replace", path, encode(a)}
	if path != "" && (parts == nil || size(parts...) >= size(whole)) {
		return append(ops, whole)
	}
	return append(ops, parts...)
}

func objects(path string, b, a map[string]any) (ops []Operation) {
	for _, key := range slices.Sorted(maps.Keys(b)) {
		if _, stays := a[key]; !stays {
			ops = append(ops, Operation{Op: "remove", Path: path + "/" + escape.Replace(key)})
		}
	}
	for _, key := range slices.Sorted(maps.Keys(a)) {
		at := path + "/" + escape.Replace(key)
		if was, ok := b[key]; ok {
			ops = diff(ops, at, was, a[key])
		} else {
			ops = append(ops, Operation{"add", at, encode(a[key])})
		}
	}
	return ops
}

// lists walks both lists at once. What is only in the one is removed, what is
// only in the other added; an item that has moved is removed where it was.
func lists(path string, b, a []any) (ops []Operation) {
	bNames, aNames := names(b), names(a)
	inB, inA := count(bNames), count(aNames)
	i, j := 0, 0
	for i < len(b) || j < len(a) {
		at := path + "/" + strconv.Itoa(j)
		gone := i < len(b) && inA[bNames[i]] == 0
		fresh := j < len(a) && inB[aNames[j]] == 0
		switch {
		case i < len(b) && j < len(a) && (bNames[i] == aNames[j] || gone && fresh):
			ops = diff(ops, at, b[i], a[j])
			inB[bNames[i]]--
			inA[aNames[j]]--
			i, j = i+1, j+1
		case j < len(a) && (fresh || i == len(b)):
			ops = append(ops, Operation{"add", at, encode(a[j])})
			inA[aNames[j]]--
			j++
		default:
			ops = append(ops, Operation{Op: "remove", Path: at})
			inB[bNames[i]]--
			i++
		}
	}
	return ops
}

func names(items []any) []string {
	out := make([]string, len(items))
	for i, item := range items {
		out[i] = name(item)
	}
	return out
}

func name(item any) string {
	if object, ok := item.(map[string]any); ok {
		for _, key := range identities {
			if s, ok := object[key].(string); ok {
				return s
			}
		}
	}
	return string(encode(item))
}

func count(names []string) map[string]int {
	n := make(map[string]int, len(names))
	for _, name := range names {
		n[name]++
	}
	return n
}

// encode writes what was decoded, which cannot fail.
func encode(v any) json.RawMessage {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

func size(ops ...Operation) (n int) {
	for _, op := range ops {
		n += len(op.Path) + len(op.Value) + len(`{"op":"replace","path":"","value":},`)
	}
	return n
}
