package main

import (
	"cmp"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"huashu/server"
	"huashu/server/setup"
)

func tenantCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "tenant", Short: "add shops to a server"}
	cmd.AddCommand(tenantAddCommand())
	return cmd
}

func tenantAddCommand() *cobra.Command {
	var data, name, public string
	var solo bool
	cmd := &cobra.Command{
		Use:   "add ID",
		Short: "add a shop; prints its enrolment link and its admin's token",
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
			token, err := setup.AddTenant(ctx, store, server.Tenant{ID: id, Name: cmp.Or(name, id), Solo: solo, Created: time.Now()})
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "enrolment link for its agents:\n  %s\ntoken of its admin, shown this once only:\n  %s\n", link, token)
			return err
		},
	}
	dataFlag(cmd, &data)
	cmd.Flags().StringVar(&name, "name", "", "the shop's name as people write it")
	cmd.Flags().BoolVar(&solo, "solo", false, "the shop is run by one person, who may approve what they have edited")
	cmd.Flags().StringVar(&public, "public", "http://127.0.0.1:8787", "address at which agents reach the server")
	return cmd
}
