package main

import (
	"errors"
	"fmt"
	"io"
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
			e, err := flags.open()
			if err != nil {
				return err
			}
			if flags.format == "jsonl" {
				return eachLine(cmd, func(w io.Writer, line int, raw []byte) error { return intentJSON(e, w, line, raw) })
			}
			return eachLine(cmd, func(w io.Writer, _ int, raw []byte) error {
				var words []string
				for _, i := range e.Intents(string(raw)) {
					words = append(words, fmt.Sprintf("%s %.3f", i.ID, i.Score))
				}
				_, err := io.WriteString(w, strings.Join(words, ", ")+"\n")
				return err
			})
		},
	}
	flags.register(cmd)
	return cmd
}

func intentJSON(e *engine.Engine, w io.Writer, line int, raw []byte) error {
	rec, err := readRecord(raw)
	if err != nil {
		return reject(w, line, rec.ID, err)
	}
	if rec.Text == nil {
		return reject(w, line, rec.ID, errors.New(`wants "text"`))
	}
	return writeJSON(w, struct {
		ID      any           `json:"id"`
		Intents []core.Intent `json:"intents"`
	}{rec.ID, e.Intents(*rec.Text)})
}
