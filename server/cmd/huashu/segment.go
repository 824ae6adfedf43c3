package main

import (
	"strings"

	"github.com/spf13/cobra"

	"huashu/core/engine"
)

func segmentCommand() *cobra.Command {
	var flags engineFlags
	cmd := &cobra.Command{
		Use:   "segment",
		Short: "cut lines from standard input into words",
		Long: `segment prints the words of each line joined by "/". With --format jsonl a line
is {"id","text"} and {"id","tokens":[{"text","pos"}]} comes out.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return eachText(cmd, &flags, func(e *engine.Engine, id any, text string) (any, string) {
				tokens := e.Tokens(text)
				words := make([]string, len(tokens))
				for i, t := range tokens {
					words[i] = t.Text
				}
				return struct {
					ID     any            `json:"id"`
					Tokens []engine.Token `json:"tokens"`
				}{id, tokens}, strings.Join(words, "/")
			})
		},
	}
	flags.register(cmd)
	return cmd
}
