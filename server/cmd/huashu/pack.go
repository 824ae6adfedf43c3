package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"huashu/core/engine"
	"huashu/core/pack"
	"huashu/core/packs"
)

func packCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "pack", Short: "test, build, compare and publish rule packs"}
	cmd.AddCommand(packTestCommand(), packMeasureCommand(), packLearnCommand(), packBuildCommand(), packDiffCommand(), packPublishCommand(), packApproveCommand(),
		printCommand("schema", "print the JSON Schema of pack files, for editors", pack.Schema),
		printCommand("reference", "print the reference page of the pack language", pack.Reference),
	)
	return cmd
}

func packTestCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "test [DIR|FILE]...",
		Short: "run the examples of the packs (default: the packs built in)",
		RunE: func(cmd *cobra.Command, args []string) error {
			compiled, err := packs.Open(args...)
			if err != nil {
				return err
			}
			e, err := engine.Open(compiled)
			if err != nil {
				return err
			}
			run, failures, err := e.SelfTest()
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			for _, f := range failures {
				if _, err := fmt.Fprintln(out, f); err != nil {
					return err
				}
			}
			if _, err := fmt.Fprintf(out, "%d rules, %d examples, %d failures\n", len(e.Info().Rules), run, len(failures)); err != nil {
				return err
			}
			if len(failures) > 0 {
				return fmt.Errorf("%d of %d examples fail", len(failures), run)
			}
			return nil
		},
	}
}

func packMeasureCommand() *cobra.Command {
	var show string
	cmd := &cobra.Command{
		Use:   "measure [DIR]...",
		Short: "check the labelled messages of the packs and count hits and misses by category",
		RunE: func(cmd *cobra.Command, args []string) error {
			stack, err := packs.Stack(args...)
			if err != nil {
				return err
			}
			compiled, err := packs.Build(stack...)
			if err != nil {
				return err
			}
			e, err := engine.Open(compiled)
			if err != nil {
				return err
			}
			var corpora []pack.Corpus
			for _, src := range stack {
				corpora = append(corpora, src.Corpora...)
			}
			for _, m := range e.MeasureCorpora(corpora) {
				if show != "" && m.Category != show {
					continue
				}
				if _, err := fmt.Fprintf(cmd.OutOrStdout(), "%-22s found %4d  missed %4d  false %4d  precision %.3f  recall %.3f\n",
					m.Category, m.Found, len(m.Missed), len(m.False), m.Precision(), m.Recall()); err != nil {
					return err
				}
				if show == "" {
					continue
				}
				for _, group := range []struct {
					sign  string
					lines []string
				}{{"missed", m.Missed}, {"false ", m.False}} {
					for _, line := range group.lines {
						if _, err := fmt.Fprintf(cmd.OutOrStdout(), "  %s  %s\n", group.sign, line); err != nil {
							return err
						}
					}
				}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&show, "category", "", "show this category alone, with the messages missed and falsely found")
	return cmd
}

func packBuildCommand() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "build [DIR]...",
		Short: "compile packs, stacked on the default ones, into one file",
		RunE: func(cmd *cobra.Command, args []string) error {
			compiled, err := packs.Open(args...)
			if err != nil {
				return err
			}
			if err := os.WriteFile(out, compiled, 0o644); err != nil {
				return fmt.Errorf("pack build: %w", err)
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s: %d bytes, sha256 %x\n", out, len(compiled), sha256.Sum256(compiled))
			return err
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "pack.hspack", "file to write")
	return cmd
}

func packDiffCommand() *cobra.Command {
	var against []string
	cmd := &cobra.Command{
		Use:   "diff [DIR|FILE]...",
		Short: "say which rules differ from those of another pack",
		RunE: func(cmd *cobra.Command, args []string) error {
			before, err := rulesOf(against)
			if err != nil {
				return err
			}
			after, err := rulesOf(args)
			if err != nil {
				return err
			}
			return printDiff(cmd.OutOrStdout(), pack.Diff(before, after))
		},
	}
	cmd.Flags().StringArrayVar(&against, "against", nil, "folder or compiled file to compare with (default: the packs built in)")
	return cmd
}

func rulesOf(paths []string) (pack.Records, error) {
	compiled, err := packs.Open(paths...)
	if err != nil {
		return pack.Records{}, err
	}
	p, err := pack.Load(compiled)
	if err != nil {
		return pack.Records{}, err
	}
	return p.Records()
}

func printDiff(w io.Writer, changes []pack.Change) error {
	var errs []error
	for _, c := range changes {
		_, err := fmt.Fprintf(w, "%s %s %s\n", c.Op, c.Kind, c.ID)
		errs = append(errs, err)
		for _, field := range c.Fields {
			_, err := fmt.Fprintf(w, "    %s\n      - %s\n      + %s\n", field.Name, field.Before, field.After)
			errs = append(errs, err)
		}
	}
	if len(changes) == 0 {
		_, err := fmt.Fprintln(w, "no rule differs")
		errs = append(errs, err)
	}
	return errors.Join(slices.DeleteFunc(errs, func(e error) bool { return e == nil })...)
}

// printCommand prints a page that the code makes.
func printCommand(name, short string, page func() []byte) *cobra.Command {
	return &cobra.Command{
		Use: name, Short: short, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := cmd.OutOrStdout().Write(page())
			return err
		},
	}
}
