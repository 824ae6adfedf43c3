package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"huashu/server/backup"
	"huashu/server/setup"
)

func backupCommand() *cobra.Command {
	var data string
	cmd := &cobra.Command{
		Use:   "backup FILE",
		Short: "copy a server's state into a new file, also while it serves, and verify the copy",
		Long: `backup copies the database of a data folder into a new file, also while huashu
serve runs, and goes over the copy: SQLite's own check, the roots, and every
shop's audit, head and releases.

The online key is not in it: keep online.pem where you keep the other keys.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			shops, err := backup.Write(cmd.Context(), databaseFile(data), args[0])
			if err != nil {
				return err
			}
			info, err := os.Stat(args[0])
			if err != nil {
				return err
			}
			return errors.Join(say(cmd, "%s: %d bytes, verified", args[0], info.Size()), tellShops(cmd, shops))
		},
	}
	dataFlag(cmd, &data)
	return cmd
}

func restoreCommand() *cobra.Command {
	var data string
	var replace bool
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "verify a backup and put it into a data folder",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			unlock, err := lockData(data)
			if err != nil {
				return err
			}
			defer unlock()
			done, err := backup.Restore(cmd.Context(), args[0], databaseFile(data), replace, time.Now())
			if errors.Is(err, backup.ErrInPlace) {
				return fmt.Errorf("%w; --replace moves it aside and puts the backup in its place", err)
			}
			if err != nil {
				return err
			}
			said := []error{say(cmd, "restored %s", databaseFile(data)), tellShops(cmd, done.Shops)}
			if done.Kept != "" {
				said = append(said, say(cmd, "what was in place before is %s", done.Kept))
			}
			if _, err := os.Stat(filepath.Join(data, setup.OnlineKeyFile)); err != nil {
				said = append(said, say(cmd, "the online key is missing: put %s into %s", setup.OnlineKeyFile, data))
			}
			said = append(said, say(cmd, "whatever was done after the backup is undone: tokens revoked since are good again, releases since have to be published again"))
			return errors.Join(said...)
		},
	}
	dataFlag(cmd, &data)
	cmd.Flags().BoolVar(&replace, "replace", false, "move the database in place aside")
	return cmd
}

func tellShops(cmd *cobra.Command, shops []backup.Shop) error {
	var said error
	for _, s := range shops {
		release := "no release"
		if s.Stable > 0 {
			release = fmt.Sprintf("release %d is stable", s.Stable)
		}
		said = errors.Join(said, say(cmd, "%s: %s; %d entries in the audit, the last of %s", s.ID, release, s.Entries, s.Last.Format(time.RFC3339)))
	}
	return said
}

func say(cmd *cobra.Command, format string, args ...any) error {
	_, err := fmt.Fprintf(cmd.OutOrStdout(), format+"\n", args...)
	return err
}
