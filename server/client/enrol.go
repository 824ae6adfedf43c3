// Package client follows a tenant: it fetches what the server says is current
// and believes none of it before it has checked it, in the order that
// PROTOCOL.md gives. The extension does the same in TypeScript; both pass the
// scenarios in ../testdata/scenarios.json.
package client

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"huashu/server"
)

// Enrolment is all a client has to be told to follow a tenant.
type Enrolment struct {
	Server      string `json:"server"` // address without a final slash, e.g. https://rules.example.cn
	Tenant      string `json:"tenant"`
	Root        int64  `json:"root"`        // number of the root to start from
	Fingerprint string `json:"fingerprint"` // of that root: see release.Fingerprint
}

// Link writes the enrolment as one link. All of it stands behind the #, so
// that opening the link tells no server about it.
func (e Enrolment) Link() string {
	return fmt.Sprintf("%s/enroll#tenant=%s&root=%d&sha256=%s", e.Server, e.Tenant, e.Root, e.Fingerprint)
}

// ParseLink reads an enrolment link. Plain http is accepted for this very
// machine only.
func ParseLink(link string) (Enrolment, error) {
	bad := func(format string, args ...any) (Enrolment, error) {
		return Enrolment{}, fmt.Errorf("enrolment link: "+format, args...)
	}
	u, err := url.Parse(strings.TrimSpace(link))
	if err != nil {
		return bad("%w", err)
	}
	path, ok := strings.CutSuffix(u.Path, "/enroll")
	if !ok || u.Host == "" || u.User != nil || u.RawQuery != "" {
		return bad("want https://server/enroll#…")
	}
	if u.Scheme != "https" && (u.Scheme != "http" || u.Hostname() != "localhost" && u.Hostname() != "127.0.0.1") {
		return bad("want https, not %s://%s", u.Scheme, u.Host)
	}
	q, err := url.ParseQuery(u.Fragment)
	if err != nil {
		return bad("%w", err)
	}
	e := Enrolment{Server: u.Scheme + "://" + u.Host + path, Tenant: q.Get("tenant"), Fingerprint: q.Get("sha256")}
	if e.Root, err = strconv.ParseInt(q.Get("root"), 10, 64); err != nil || e.Root < 1 {
		return bad("root %q is not a number", q.Get("root"))
	}
	if !server.ValidTenantID(e.Tenant) {
		return bad("tenant %q is not a name", e.Tenant)
	}
	if !server.ValidSHA256(e.Fingerprint) {
		return bad("sha256 %q is not a fingerprint", e.Fingerprint)
	}
	return e, nil
}
