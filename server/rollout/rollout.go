// Package rollout decides which clients get a candidate release. The client
// decides, so that one head, cacheable, serves all; this is the decision.
package rollout

import (
	"crypto/sha256"
	"encoding/binary"
)

// All is the share that takes in every client. Shares count ten-thousandths.
const All = 10000

// Shares are the steps of a rollout: 1, 10, 50 and 100 %.
var Shares = []int{100, 1000, 5000, All}

// Takes says whether the client with this secret is in the share. It is
// sticky: a client that is in stays in when the share grows under one salt,
// and another salt picks others. The secret never leaves the client.
func Takes(share int, salt, secret string) bool {
	sum := sha256.Sum256([]byte(salt + "\n" + secret))
	return int(binary.BigEndian.Uint32(sum[:4])%All) < share
}
