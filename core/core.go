// Package core holds the words of Huashu's domain. It states what a message,
// a finding, a fix, an intent and a suggestion are, and what an engine does
// with them. The sub-packages do the work, one thing each:
//
//	text     UTF-16 positions and folding      segment  words and their part of speech
//	datrie   the trie both are built on        pack     rule packs, written and compiled
//	similar  words in disguise                 lint     message rules
//	model    linear classifiers                intent   what a buyer wants
//	chat     who waits, and whole chats        fact     figures that are not the shop's
//	catalogue  a shop's goods                  suggest  what to reply, and which goods
//	engine   puts them together
//
// Everything below core is pure Go: text in, findings out. It reads no clock,
// opens no file and speaks to no network, so that the very same code runs in
// a browser (as WebAssembly), on the server (the same module under wazero) and
// natively in the command line.
//
// All offsets are UTF-16 code units of the original text, half open
// [Start, End), because that is how the DOM counts. All times are seconds.
package core

import (
	"errors"
	"fmt"
)

// Role says who wrote a message. Robot and system rows are neither the agent's
// words nor the buyer's: rules skip them and clocks do not stop for them.
type Role string

// The roles a message can have.
const (
	Buyer  Role = "buyer"
	Agent  Role = "agent"
	Robot  Role = "robot"
	System Role = "system"
)

// Message is one line of a chat.
type Message struct {
	Role Role    `json:"role"`
	T    float64 `json:"t"` // seconds since any fixed moment of the chat
	Text string  `json:"text"`
}

// Chat is a conversation in the order in which it was shown.
type Chat []Message

// Severity grades a finding.
type Severity uint8

// Severities, from the mildest up. The numbers are part of the compiled pack
// and of the hot call's answer.
const (
	Hint Severity = iota + 1
	Warning
	Error
)

var severityNames = [...]string{Hint: "hint", Warning: "warning", Error: "error"}

// ParseSeverity reads the name used in packs. An unknown name is an error.
func ParseSeverity(s string) (Severity, error) {
	for v, name := range severityNames {
		if name == s && name != "" {
			return Severity(v), nil
		}
	}
	return 0, fmt.Errorf("unknown severity %q (want hint, warning or error)", s)
}

// String gives the name used in packs.
func (s Severity) String() string {
	if int(s) < len(severityNames) && severityNames[s] != "" {
		return severityNames[s]
	}
	return fmt.Sprintf("Severity(%d)", uint8(s))
}

// MarshalText writes the name, so that JSON shows "warning" and not a number.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the name.
func (s *Severity) UnmarshalText(b []byte) (err error) {
	*s, err = ParseSeverity(string(b))
	return err
}

// Edit replaces [Start, End) of the original text with Text. Start == End
// inserts.
type Edit struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// Fix is one way to mend a finding. Its edits do not overlap and are sorted by
// Start; applying them together gives the rewritten message. Label is what the
// button says: the rewrite itself when it is short.
type Fix struct {
	Label string `json:"label"`
	Edits []Edit `json:"edits"`
}

// Finding is one thing a reply could do better. Message is the sentence that
// says what to do, Why the one that says what it is good for, Source the house
// rule, article of law or platform rule behind it.
//
// Turn is set in findings about a chat: the index of the message, or WholeChat.
type Finding struct {
	Turn     *int     `json:"turn,omitempty"`
	Rule     string   `json:"rule"`
	Category string   `json:"category"`
	Severity Severity `json:"severity"`
	Start    int      `json:"start"`
	End      int      `json:"end"`
	Text     string   `json:"text"`
	Message  string   `json:"message"`
	Why      string   `json:"why"`
	Source   string   `json:"source"`
	Fixes    []Fix    `json:"fixes"`
}

// WholeChat is the Turn of a finding that is about the chat and not about one
// of its messages.
const WholeChat = -1

// Intent is one thing a buyer is doing, with a score in (0, 1].
type Intent struct {
	ID    string  `json:"id"`
	Score float64 `json:"score"`
}

// Engine checks text against the rule packs it was opened with. It is not safe
// for concurrent use: a host that wants parallelism opens several.
type Engine interface {
	// Check gives the findings in one message, sorted by Start, then by
	// falling severity. Findings of one category do not overlap.
	Check(text string, ctx Context) []Finding
}

// Context is what a rule may depend on besides the words. The zero value is an
// agent's message under the default profile, on no particular platform.
type Context struct {
	Role     Role   `json:"role,omitempty"`
	Profile  string `json:"profile,omitempty"`
	Platform string `json:"platform,omitempty"`
	Category string `json:"category,omitempty"` // of the shop, e.g. 女装
	Today    string `json:"today,omitempty"`    // YYYY-MM-DD, for rules with validity dates; empty: they all apply
}

// ErrPack is wrapped by every error that says a pack cannot be used.
var ErrPack = errors.New("pack refused")
