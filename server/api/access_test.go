package api_test

import (
	"net/http"
	"strings"
	"testing"

	"huashu/server"
	"huashu/server/api"
	"huashu/server/servertest"
)

// may says who may use each route, written down apart from the table of routes
// so that a slip there is found: nobody in particular, viewer, editor,
// reviewer, admin, and the admin of another shop; a dot for who is refused.
// body is how many bytes may be sent, and what they are.
var may = map[string]struct {
	who  string
	body int
	kind string
}{
	"GET /healthz":                  {"nveraO", 0, ""},
	"GET /readyz":                   {"nveraO", 0, ""},
	"GET /v1/openapi.yaml":          {"nveraO", 0, ""},
	"GET /v1/root/{n}":              {"nveraO", 0, ""},
	"GET /v1/t/{tenant}/head":       {"nveraO", 0, ""},
	"GET /v1/t/{tenant}/events":     {"nveraO", 0, ""},
	"GET /v1/t/{tenant}/ws":         {"nveraO", 0, ""},
	"POST /v1/t/{tenant}/status":    {"nveraO", small, "json"},
	"GET /v1/t/{tenant}/o/{sha256}": {"nveraO", 0, ""},

	"GET /v1/admin/me":                    {".veraO", 0, ""}, // is told of the own shop
	"GET {shop}/members":                  {".vera.", 0, ""},
	"POST {shop}/members":                 {"....a.", small, "json"},
	"PUT {shop}/members/{member}":         {"....a.", small, "json"},
	"POST {shop}/members/{member}/tokens": {"....a.", small, "none"},
	"GET {shop}/tokens":                   {"....a.", 0, ""},
	"DELETE {shop}/tokens/{token}":        {"....a.", small, "none"},

	"GET {shop}/drafts":                  {".vera.", 0, ""},
	"POST {shop}/drafts":                 {"..era.", files, "json"},
	"GET {shop}/drafts/{draft}":          {".vera.", 0, ""},
	"PUT {shop}/drafts/{draft}":          {"..era.", files, "json"},
	"DELETE {shop}/drafts/{draft}":       {"..era.", small, "none"},
	"POST {shop}/drafts/{draft}/submit":  {"..era.", small, "none"},
	"GET {shop}/drafts/{draft}/diff":     {".vera.", 0, ""},
	"POST {shop}/drafts/{draft}/return":  {"...ra.", small, "json"},
	"GET {shop}/drafts/{draft}/proposal": {".vera.", 0, ""},
	"POST {shop}/drafts/{draft}/approve": {"...ra.", 64 << 10, "json"},
	"POST {shop}/compile":                {"..era.", files, "json"},
	"POST {shop}/mine":                   {"..era.", 16 << 20, "json"},

	"GET {shop}/o/{sha256}":            {".vera.", 0, ""},
	"PUT {shop}/o/{sha256}":            {"..era.", 16 << 20, "bytes"},
	"GET {shop}/o/{sha256}/proposal":   {".vera.", 0, ""},
	"GET {shop}/releases":              {".vera.", 0, ""},
	"POST {shop}/releases":             {"...ra.", 64 << 10, "json"},
	"GET {shop}/releases/{seq}":        {".vera.", 0, ""},
	"GET {shop}/releases/{seq}/diff":   {".vera.", 0, ""},
	"GET {shop}/releases/{seq}/revert": {".vera.", 0, ""},

	"GET {shop}/rollout":          {".vera.", 0, ""},
	"PUT {shop}/rollout":          {"...ra.", small, "json"},
	"POST {shop}/rollout/halt":    {"...ra.", small, "none"},
	"PUT {shop}/killed/{rule}":    {"...ra.", small, "none"},
	"DELETE {shop}/killed/{rule}": {"...ra.", small, "none"},

	"GET {shop}/audit":        {".vera.", 0, ""},
	"GET {shop}/audit/verify": {".vera.", 0, ""},
	"GET {shop}/stats":        {".vera.", 0, ""},
	"GET {shop}/adoption":     {".vera.", 0, ""},
	"GET {shop}/health":       {".vera.", 0, ""},
}

const (
	small = 64 << 10
	files = 8<<20 + 64<<10
)

const shopPath = "/v1/admin/t/{tenant}"

// each runs over all routes with what may says of them. A route that may says
// nothing of fails, and so does one that is no longer there.
func each(t *testing.T, visit func(r api.Route, who string, body int, kind string)) {
	t.Helper()
	left := map[string]bool{}
	for name := range may {
		left[name] = true
	}
	for _, r := range api.Routes() {
		name := r.Method + " " + strings.Replace(r.Path, shopPath, "{shop}", 1)
		row, ok := may[name]
		if !ok {
			t.Errorf("a route without a row here: %s", name)
			continue
		}
		delete(left, name)
		visit(r, row.who, row.body, row.kind)
	}
	for name := range left {
		t.Errorf("a row without a route: %s", name)
	}
}

