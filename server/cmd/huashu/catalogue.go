package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"huashu/core/catalogue"
)

func catalogueCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "catalogue", Short: "work on lists of a shop's goods"}
	cmd.AddCommand(&cobra.Command{
		Use:   "check FILE",
		Short: "read a list of goods, CSV or JSON, and name every mistake by its line",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			data, err := os.ReadFile(args[0])
			if err != nil {
				return fmt.Errorf("catalogue: %w", err)
			}
			products, problems := catalogue.Read(data)
			out := cmd.OutOrStdout()
			for _, p := range problems {
				if _, err := fmt.Fprintf(out, "%s:%v\n", args[0], p); err != nil {
					return err
				}
			}
			if len(problems) > 0 {
				return fmt.Errorf("%s: %d mistakes", args[0], len(problems))
			}
			related := 0
			for _, p := range products {
				related += len(p.Related)
			}
			_, err = fmt.Fprintf(out, "%s: %d products, %d relations\n", args[0], len(products), related)
			return err
		},
	})
	return cmd
}
