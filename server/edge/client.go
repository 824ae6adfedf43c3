package edge

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Proxies are the networks whose word on a client's address is taken.
type Proxies []netip.Prefix

// ParseProxies reads addresses and networks (10.0.0.0/8).
func ParseProxies(texts []string) (Proxies, error) {
	var all Proxies
	for _, text := range texts {
		prefix, err := netip.ParsePrefix(text)
		if addr, notNetwork := netip.ParseAddr(text); notNetwork == nil {
			prefix, err = netip.PrefixFrom(addr, addr.BitLen()), nil
		}
		if err != nil {
			return nil, fmt.Errorf("proxy %q: want an address or a network such as 10.0.0.0/8", text)
		}
		all = append(all, prefix.Masked())
	}
	return all, nil
}

func (p Proxies) has(addr netip.Addr) bool {
	return slices.ContainsFunc(p, func(network netip.Prefix) bool { return network.Contains(addr) })
}

// Client gives the address that a request came from: of the connection or, if
// that is a proxy of ours, the last one in X-Forwarded-For that is not. What
// stands before that one anybody can have written. The zero Addr: unknown.
func (p Proxies) Client(r *http.Request) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	addr := peer.Addr().Unmap()
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		if !p.has(addr) {
			break
		}
		next, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break
		}
		addr = next.Unmap()
	}
	return addr
}

// Local says whether a request comes from this machine and was passed on by
// nobody.
func Local(r *http.Request) bool {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !peer.Addr().Unmap().IsLoopback() {
		return false
	}
	for _, name := range []string{"Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip"} {
		if r.Header.Get(name) != "" {
			return false
		}
	}
	return true
}

// clientKey names a client by its address. Of IPv6 the first 64 bits: the rest
// is a client's own to choose.
func clientKey(addr netip.Addr) string {
	if addr.Is6() {
		network, _ := addr.WithZone("").Prefix(64) // 64 is a valid length
		return network.String()
	}
	return addr.String()
}

func newSecret() []byte {
	secret := make([]byte, 32)
	rand.Read(secret) // never fails: see crypto/rand
	return secret
}

// alias is the name of a client in the log. It tells clients apart as long as
// the server runs, and cannot be turned back into an address.
func (e *Edge) alias(client string) string {
	mac := hmac.New(sha256.New, e.secret)
	mac.Write([]byte(client))
	return hex.EncodeToString(mac.Sum(nil)[:4])
}
