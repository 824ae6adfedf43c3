package main

import (
	"cmp"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"huashu/server/setup"
)

func tenantCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "tenant", Short: "add shops to a server"}
	cmd.AddCommand(tenantAddCommand())
	return cmd
}

func tenantAddCommand() *cobra.Command {
	var data, name, public string
	cmd := &cobra.Command{
		Use:   "add ID",
		Short: "add a shop; prints its enrolment link and its reviewer's token",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, id := cmd.Context(), args[0]
			store, err := openData(ctx, data)
			if err != nil {
				return err
			}
			defer store.Close()
			link, err := setup.EnrolmentLink(ctx, store, public, id)
			if err != nil {
				return fmt.Errorf("%w: first give the server its keys with huashu keys install", err)
			}
			token, err := setup.AddTenant(ctx, store, id, cmp.Or(name, id), time.Now())
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "enrolment link for its agents:\n  %s\ntoken of its reviewer, shown this once only:\n  %s\n", link, token)
			return err
		},
	}
	dataFlag(cmd, &data)
	cmd.Flags().StringVar(&name, "name", "", "the shop's name as people write it")
	cmd.Flags().StringVar(&public, "public", "http://127.0.0.1:8787", "address at which agents reach the server")
	return cmd
}
