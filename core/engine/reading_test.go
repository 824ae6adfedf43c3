package engine_test

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"huashu/core"
)

// TestReadingOn types, deletes and pastes at random: a message that is read on from
// where it begins to differ from the one before has the same findings as one that
// is read from its beginning.
func TestReadingOn(t *testing.T) {
	typing, afresh := open(t), open(t)
	records, err := typing.Pack().Records()
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, r := range records.Rules {
		for _, bad := range r.Examples.Bad {
			said = append(said, strings.NewReplacer("[[", "", "]]", "").Replace(bad.Text))
		}
	}
	keys := []string{"，", "。", "！", "～", "…", " ", "\n", ".", "?", "1", "3", "①", "v", "微", "信", "薇", "❤", "✨", "[玫瑰]", "您", "你", "不", "“", "”", "😀", "繁體"}
	random := rand.New(rand.NewPCG(7, 11))
	message := ""
	for range 4000 {
		runes := []rune(message)
		at := random.IntN(len(runes) + 1)
		if random.IntN(3) > 0 {
			at = len(runes)
		}
		words := []rune(said[random.IntN(len(said))])
		switch n := random.IntN(10); {
		case n < 2 || len(runes) > 300:
			message = string(runes[:at/2])
		case n < 4:
			message = string(runes[:at]) + string(words)
		case n < 7:
			message = string(runes[:at]) + string(words[:random.IntN(min(4, len(words)))]) + string(runes[at:])
		default:
			message = string(runes[:at]) + keys[random.IntN(len(keys))] + string(runes[at:])
		}
		afresh.Check("\ue000", core.Context{}) // nothing in common with any message
		if got, want := typing.Check(message, core.Context{}), afresh.Check(message, core.Context{}); !reflect.DeepEqual(got, want) {
			t.Fatalf("%q:\nread on %v\nafresh  %v", message, got, want)
		}
	}
}
