// Package gate is the release gate: a pack is let out only after the engine
// has loaded it and all of its examples have held. Gate does so in the very
// module that agents run, within a limit of memory and of time.
package gate

import (
	"fmt"
	"strings"

	"huashu/server"
)

// Level is the engine level of the module built here. It is raised with every
// change after which older engines can no longer load new packs.
const Level = 1

// maxFailures is how many failing examples a refusal names.
const maxFailures = 10

// passed refuses a pack some of whose examples fail.
func passed(run int, failures []string) error {
	n := len(failures)
	if n == 0 {
		return nil
	}
	shown := strings.Join(failures[:min(n, maxFailures)], "\n")
	return fmt.Errorf("%w: %d of %d examples fail:\n%s", server.ErrGate, n, run, shown)
}
