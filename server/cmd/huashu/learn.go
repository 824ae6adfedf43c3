package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"huashu/core/engine"
	"huashu/core/model"
	"huashu/core/pack"
	"huashu/core/packs"
	"huashu/core/segment"
)

func packLearnCommand() *cobra.Command {
	var l learner
	cmd := &cobra.Command{
		Use:   "learn [DIR]...",
		Short: "show what the classifiers learn from the examples of the packs",
		Long: `learn trains the classifiers of categories and of intents on the packs' corpora
and prints for each label what cross-validation says of it and the features
that speak for it most. In features | is the edge of a clause, ^ and $ those of
the message, "…" stands between words apart, #n is the length.

With --score it also prints the learning curve: how an engine built with a
quarter, half and all of the examples does on a file of labelled messages, one
JSON a line with "id", "text" and "labels" or "intents".`,
		RunE: func(cmd *cobra.Command, args []string) error {
			l.out, l.dirs = cmd.OutOrStdout(), args
			return l.run()
		},
	}
	cmd.Flags().IntVar(&l.features, "features", 8, "features to print for each label")
	cmd.Flags().StringArrayVar(&l.files, "score", nil, "labelled file to score on; repeat for several")
	cmd.Flags().StringVar(&l.only, "only", "", "score only ids whose number is odd or even")
	return cmd
}

// learner holds what the command was told.
type learner struct {
	out      io.Writer
	dirs     []string
	features int
	files    []string
	only     string
}

func (l *learner) run() error {
	stack, err := packs.Stack(l.dirs...)
	if err != nil {
		return err
	}
	categories, intents, err := pack.Lessons(stack...)
	if err != nil {
		return err
	}
	for _, lesson := range []struct {
		title string
		pack.Lesson
	}{{"categories", categories}, {"intents", intents}} {
		if err := l.lesson(lesson.title, lesson.Lesson); err != nil {
			return err
		}
	}
	for _, file := range l.files {
		if err := l.curve(file); err != nil {
			return err
		}
	}
	return nil
}

// lesson prints a classifier's table.
func (l *learner) lesson(title string, lesson pack.Lesson) error {
	compiled, outcomes, err := model.Train(lesson.Examples, lesson.Labels, segment.New(segment.Default()), lesson.Options)
	if err != nil {
		return err
	}
	m, err := model.Load(compiled)
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d messages, %d bytes\n%-22s %5s %9s %6s %6s %6s  strongest features\n", title, len(lesson.Examples), len(compiled), "label", "n", "precision", "recall", "F1", "best")
	for i, o := range outcomes {
		fmt.Fprintf(&b, "%-22s %5d %9.3f %6.3f %6.3f %6.3f ", o.Label, o.Examples, o.Precision, o.Recall, o.F1, o.Best)
		for _, r := range m.Strongest(i, l.features) {
			fmt.Fprintf(&b, " [%s]", r.Feature)
		}
		b.WriteByte('\n')
	}
	_, err = fmt.Fprintln(l.out, b.String())
	return err
}

// curve prints how the whole engine does with a part of the examples.
func (l *learner) curve(file string) error {
	gold, err := readGold(file, l.only)
	if err != nil {
		return err
	}
	for _, quarters := range []int{1, 2, 4} {
		stack, err := packs.Stack(l.dirs...)
		if err != nil {
			return err
		}
		for _, src := range stack {
			src.Thin(quarters, 4)
		}
		compiled, err := packs.Build(stack...)
		if err != nil {
			return err
		}
		e, err := engine.Open(compiled)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(l.out, "%s with %d/4 of the examples: %s\n", file, quarters, gold.score(e)); err != nil {
			return err
		}
	}
	return nil
}
