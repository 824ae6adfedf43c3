package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf16"

	"github.com/spf13/cobra"

	"huashu/core"
	"huashu/core/chat"
	"huashu/core/engine"
	"huashu/core/packs"
)

// engineFlags are what every command that runs the engine takes.
type engineFlags struct {
	packs   []string
	profile string
	format  string
}

func (f *engineFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&f.packs, "pack", nil, "folder of YAML or compiled file; repeat to stack (default: the packs built in)")
	cmd.Flags().StringVar(&f.profile, "profile", "", "profile, e.g. strict or taobao")
	cmd.Flags().StringVar(&f.format, "format", "", `"jsonl": one JSON a line in and out`)
}

func (f *engineFlags) open() (*engine.Engine, error) {
	if f.format != "" && f.format != "jsonl" {
		return nil, fmt.Errorf("unknown format %q (want jsonl, or none for plain text)", f.format)
	}
	compiled, err := packs.Open(f.packs...)
	if err != nil {
		return nil, err
	}
	return engine.Open(compiled)
}

// errFindings makes the command exit with 1 without another word.
var errFindings = errors.New("an error-level finding stands")

func checkCommand() *cobra.Command {
	var flags engineFlags
	cmd := &cobra.Command{
		Use:   "check",
		Short: "check agent messages from standard input against the rules",
		Long: `check reads messages from standard input, one a line, and prints what could be
better. With --format jsonl a line is {"id","text"} or {"id","messages"}, and
a line {"id","findings"} comes out for each, in order. The exit code is 1 when
a finding of severity error stands.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			e, err := flags.open()
			if err != nil {
				return err
			}
			c := checker{engine: e, profile: flags.profile}
			each := c.plain
			if flags.format == "jsonl" {
				each = c.json
			}
			if err := eachLine(cmd, each); err != nil {
				return err
			}
			if c.errors > 0 {
				return errFindings
			}
			return nil
		},
	}
	flags.register(cmd)
	return cmd
}

// maxLine bounds a line of input: a chat of a thousand long messages fits.
const maxLine = 8 << 20

// eachLine hands every line of standard input to a function that writes its
// answer.
func eachLine(cmd *cobra.Command, each func(w io.Writer, line int, text []byte) error) error {
	in := bufio.NewScanner(cmd.InOrStdin())
	in.Buffer(make([]byte, 64<<10), maxLine)
	out := bufio.NewWriter(cmd.OutOrStdout())
	n := 0
	for in.Scan() {
		n++
		if err := each(out, n, in.Bytes()); err != nil {
			return errors.Join(err, out.Flush())
		}
	}
	if err := in.Err(); err != nil {
		return errors.Join(fmt.Errorf("line %d: %w", n+1, err), out.Flush())
	}
	return out.Flush()
}

// eachText answers every text from standard input, in the form that the flags
// ask for: read gives the answer as JSON, with the record's ID, and as a line.
func eachText(cmd *cobra.Command, flags *engineFlags, read func(e *engine.Engine, id any, text string) (json any, line string)) error {
	e, err := flags.open()
	if err != nil {
		return err
	}
	if flags.format != "jsonl" {
		return eachLine(cmd, func(w io.Writer, _ int, raw []byte) error {
			_, line := read(e, nil, string(raw))
			_, err := io.WriteString(w, line+"\n")
			return err
		})
	}
	return eachLine(cmd, func(w io.Writer, line int, raw []byte) error {
		rec, err := readRecord(raw)
		if err == nil && rec.Text == nil {
			err = errors.New(`wants "text"`)
		}
		if err != nil {
			return reject(w, line, rec.ID, err)
		}
		answer, _ := read(e, rec.ID, *rec.Text)
		return writeJSON(w, answer)
	})
}

// record is one line of JSON input.
type record struct {
	ID       any           `json:"id"`
	Text     *string       `json:"text"`
	Messages *core.Chat    `json:"messages"`
	Context  recordContext `json:"context"`
}

// recordContext is a record's context: what rules depend on, and the shop.
type recordContext struct {
	Profile  string `json:"profile"`
	Platform string `json:"platform"`
	Today    string `json:"today"`
	core.Scene
}

func (c recordContext) words(profile string, role core.Role) core.Context {
	if c.Profile != "" {
		profile = c.Profile
	}
	return core.Context{Role: role, Profile: profile, Platform: c.Platform, Category: c.Shop.Category, Today: c.Today}
}

// checker writes findings and remembers whether one was an error.
type checker struct {
	engine  *engine.Engine
	profile string
	errors  int
}

func (c *checker) json(w io.Writer, line int, raw []byte) error {
	rec, err := readRecord(raw)
	if err != nil {
		return reject(w, line, rec.ID, err)
	}
	c.engine.SetShop(rec.Context.Front)
	c.engine.Focus(rec.Context.Focus)
	var findings []core.Finding
	if rec.Messages != nil {
		findings = c.engine.CheckChat(chat.FromChat(*rec.Messages), rec.Context.words(c.profile, core.Agent))
	} else {
		findings = c.engine.Check(*rec.Text, rec.Context.words(c.profile, core.Agent))
	}
	c.count(findings)
	return writeJSON(w, struct {
		ID       any            `json:"id"`
		Findings []core.Finding `json:"findings"`
	}{rec.ID, findings})
}

func (c *checker) plain(w io.Writer, line int, raw []byte) error {
	text := string(raw)
	findings := c.engine.Check(text, core.Context{Profile: c.profile})
	c.count(findings)
	for _, f := range findings {
		column := len([]rune(string(utf16.Decode(utf16.Encode([]rune(text))[:f.Start])))) + 1
		if _, err := fmt.Fprintf(w, "stdin:%d:%d: %s: %s [%s]\n", line, column, f.Severity, f.Message, f.Rule); err != nil {
			return err
		}
	}
	return nil
}

func (c *checker) count(findings []core.Finding) {
	for _, f := range findings {
		if f.Severity == core.Error {
			c.errors++
		}
	}
}

// readRecord reads a line of JSON. The ID comes back even when the rest is
// wrong, so that the answer can name it.
func readRecord(raw []byte) (record, error) {
	var rec record
	if err := json.Unmarshal(raw, &rec); err != nil {
		var id struct {
			ID any `json:"id"`
		}
		// A line that is not JSON at all has no id to recover.
		_ = json.Unmarshal(raw, &id)
		return record{ID: id.ID}, err
	}
	if (rec.Text == nil) == (rec.Messages == nil) {
		return rec, errors.New(`wants either "text" or "messages"`)
	}
	return rec, nil
}

// reject answers a malformed line and goes on with the next.
func reject(w io.Writer, line int, id any, cause error) error {
	if _, err := fmt.Fprintf(stderr, "line %d: %v\n", line, cause); err != nil {
		return err
	}
	return writeJSON(w, struct {
		ID    any    `json:"id"`
		Error string `json:"error"`
	}{id, cause.Error()})
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
