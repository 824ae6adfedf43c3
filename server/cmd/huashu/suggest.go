package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"huashu/core"
	"huashu/core/chat"
	"huashu/core/engine"
)

func suggestCommand() *cobra.Command {
	var flags engineFlags
	cmd := &cobra.Command{
		Use:   "suggest",
		Short: "suggest replies and products for chats from standard input",
		Long: `suggest reads chats, one JSON a line: {"id","messages":[{"role","t","text"}],
"context"}. The context, all of it optional, says what is known of the shop:
shop, cart_total, free_shipping_at, coupons, products. For each line
{"id","suggestions"} comes out, the best first.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if flags.format != "jsonl" {
				return errors.New("suggest reads and writes JSON lines: say --format jsonl")
			}
			e, err := flags.open()
			if err != nil {
				return err
			}
			return eachLine(cmd, func(w io.Writer, line int, raw []byte) error {
				return suggestJSON(e, flags.profile, w, line, raw)
			})
		},
	}
	flags.register(cmd)
	return cmd
}

func suggestJSON(e *engine.Engine, profile string, w io.Writer, line int, raw []byte) error {
	rec, err := readRecord(raw)
	if err == nil && rec.Messages == nil {
		err = errors.New(`wants "messages"`)
	}
	if err != nil {
		return reject(w, line, rec.ID, err)
	}
	e.Configure(rec.Context.words(profile, core.Agent), nil)
	e.SetShop(rec.Context.Front)
	state := chat.FromChat(*rec.Messages)
	state.Done = false // it is going on, or nobody would want to know
	suggestions, err := e.Suggest(state, rec.Context.Visit)
	if err != nil {
		return fmt.Errorf("suggest: %w", err)
	}
	return writeJSON(w, struct {
		ID          any               `json:"id"`
		Suggestions []core.Suggestion `json:"suggestions"`
	}{rec.ID, suggestions})
}
