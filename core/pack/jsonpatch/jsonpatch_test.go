package jsonpatch

import (
	"encoding/json"
	"math/rand/v2"
	"strconv"
	"testing"
)

// Apply and Diff are tested together on what a person would write, then each
// against the other on chance documents.
func TestDiff(t *testing.T) {
	for _, tt := range []struct{ name, before, after, want string }{
		{"nothing", `{"a":[1,{"b":null}]}`, `{"a":[1,{"b":null}]}`, `null`},
		{"a member changed", `{"a":1,"b":2}`, `{"a":1,"b":3}`, `[{"op":"replace","path":"/b","value":3}]`},
		{"a member more, one less", `{"a":1}`, `{"b":1}`, `[{"op":"remove","path":"/a"},{"op":"add","path":"/b","value":1}]`},
		{"null is a value", `{"a":1}`, `{"a":null}`, `[{"op":"replace","path":"/a","value":null}]`},
		{"another type", `{"a":[1]}`, `{"a":{}}`, `[{"op":"replace","path":"/a","value":{}}]`},
		{"a rule among others", `[{"id":"a","t":"一"},{"id":"c","t":"三"}]`, `[{"id":"a","t":"一"},{"id":"b","t":"二"},{"id":"c","t":"三"}]`,
			`[{"op":"add","path":"/1","value":{"id":"b","t":"二"}}]`},
		{"a rule less", `[{"id":"a"},{"id":"b"},{"id":"c"}]`, `[{"id":"a"},{"id":"c"}]`, `[{"op":"remove","path":"/1"}]`},
		{"a field of a rule", `[{"id":"a","message":"换一个词","title":"店规用词"},{"id":"b"}]`, `[{"id":"a","message":"换一种说法","title":"店规用词"},{"id":"b"}]`,
			`[{"op":"replace","path":"/0/message","value":"换一种说法"}]`},
		{"a word in a long list", `{"terms":["一","二","三","四","五","六","七","八","九","十","十一","十二","十三"]}`,
			`{"terms":["一","二","三","四","五","六","七","八","九","十","百","十一","十二","十三"]}`, `[{"op":"add","path":"/terms/10","value":"百"}]`},
		{"short lists are replaced", `{"x":["甲","乙"]}`, `{"x":["丙","丁"]}`, `[{"op":"replace","path":"/x","value":["丙","丁"]}]`},
		{"names with slashes", `{"a/b~c":1}`, `{"a/b~c":2}`, `[{"op":"replace","path":"/a~1b~0c","value":2}]`},
		{"quotes and brackets", `{"a":[1,"[\"{}\\"],"b":true}`, `{"a":[1,"]\"\\"],"b":false}`,
			`[{"op":"replace","path":"/a/1","value":"]\"\\"},{"op":"replace","path":"/b","value":false}]`},
		{"numbers as written", `{"a":1.50}`, `{"a":1.5}`, `[{"op":"replace","path":"/a","value":1.5}]`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ops, err := Diff([]byte(tt.before), []byte(tt.after))
			if err != nil {
				t.Fatal(err)
			}
			if got := string(mustMarshal(t, ops)); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if got := applied(t, tt.before, ops); got != tt.after {
				t.Errorf("applied: got %s, want %s", got, tt.after)
			}
		})
	}
}

func TestDiffOfChanceDocuments(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		before := string(mustMarshal(t, map[string]any{"x": chance(r, 3)}))
		after := string(mustMarshal(t, map[string]any{"x": chance(r, 3)}))
		ops, err := Diff([]byte(before), []byte(after))
		if err != nil {
			t.Fatal(err)
		}
		if got := applied(t, before, ops); got != after {
			t.Fatalf("from %s\nby %s\ngot %s\nwant %s", before, mustMarshal(t, ops), got, after)
		}
	}
}

func chance(r *rand.Rand, depth int) any {
	kind := r.IntN(5)
	if depth == 0 {
		kind = r.IntN(3)
	}
	switch kind {
	case 0:
		return nil
	case 1:
		return r.IntN(3)
	case 2:
		return string(rune('a' + r.IntN(4)))
	case 3:
		list := []any{}
		for range r.IntN(6) {
			list = append(list, chance(r, depth-1))
		}
		return list
	}
	object := map[string]any{}
	for range r.IntN(4) {
		object[[]string{"id", "m", "n~/", "o"}[r.IntN(4)]] = chance(r, depth-1)
	}
	return object
}

func TestApplyRefuses(t *testing.T) {
	for _, op := range []string{
		`{"op":"replace","path":"","value":1}`, `{"op":"replace","path":"a","value":1}`,
		`{"op":"replace","path":"/b","value":1}`, `{"op":"remove","path":"/b"}`, `{"op":"remove","path":"/a/3"}`,
		`{"op":"add","path":"/a/4","value":1}`, `{"op":"add","path":"/a/-1","value":1}`, `{"op":"add","path":"/a/01","value":1}`,
		`{"op":"add","path":"/a/-","value":1}`, `{"op":"add","path":"/n/x","value":1}`, `{"op":"add","path":"/null/x","value":1}`,
		`{"op":"add","path":"/c"}`, `{"op":"copy","path":"/c","value":1}`, `{"op":"replace","path":"/a/99999999999999999999","value":1}`,
	} {
		var o Operation
		if err := json.Unmarshal([]byte(op), &o); err != nil {
			t.Fatal(err)
		}
		if err := Parse([]byte(`{"a":[1,2,3],"n":1,"null":null}`)).Apply([]Operation{o}); err == nil {
			t.Errorf("%s was carried out", op)
		}
	}
	if err := Parse([]byte(`{"a":1}`)).Apply([]Operation{{"add", "/b", json.RawMessage(`{"x":`)}}); err == nil {
		t.Error("a value that is no JSON was taken")
	}
	for _, broken := range []string{``, `{`, `{"a"`, `{"a":`, `{"a":1`, `{"a":[}`, `{"a":"1}`, `[1,`, `{a:1}`} {
		if err := Parse([]byte(broken)).Apply([]Operation{{"add", "/a/b", json.RawMessage("1")}}); err == nil {
			t.Errorf("%s was taken for a document", broken)
		}
	}
}

// A list of thousands must not cost more than one walk.
func BenchmarkDiff(b *testing.B) {
	var list []any
	for i := range 30000 {
		list = append(list, map[string]any{"id": strconv.Itoa(i), "message": "换一个词"})
	}
	before, _ := json.Marshal(list)
	list[20000] = map[string]any{"id": "20000", "message": "换一种说法"}
	after, _ := json.Marshal(append(list[:100:100], list[101:]...))
	for b.Loop() {
		if ops, err := Diff(before, after); err != nil || len(ops) != 2 {
			b.Fatal(len(ops), err)
		}
	}
}

func applied(t *testing.T, before string, ops []Operation) string {
	t.Helper()
	d := Parse([]byte(before))
	if err := d.Apply(ops); err != nil {
		t.Fatalf("%s: %v", mustMarshal(t, ops), err)
	}
	return string(d.Bytes())
}

func mustMarshal(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
