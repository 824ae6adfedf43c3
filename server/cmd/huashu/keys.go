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
	cmd.AddCommand(keysInitCommand(), keysInstallCommand())
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

func dataFlag(cmd *cobra.Command, data *string) {
	cmd.Flags().StringVar(data, "data", "data", "folder that holds the server's state")
}

func databaseFile(data string) string { return filepath.Join(data, "huashu.db") }
