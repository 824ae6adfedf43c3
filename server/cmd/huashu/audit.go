package main

import (
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"huashu/server"
	"huashu/server/ledger"
	"huashu/server/release"
)

func auditCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "audit", Short: "check the record of who did what"}
	cmd.AddCommand(auditVerifyCommand())
	return cmd
}

func auditVerifyCommand() *cobra.Command {
	var data string
	cmd := &cobra.Command{
		Use:   "verify [TENANT]...",
		Short: "compute the audit of the shops (default: all) again, and compare it with what clients were told",
		RunE: func(cmd *cobra.Command, tenants []string) error {
			ctx := cmd.Context()
			if _, err := os.Stat(databaseFile(data)); err != nil {
				return err // and do not make an empty one
			}
			store, err := openData(ctx, data)
			if err != nil {
				return err
			}
			defer store.Close()
			if len(tenants) == 0 {
				all, err := store.Tenants(ctx)
				if err != nil {
					return err
				}
				for _, t := range all {
					tenants = append(tenants, t.ID)
				}
			}
			var broken []error
			for _, tenant := range tenants {
				v, err := (&ledger.Ledger{Store: store}).Verify(ctx, tenant)
				if err != nil {
					return err
				}
				told, err := toldAudit(cmd, store, tenant)
				if err != nil {
					return err
				}
				switch {
				case !v.OK:
					broken = append(broken, fmt.Errorf("audit of %s is broken: %s", tenant, v.Reason))
				case told != "" && !slices.Contains(v.Hashes, told):
					broken = append(broken, fmt.Errorf("audit of %s is broken: clients were told of entry %s, which is not there", tenant, told))
				default:
					if _, err := fmt.Fprintf(cmd.OutOrStdout(), "%s: %d entries in order, the last %s\n", tenant, v.Length, v.Head); err != nil {
						return err
					}
				}
			}
			return errors.Join(broken...)
		},
	}
	dataFlag(cmd, &data)
	return cmd
}

// toldAudit gives the end of the audit that the signed head names; empty when
// there is no head, or none in it.
func toldAudit(cmd *cobra.Command, store server.Store, tenant string) (string, error) {
	head, err := store.Head(cmd.Context(), tenant)
	if errors.Is(err, server.ErrNotFound) {
		return "", nil
	}
	var fresh server.Freshness
	if err == nil {
		err = release.ReadOwn(head.Envelope, &fresh)
	}
	return fresh.Audit, err
}
