package api_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

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