// filled gives a route's path with names of things, of which the shop may have
// none.
func filled(r api.Route) string {
	return strings.NewReplacer("{tenant}", servertest.Tenant, "{member}", "m_0", "{token}", "k_0", "{draft}", "d_0",
		"{sha256}", strings.Repeat("0", 64), "{seq}", "7", "{rule}", "shop.word", "{n}", "1").Replace(r.Path)
}

// TestRoutesByRoles asks for every route with every kind of token.
func TestRoutesByRoles(t *testing.T) {
	shop := servertest.New(t)
	if err := shop.Store.CreateTenant(t.Context(), server.Tenant{ID: "another", Created: servertest.Day}); err != nil {
		t.Fatal(err)
	}
	inactive, inactiveToken := shop.NewMember(t, servertest.Tenant, server.AccessAdmin)
	inactive.Active = false
	if err := shop.Store.Apply(t.Context(), servertest.Tenant, server.Change{Members: []server.Member{inactive}}); err != nil {
		t.Fatal(err)
	}
	tokens := map[byte]string{
		'v': shop.NewToken(t, servertest.Tenant, server.AccessViewer), 'e': shop.NewToken(t, servertest.Tenant, server.AccessEditor),
		'r': shop.NewToken(t, servertest.Tenant, server.AccessReviewer), 'a': shop.NewToken(t, servertest.Tenant, server.AccessAdmin),
		'O': shop.NewToken(t, "another", server.AccessAdmin),
		'i': inactiveToken, 'g': "huashu_" + strings.Repeat("A", 43), // an inactive admin, and a guess
	}
	asked, refused := 0, 0
	ask := func(r api.Route, token string, header ...string) int {
		t.Helper()
		asked++
		status := shop.Do(t, r.Method, filled(r), token, []byte("{}"), header...).StatusCode
		if status >= 500 {
			t.Errorf("%s %s: status %d", r.Method, r.Path, status)
		}
		return status
	}
	each(t, func(r api.Route, who string, _ int, _ string) {
		for i, role := range []byte("nveraO") {
			want := 0
			if who[i] == '.' {
				want = http.StatusForbidden
				if role == 'n' {
					want = http.StatusUnauthorized
				}
				refused++
			}
			status := ask(r, tokens[role])
			if denied := status == http.StatusUnauthorized || status == http.StatusForbidden; denied != (want != 0) || denied && status != want {
				t.Errorf("%s %s by %c: status %d, want %d", r.Method, r.Path, role, status, want)
			}
		}
		if who[0] != '.' {
			return
		}
		for _, role := range []byte("ig") {
			if status := ask(r, tokens[role]); status != http.StatusUnauthorized {
				t.Errorf("%s %s by %c: status %d, want 401", r.Method, r.Path, role, status)
			}
		}
		// A token counts where it belongs and nowhere else.
		for _, header := range [][]string{{"Cookie", "token=" + tokens['a']}, {"X-Token", tokens['a']}, {"Authorization", "Basic " + tokens['a']}, {"Authorization", tokens['a']}} {
			if status := ask(r, "", header...); status != http.StatusUnauthorized {
				t.Errorf("%s %s with the token in %s: status %d, want 401", r.Method, r.Path, header[0], status)
			}
		}
		if res := shop.Do(t, r.Method, filled(r)+"?access_token="+tokens['a']+"&token="+tokens['a'], "", nil); res.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s %s with the token in the query: status %d, want 401", r.Method, r.Path, res.StatusCode)
		}
	})
	t.Logf("%d requests to %d routes", asked, len(may))
	for role, token := range tokens {
		if strings.Contains(shop.Log.String(), token) {
			t.Errorf("the token of %c stands in the log", role)
		}
	}
}

// TestWhoIsRefusedChangesNothing tries every write without the right to it on
// things that are there.
func TestWhoIsRefusedChangesNothing(t *testing.T) {
	shop, editor, _ := desks(t)
	shop.Publish(t, "pack one")
	draft := editor.draft("pack two")
	member, _ := shop.NewMember(t, servertest.Tenant, server.AccessViewer)
	viewer := shop.NewToken(t, servertest.Tenant, server.AccessViewer)
	before, err := shop.Store.LastEntry(t.Context(), servertest.Tenant)
	if err != nil {
		t.Fatal(err)
	}
	there := strings.NewReplacer("d_0", draft.ID, "m_0", member.ID, strings.Repeat("0", 64), draft.Pack.SHA256)
	each(t, func(r api.Route, who string, _ int, _ string) {
		if r.Method == "GET" || who[1] != '.' {
			return
		}
		for _, token := range []string{"", viewer} {
			shop.Do(t, r.Method, there.Replace(filled(r)), token, []byte(`{}`), "If-Match", draft.ETag())
		}
	})
	after, err := shop.Store.LastEntry(t.Context(), servertest.Tenant)
	if err != nil || after != before {
		t.Errorf("the audit ended with %+v, and now with %+v, %v", before, after, err)
	}
}
