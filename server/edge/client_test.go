package edge

import (
	"net/http/httptest"
	"strings"
	"testing"
)

func TestClientAddress(t *testing.T) {
	for _, tt := range []struct {
		name, peer, forwarded, proxies, want string
	}{
		{"no proxy", "203.0.113.9:5000", "", "", "203.0.113.9"},
		{"a client that says it is another", "203.0.113.9:5000", "198.51.100.1", "", "203.0.113.9"},
		{"one proxy", "127.0.0.1:5000", "203.0.113.9", "127.0.0.1", "203.0.113.9"},
		{"a lie before the truth", "127.0.0.1:5000", "198.51.100.1, 203.0.113.9", "127.0.0.1", "203.0.113.9"},
		{"two proxies", "127.0.0.1:5000", "203.0.113.9,10.1.2.3", "127.0.0.1 10.0.0.0/8", "203.0.113.9"},
		{"only proxies", "127.0.0.1:5000", "10.1.2.3", "127.0.0.1 10.0.0.0/8", "10.1.2.3"},
		{"the proxy says nothing", "127.0.0.1:5000", "", "127.0.0.1", "127.0.0.1"},
		{"the proxy says nonsense", "127.0.0.1:5000", "203.0.113.9, unknown", "127.0.0.1", "127.0.0.1"},
		{"IPv4 in IPv6", "[::ffff:203.0.113.9]:5000", "", "", "203.0.113.9"},
		{"IPv6", "[2001:db8:1:2:3:4:5:6]:5000", "", "", "2001:db8:1:2:3:4:5:6"},
		{"a unix socket", "@", "203.0.113.9", "127.0.0.1", "invalid IP"},
	} {
		proxies, err := ParseProxies(strings.Fields(tt.proxies))
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = tt.peer
		if tt.forwarded != "" {
			r.Header.Set("X-Forwarded-For", tt.forwarded)
		}
		if got := proxies.Client(r).String(); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
	if _, err := ParseProxies([]string{"10.0.0.0/8", "nginx"}); err == nil || !strings.Contains(err.Error(), `"nginx"`) {
		t.Errorf("a proxy by name: got %v", err)
	}
}

func TestClientsOfOneNetworkAreOne(t *testing.T) {
	key := func(peer string) string {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = peer
		return clientKey(Proxies{}.Client(r))
	}
	if a, b := key("[2001:db8:1:2::1]:1"), key("[2001:db8:1:2:ffff::2]:2"); a != b {
		t.Errorf("one IPv6 /64 is two clients: %s, %s", a, b)
	}
	if a, b := key("[2001:db8:1:2::1]:1"), key("[2001:db8:1:3::1]:1"); a == b {
		t.Errorf("two IPv6 networks are one client: %s", a)
	}
	if a, b := key("203.0.113.9:1"), key("203.0.113.8:1"); a == b {
		t.Errorf("two IPv4 addresses are one client: %s", a)
	}
}

func TestLocal(t *testing.T) {
	for _, tt := range []struct {
		peer, header string
		want         bool
	}{
		{"127.0.0.1:5000", "", true},
		{"[::1]:5000", "", true},
		{"203.0.113.9:5000", "", false},
		{"127.0.0.1:5000", "X-Forwarded-For", false},
		{"127.0.0.1:5000", "Forwarded", false},
		{"127.0.0.1:5000", "Via", false},
	} {
		r := httptest.NewRequest("GET", "/metrics", nil)
		r.RemoteAddr = tt.peer
		if tt.header != "" {
			r.Header.Set(tt.header, "203.0.113.9")
		}
		if got := Local(r); got != tt.want {
			t.Errorf("from %s with %q: %t, want %t", tt.peer, tt.header, got, tt.want)
		}
	}
}
