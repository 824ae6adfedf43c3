package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"huashu/server/backup"
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
				v, err := backup.Audit(ctx, store, tenant)
				if err != nil {
					return err
				}
				if !v.OK {
					broken = append(broken, fmt.Errorf("audit of %s is broken: %s", tenant, v.Reason))
				} else if err := say(cmd, "%s: %d entries in order, the last %s", tenant, v.Length, v.Head); err != nil {
					return err
				}
			}
			return errors.Join(broken...)
		},
	}
	dataFlag(cmd, &data)
	return cmd
}
