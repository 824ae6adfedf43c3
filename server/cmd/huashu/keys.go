package main

import (
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"huashu/server/setup"
)

func keysCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "keys", Short: "make and install signing keys"}
	cmd.AddCommand(keysInitCommand(), keysInstallCommand(), keysRotateCommand())
	return cmd
}

func keysInitCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "init DIR",
		Short: "make root, release and online keys in a new folder",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := setup.MakeKeys(args[0], time.Now()); err != nil {
				return err
			}
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "Keys are in %s; its README.txt says where each belongs.\n", args[0])
			return err
		},
	}
}

func keysInstallCommand() *cobra.Command {
	var data string
	cmd := &cobra.Command{
		Use:   "install DIR",
		Short: "give a server its share of a keys folder: root.json and online.pem",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			unlock, err := lockData(data) // a running server would go on with the key it has
			if err != nil {
				return err
			}
			defer unlock()
			store, err := openData(cmd.Context(), data)
			if err != nil {
				return err
			}
			defer store.Close()
			if err := setup.InstallKeys(cmd.Context(), store, args[0], data); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "Installed in %s. The other keys of %s do not belong on this machine.\n", data, args[0])
			return err
		},
	}
	dataFlag(cmd, &data)
	return cmd
}

func keysRotateCommand() *cobra.Command {
	var what setup.Rotation
	cmd := &cobra.Command{
		Use:   "rotate OLD NEW",
		Short: "make the keys and the root that follow those of a folder",
		Long: `rotate makes a new folder: keys of the old one, new ones for those that are
replaced, and the next root, signed by the old root key and by a new one if there
is one. Stop the server, huashu keys install NEW, and start it again.

A replaced online key no longer counts. A replaced release key goes on counting
beside the new one, so that clients keep trusting what it signed: publish with
the new key, then rotate once more with --retire.`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := setup.RotateKeys(args[0], args[1], what, time.Now()); err != nil {
				return err
			}
			return say(cmd, "Keys are in %s. Stop the server, huashu keys install %s, and start it again.", args[1], args[1])
		},
	}
	cmd.Flags().BoolVar(&what.Root, "root", false, "replace the root key")
	cmd.Flags().BoolVar(&what.Release, "release", false, "replace the release key")
	cmd.Flags().BoolVar(&what.Online, "online", false, "replace the online key")
	cmd.Flags().BoolVar(&what.Retire, "retire", false, "let release keys that were replaced before no longer count")
	return cmd
}

func dataFlag(cmd *cobra.Command, data *string) {
	cmd.Flags().StringVar(data, "data", "data", "folder that holds the server's state")
}

func databaseFile(data string) string { return filepath.Join(data, "huashu.db") }
