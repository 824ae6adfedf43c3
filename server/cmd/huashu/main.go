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
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.AddCommand(checkCommand(), segmentCommand(), packCommand())
	return root
}
