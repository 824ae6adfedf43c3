// Command huashu is Huashu in one binary: it checks messages, builds and
// publishes rule packs, and serves them. This package only wires.
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

// stderr takes what is said beside the answers on standard output.
var stderr = os.Stderr

// version is what this build calls itself.
const version = "0.1.0"

func main() {
	if err := rootCommand().Execute(); err != nil {
		if !errors.Is(err, errFindings) {
			fmt.Fprintln(stderr, "huashu:", err)
		}
		os.Exit(1)
	}
}

func rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:           "huashu",
		Short:         "a coach for customer-service replies",
		Version:       version,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.AddCommand(checkCommand(), segmentCommand(), intentCommand(), suggestCommand(), catalogueCommand(), packCommand(), serveCommand(), keysCommand(), tenantCommand(), auditCommand(), backupCommand(), restoreCommand())
	return root
}
