package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"huashu/core"
	"huashu/core/engine"
)

func intentCommand() *cobra.Command {
	var flags engineFlags
	cmd := &cobra.Command{
		Use:   "intent",
		Short: "tell what buyers' messages from standard input want",
		Long: `intent reads buyers' messages, one a line, and prints what each wants, the surest
first, with a score that is 0.5 where the engine begins to be sure. With
--format jsonl a line is {"id","text"} and {"id","intents":[{"id","score"}]}
comes out.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return eachText(cmd, &flags, func(e *engine.Engine, id any, text string) (any, string) {
				intents := e.Intents(text)
				words := make([]string, len(intents))
				for i, in := range intents {
					words[i] = fmt.Sprintf("%s %.3f", in.ID, in.Score)
				}
				return struct {
					ID      any           `json:"id"`
					Intents []core.Intent `json:"intents"`
				}{id, intents}, strings.Join(words, ", ")
			})
		},
	}
	flags.register(cmd)
	return cmd
}
