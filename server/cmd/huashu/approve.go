package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
)

func packApproveCommand() *cobra.Command {
	var p publication
	cmd := &cobra.Command{
		Use:   "approve DRAFT",
		Short: "sign a submitted draft, after running its examples here",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			done, err := p.approve(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), done)
			return err
		},
	}
	p.flags(cmd)
	return cmd
}

// approve signs a draft's pack as the release after the one that is stable.
// Nothing that the server says is signed unchecked.
func (p *publication) approve(ctx context.Context, draft string) (string, error) {
	admin, next, key, err := p.open(ctx)
	if err != nil {
		return "", err
	}
	d, err := admin.Draft(ctx, draft)
	if err != nil {
		return "", err
	}
	proposed, err := admin.Proposal(ctx, draft)
	if err != nil {
		return "", err
	}
	pack, err := admin.Object(ctx, proposed.Pack)
	if err != nil {
		return "", err
	}
	run, err := examples(pack)
	if err != nil {
		return "", err
	}
	next.Pack = proposed.Pack
	envelope, err := sign(next, proposed, key)
	if err != nil {
		return "", err
	}
	record, err := admin.Approve(ctx, d, envelope)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("approved %q as release %d of %s; %d examples held; roll it out from the console", record.Title, record.Seq, p.tenant, run), nil
}
