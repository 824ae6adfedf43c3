package pack

import (
	"fmt"
	"slices"
	"strings"
)

// Corpus is a body of labelled messages of one category: measured against,
// trained on, and read by people who want to know what a category means.
// A line of Bad is an Example text, followed by " #category" for every further
// category it breaks; a line of Good breaks none but those it names so. A corpus
// without bad lines may name itself as it likes.
type Corpus struct {
	Category string   `json:"category"`
	Bad      []string `json:"bad"`
	Good     []string `json:"good"`

	at place
}

// IntentCorpus is a body of buyers' messages around one intent. A line of Texts
// has it as its first intent and names the further ones at its end, each as
// " #intent". LookAlikes share its words and mean something else: their tags
// are all their intents, the first first.
type IntentCorpus struct {
	Intent     string   `json:"intent"`
	Texts      []string `json:"texts"`
	LookAlikes []string `json:"look_alikes"`

	at place
}

// ParseCorpusLine takes a corpus line apart: the example and the further
// categories or intents it names at its end, in the order written.
func ParseCorpusLine(line string) (example Example, more []string) {
	for {
		i := strings.LastIndex(line, " #")
		if i < 0 || !isTag(line[i+2:]) {
			slices.Reverse(more)
			return Example{Text: strings.TrimRight(line, " ")}, more
		}
		more = append(more, line[i+2:])
		line = line[:i]
	}
}

func isTag(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz.") == ""
}

// corpora checks that every line of the corpora can be taken apart and names
// what there is.
func (m *merged) corpora() []error {
	var errs []error
	lines := func(at place, key string, lines []string, kind string, check func(line string) error) {
		for i, line := range lines {
			err := check(line)
			_, tags := ParseCorpusLine(line)
			for _, tag := range tags {
				if err == nil && !m.has(kind, tag) {
					err = fmt.Errorf("unknown %s %q", kind, tag)
				}
			}
			if err != nil {
				errs = append(errs, at.mistake(fmt.Sprintf("%s[%d]", key, i), "%v", err))
			}
		}
	}
	any := func(string) error { return nil }
	for _, c := range m.Corpora {
		if len(c.Bad) > 0 && !m.has("category", c.Category) {
			errs = append(errs, c.at.mistake("category", "unknown category %q", c.Category))
		}
		lines(c.at, "bad", c.Bad, "category", func(line string) error {
			example, _ := ParseCorpusLine(line)
			_, err := ParseExample(example)
			return err
		})
		lines(c.at, "good", c.Good, "category", any)
	}
	for _, c := range m.Talk {
		if !m.has("intent", c.Intent) {
			errs = append(errs, c.at.mistake("intent", "unknown intent %q", c.Intent))
		}
		lines(c.at, "texts", c.Texts, "intent", any)
		lines(c.at, "look_alikes", c.LookAlikes, "intent", func(line string) error {
			if _, tags := ParseCorpusLine(line); len(tags) == 0 {
				return fmt.Errorf("%q names no intent: write what it means behind it, as #intent", line)
			}
			return nil
		})
	}
	return errs
}
