package main

import (
	"errors"
	"io"
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
			e, err := flags.open()
			if err != nil {
				return err
			}
			if flags.format == "jsonl" {
				return eachLine(cmd, func(w io.Writer, line int, raw []byte) error { return segmentJSON(e, w, line, raw) })
			}
			return eachLine(cmd, func(w io.Writer, _ int, raw []byte) error {
				var words []string
				for _, t := range e.Tokens(string(raw)) {
					words = append(words, t.Text)
				}
				_, err := io.WriteString(w, strings.Join(words, "/")+"\n")
				return err
			})
		},
	}
	flags.register(cmd)
	return cmd
}

func segmentJSON(e *engine.Engine, w io.Writer, line int, raw []byte) error {
	rec, err := readRecord(raw)
	if err != nil {
		return reject(w, line, rec.ID, err)
	}
	if rec.Text == nil {
		return reject(w, line, rec.ID, errors.New(`wants "text"`))
	}
	return writeJSON(w, struct {
		ID     any            `json:"id"`
		Tokens []engine.Token `json:"tokens"`
	}{rec.ID, e.Tokens(*rec.Text)})
}
