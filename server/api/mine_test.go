package api_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"huashu/server"
	"huashu/server/api"
	"huashu/server/servertest"
)

// What is mined leaves no trace: not in the audit, and not in the store's files.
func TestMiningKeepsNothing(t *testing.T) {
	shop, editor, _ := desks(t)
	before, err := shop.Store.Entries(context.Background(), servertest.Tenant, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	const secret = "张三的电话是多少"
	terms, _ := do[server.Terms](editor, 200, "POST", "/mine", map[string]any{"log": secret + "\n好的\n"})
	if terms.Lines != 2 || terms.Keywords[0].Text != secret {
		t.Errorf("terms %+v", terms)
	}
	after, err := shop.Store.Entries(context.Background(), servertest.Tenant, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	if len(after) != len(before) {
		t.Errorf("%d entries in the audit, before %d", len(after), len(before))
	}
	for _, file := range []string{shop.Database, shop.Database + "-wal"} {
		data, err := os.ReadFile(file)
		if err == nil && strings.Contains(string(data), secret) {
			t.Errorf("%s holds a line of the log", file)
		}
	}
}

func TestMiningRefusals(t *testing.T) {
	_, editor, _ := desks(t)
	editor.refused(422, "form", "POST", "/mine", map[string]any{"log": strings.Repeat("x", server.MaxLog+1)})
	editor.refused(413, "size", "POST", "/mine", map[string]any{"log": strings.Repeat("x", 2*server.MaxLog)})
	editor.refused(422, "form", "POST", "/mine", map[string]any{"text": "x"})
}

func TestAServerWithoutMinerSaysSo(t *testing.T) {
	_, editor, _ := desks(t, func(c *api.Config) { c.Miner = nil })
	editor.refused(501, "no-miner", "POST", "/mine", map[string]any{"log": "x"})
}
