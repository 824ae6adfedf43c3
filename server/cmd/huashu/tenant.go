package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"huashu/server"
	"huashu/server/client"
	"huashu/server/setup"
)

func tenantCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "tenant", Short: "add shops to a server"}
	cmd.AddCommand(tenantAddCommand(), tenantAdminCommand())
	return cmd
}

// setupToken is the environment variable with the setup token of a server on
// Cloudflare Workers, as its deployment has it.
const setupToken = "HUASHU_SETUP_TOKEN"

// tenantAdminCommand helps a shop whose admins have all lost their tokens.
func tenantAdminCommand() *cobra.Command {
	var data string
	cmd := &cobra.Command{
		Use:   "admin ID",
		Short: "add an admin to a shop that has lost its own; prints the token",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			store, err := openData(cmd.Context(), data)
			if err != nil {
				return err
			}
			defer store.Close()
			if _, err := store.Tenant(cmd.Context(), args[0]); err != nil {
				return err
			}
			token, err := setup.AddAdmin(cmd.Context(), store, args[0], time.Now())
			if err != nil {
				return err
			}
			return say(cmd, "token of a new admin of %s, shown this once only:\n  %s", args[0], token)
		},
	}
	dataFlag(cmd, &data)
	return cmd
}

func tenantAddCommand() *cobra.Command {
	var data, remote, public string
	var shop client.NewShop
	cmd := &cobra.Command{
		Use:   "add ID",
		Short: "add a shop; prints its enrolment link and its admin's token",
		Long: `add adds a shop to the server whose data folder is here, or, with --server, to
one on Cloudflare Workers. For that the environment variable ` + setupToken + `
holds the setup token of the deployment.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			shop.ID, shop.Name = args[0], cmp.Or(shop.Name, args[0])
			var added client.AddedShop
			var err error
			if remote != "" {
				setup := client.Setup{Server: strings.TrimSuffix(remote, "/"), Token: os.Getenv(setupToken)}
				added, err = setup.AddTenant(cmd.Context(), shop)
			} else {
				added, err = addHere(cmd.Context(), data, public, shop)
			}
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "enrolment link for its agents:\n  %s\ntoken of its admin, shown this once only:\n  %s\n", added.Enrolment, added.Token)
			return err
		},
	}
	dataFlag(cmd, &data)
	cmd.Flags().StringVar(&remote, "server", "", "address of a server on Cloudflare Workers")
	cmd.Flags().StringVar(&shop.Name, "name", "", "the shop's name as people write it")
	cmd.Flags().BoolVar(&shop.Solo, "solo", false, "the shop is run by one person, who may approve what they have edited")
	cmd.Flags().StringVar(&public, "public", "http://127.0.0.1:8787", "address at which agents reach the server")
	cmd.MarkFlagsMutuallyExclusive("server", "data")
	cmd.MarkFlagsMutuallyExclusive("server", "public")
	return cmd
}

// addHere adds a shop to the server whose data folder this is.
func addHere(ctx context.Context, data, public string, shop client.NewShop) (client.AddedShop, error) {
	var added client.AddedShop
	store, err := openData(ctx, data)
	if err != nil {
		return added, err
	}
	defer store.Close()
	added.Enrolment, err = setup.EnrolmentLink(ctx, store, public, shop.ID)
	if err != nil {
		return added, fmt.Errorf("%w: first give the server its keys with huashu keys install", err)
	}
	added.Token, err = setup.AddTenant(ctx, store, server.Tenant{ID: shop.ID, Name: shop.Name, Solo: shop.Solo, Created: time.Now()})
	return added, err
}
