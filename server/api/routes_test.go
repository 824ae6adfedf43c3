package api_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"huashu/server"
	"huashu/server/api"
	"huashu/server/servertest"
)

func TestOpenAPIDescribesEveryRouteAndNoOther(t *testing.T) {
	shop := servertest.New(t)
	res := shop.Do(t, "GET", "/v1/openapi.yaml", "", nil)
	var document struct {
		Paths map[string]map[string]yaml.Node
	}
	if err := yaml.NewDecoder(res.Body).Decode(&document); err != nil {
		t.Fatal(err)
	}
	described := map[string]string{}
	for path, item := range document.Paths {
		for method, node := range item {
			if method == "parameters" {
				continue
			}
			var operation struct {
				Access   string `yaml:"x-access"`
				Security []any
				Summary  string
			}
			if err := node.Decode(&operation); err != nil {
				t.Fatalf("%s %s: %v", method, path, err)
			}
			if public := operation.Security != nil; public != (operation.Access == "") {
				t.Errorf("%s %s: access %q, but security says public: %t", method, path, operation.Access, public)
			}
			if operation.Summary == "" {
				t.Errorf("%s %s: no summary", method, path)
			}
			described[strings.ToUpper(method)+" "+path] = operation.Access
		}
	}
	handled := map[string]string{}
	for _, r := range api.Routes() {
		handled[r.Method+" "+r.Path] = string(r.Access)
	}
	for _, route := range slices.Sorted(maps.Keys(described)) {
		if access, ok := handled[route]; !ok || access != described[route] {
			t.Errorf("openapi.yaml: %s needs %q; handled: %t, needs %q", route, described[route], ok, access)
		}
	}
	for _, route := range slices.Sorted(maps.Keys(handled)) {
		if _, ok := described[route]; !ok {
			t.Errorf("openapi.yaml lacks %s", route)
		}
	}
}

func TestNoRouteAnswersWithoutTheRightRole(t *testing.T) {
	shop := servertest.New(t)
	if err := shop.Store.CreateTenant(t.Context(), server.Tenant{ID: "another", Created: servertest.Day}); err != nil {
		t.Fatal(err)
	}
	type bearer struct {
		name, token string
		access      server.Access
	}
	inactive, inactiveToken := shop.NewMember(t, servertest.Tenant, server.AccessAdmin)
	inactive.Active = false
	if err := shop.Store.Apply(t.Context(), servertest.Tenant, server.Change{Members: []server.Member{inactive}}); err != nil {
		t.Fatal(err)
	}
	bearers := []bearer{
		{"nobody", "", ""},
		{"a guess", "huashu_" + strings.Repeat("A", 43), ""},
		{"an inactive admin", inactiveToken, ""},
		{"another shop's admin", shop.NewToken(t, "another", server.AccessAdmin), ""},
	}
	for _, access := range []server.Access{server.AccessViewer, server.AccessEditor, server.AccessReviewer, server.AccessAdmin} {
		bearers = append(bearers, bearer{"a " + string(access), shop.NewToken(t, servertest.Tenant, access), access})
	}
	names := strings.NewReplacer("{tenant}", servertest.Tenant, "{member}", "m_0", "{token}", "k_0", "{draft}", "d_0",
		"{sha256}", strings.Repeat("0", 64), "{seq}", "7", "{rule}", "shop.word")
	asked := 0
	for _, r := range api.Routes() {
		if r.Access == "" {
			continue
		}
		for _, b := range bearers {
			if r.Path == "/v1/admin/me" && b.name == "another shop's admin" {
				continue // is told of the other shop
			}
			// A session cookie would do nothing either.
			res := shop.Do(t, r.Method, names.Replace(r.Path), b.token, []byte("{}"), "Cookie", "token="+shop.Token)
			denied := res.StatusCode == http.StatusUnauthorized || res.StatusCode == http.StatusForbidden
			if denied == b.access.Allows(r.Access) {
				t.Errorf("%s %s by %s: status %d, it needs %s", r.Method, r.Path, b.name, res.StatusCode, r.Access)
			}
			if res.StatusCode >= 500 {
				t.Errorf("%s %s by %s: status %d", r.Method, r.Path, b.name, res.StatusCode)
			}
			asked++
		}
	}
	t.Logf("%d requests", asked)
	for _, b := range bearers {
		if b.token != "" && strings.Contains(shop.Log.String(), b.token) {
			t.Errorf("the token of %s stands in the log", b.name)
		}
	}
}
