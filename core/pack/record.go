// Package pack holds rule packs: the YAML that people write (Source), the
// compiled file that machines load (Pack), and everything between: reading,
// validation with the place of a mistake, stacking, and compiling.
//
// A pack is data, never code. Compiling is deterministic: the same records
// give the same bytes, whose sha256 names the pack.
package pack

import (
	"encoding/json"

	"huashu/core"
)

// Meta names a pack. It stands in pack.yaml.
type Meta struct {
	Name    string `yaml:"pack" json:"name"`
	Title   string `yaml:"title" json:"title"`
	Version string `yaml:"version" json:"version"`
}

// Category is one entry of the vocabulary every rule refers to.
type Category struct {
	ID    string `yaml:"id" json:"id"`
	Title string `yaml:"title" json:"title"`
}

// Class is a named list of words that rules share.
type Class struct {
	Name  string   `json:"name"`
	Words []string `json:"words"`
}

// Rule says what to look for in a message, what to tell the agent and what to
// write instead.
type Rule struct {
	ID       string        `yaml:"id" json:"id"`
	Pack     string        `yaml:"-" json:"pack,omitempty"` // name of the pack it came with; set in stacking
	Category string        `yaml:"category" json:"category"`
	Severity core.Severity `yaml:"severity" json:"severity"`
	Action   string        `yaml:"action" json:"action"` // hint, warn or confirm; empty follows the severity
	Title    string        `yaml:"title" json:"title"`
	Message  string        `yaml:"message" json:"message"`
	Why      string        `yaml:"why" json:"why"`
	Source   string        `yaml:"source" json:"source"`
	Off      bool          `yaml:"off" json:"off,omitempty"` // off until a profile or a later pack switches it on
	Match    Match         `yaml:"match" json:"match"`
	With     []Condition   `yaml:"with" json:"with,omitempty"`
	Unless   []Condition   `yaml:"unless" json:"unless,omitempty"`
	Fix      FixList       `yaml:"fix" json:"fix,omitempty"`
	When     When          `yaml:"when" json:"when"`
	Examples Examples      `yaml:"examples" json:"examples"`
}

// Match finds spans. Exactly one of its kinds is set; Scope, Loose and Mark
// modify it.
type Match struct {
	Any     []Match  `yaml:"any" json:"any,omitempty"`
	Terms   []string `yaml:"terms" json:"terms,omitempty"`
	Class   string   `yaml:"class" json:"class,omitempty"` // the words of a class, as if listed in terms
	Pattern Pattern  `yaml:"pattern" json:"pattern,omitempty"`
	Regex   string   `yaml:"regex" json:"regex,omitempty"` // RE2, on the folded text
	Require *Require `yaml:"require" json:"require,omitempty"`
	Metric  *Metric  `yaml:"metric" json:"metric,omitempty"`
	Similar []string `yaml:"similar" json:"similar,omitempty"` // disguises of these words; as they are, they are terms
	Digits  string   `yaml:"digits" json:"digits,omitempty"`   // RE2 on a whole number, 0–9, however its digits are written
	Model   *Model   `yaml:"model" json:"model,omitempty"`
	Fact    string   `yaml:"fact" json:"fact,omitempty"` // a figure that is not the shop's, one of Facts
	Turns   *Turns   `yaml:"turns" json:"turns,omitempty"`
	Typos   bool     `yaml:"typos" json:"typos,omitempty"` // every entry of the packs' typo lists

	// Likeness is how far a disguise in Similar, or in SIMILAR of a pattern, may be
	// from the word: "spaced" (something put in between, characters repeated),
	// "signs" (also letters, digits, emoji and split characters in place of
	// characters), or "sound" (also homophones), which is what it is without.
	Likeness string `yaml:"likeness" json:"likeness,omitempty"`

	Loose bool   `yaml:"loose" json:"loose,omitempty"` // may begin or end inside a word
	Scope string `yaml:"scope" json:"scope,omitempty"` // where a match must lie, see scopes
}

// Require fires on each match of If that is not accompanied by Need. Where is
// the window in which Need counts: "opening" (of the message, or directly
// before the clause of the match), "clause", "sentence" or "message".
type Require struct {
	If    Match  `yaml:"if" json:"if"`
	Need  Match  `yaml:"need" json:"need"`
	Where string `yaml:"where" json:"where"`
}

// Metric fires on the whole message when a figure of it passes a bound. Of is
// "length" (characters), "sentences", "repeats" (of one character in a row) or
// "share" (per cent of the characters that belong to Class). Over and AtLeast
// are numbers or the name of a profile setting.
type Metric struct {
	Of      string `yaml:"of" json:"of"`
	Class   string `yaml:"class" json:"class,omitempty"`
	Over    Number `yaml:"over" json:"over,omitempty"`
	AtLeast Number `yaml:"at_least" json:"at_least,omitempty"`
	// Sentences, when set, is the least number of sentences the message must have as well.
	Sentences int `yaml:"sentences" json:"sentences,omitempty"`
}

// Turns looks at a whole chat, at the sequence and times of its messages. Of
// says at what:
//
//	opening     the agent's first message, which must hold Need
//	closing     a chat that is over: after a last message of the buyer's that
//	            holds After, the agent must have sent one that holds Need
//	answer      the agent's answer to a message that holds After must hold Need
//	unanswered  a question that the agent's next messages neither answer nor,
//	            by holding Need, promise to look into
//	run         more than Over messages of the agent's in a row without a question
//	interrupt   a message sent less than Under seconds after one of several
//	            quick messages of the buyer's
//	repeat      the same words twice
//	first       a first reply after more than Over seconds
//	reply       an answer after more than Over seconds
//	speed       fewer than Under characters a minute over the last five messages
type Turns struct {
	Of    string `yaml:"of" json:"of"`
	Over  Number `yaml:"over" json:"over,omitempty"`
	Under Number `yaml:"under" json:"under,omitempty"`
	After *Match `yaml:"after" json:"after,omitempty"`
	Need  *Match `yaml:"need" json:"need,omitempty"`
}

// turnsNeed says which fields each kind of Turns takes.
var turnsNeed = map[string]struct{ after, need, over, under bool }{
	"opening": {need: true}, "closing": {after: true, need: true}, "answer": {after: true, need: true},
	"unanswered": {need: true}, "repeat": {}, "run": {over: true}, "interrupt": {under: true},
	"first": {over: true}, "reply": {over: true}, "speed": {under: true},
}

// Number is a literal or the name of a profile setting.
type Number struct {
	Value   float64 `json:"value,omitempty"`
	Setting string  `json:"setting,omitempty"`
}

// Model fires where the trained classifier of a category is surer than
// Threshold, a probability in (0, 1); zero means the threshold that training
// found for the wanted precision.
type Model struct {
	Category  string  `yaml:"category" json:"category"`
	Threshold float64 `yaml:"threshold" json:"threshold,omitempty"`
}

// Pattern is a sequence of elements that must follow one another.
type Pattern []Element

// Element is one step of a pattern, in the vocabulary of spaCy's Matcher as far
// as it goes. TEXT, IN and CLASS match words wherever they stand, whatever the
// segmentation made of them, and SIMILAR matches disguises of words; POS, REGEX
// and NOT_IN match one segmented token.
// The ends of the whole pattern fall on token boundaries unless the match is
// loose.
type Element struct {
	Text    []string `json:"text,omitempty"`    // TEXT or IN
	Class   []string `json:"class,omitempty"`   // CLASS: a word of any of these
	Similar []string `json:"similar,omitempty"` // SIMILAR: a disguise of any of these
	NotIn   []string `json:"not_in,omitempty"`  // NOT_IN: a token that is none of these
	POS     []string `json:"pos,omitempty"`     // POS: tag or its beginning: v takes v, vn, vd
	Regex   string   `json:"regex,omitempty"`   // REGEX: the whole token
	Gap     *[2]int  `json:"gap,omitempty"`     // GAP: so many characters, within the clause
	At      string   `json:"at,omitempty"`      // AT: start, end (of the message), clause_start, clause_end
	Min     int      `json:"min"`               // from OP: ? * + {n,m}
	Max     int      `json:"max"`
	Not     bool     `json:"not,omitempty"` // OP "!": must not follow here; takes no characters
	As      string   `json:"as,omitempty"`  // AS: a name for fixes; AS: mark makes it the finding's span
}

// Condition is one entry of with or unless.
type Condition struct {
	// Window: quoted and question need nothing else; near, before and after
	// take Match and Within; clause, sentence, message, opening and inside take
	// Match.
	Window string `json:"window"`
	Match  *Match `json:"match,omitempty"`
	Within int    `json:"within,omitempty"` // characters
}

// FixList is the ways to mend, best first.
type FixList []Fix

// Fix is one way to mend. Label may be empty: then it is the text written.
type Fix struct {
	Label string `json:"label,omitempty"`
	Edits []Edit `json:"edits"`
}

// Edit writes Text on a target: "match" (the marked span), a name given by AS,
// "opening" (the beginning of the message, after a form of address),
// "clause" (the beginning of the clause), "end" (of the message), "sentence"
// (that of the match, but for a form of address that opens the message and the
// mark that ends it), "message" (all of it). Map, when set, chooses the text by
// what stands there.
// Kind "drop" removes the target and the comma after it; "split" breaks the
// message into lines at sentence ends.
type Edit struct {
	On   string            `json:"on"`
	Kind string            `json:"kind,omitempty"`
	Text string            `json:"text,omitempty"`
	Map  map[string]string `json:"map,omitempty"`
}

// When restricts a rule. Empty lists do not restrict, except that an empty Role
// means the agent.
type When struct {
	Role     []core.Role `yaml:"role" json:"role,omitempty"`
	Profile  []string    `yaml:"profile" json:"profile,omitempty"`
	Platform []string    `yaml:"platform" json:"platform,omitempty"`
	Category []string    `yaml:"category" json:"category,omitempty"`
	From     string      `yaml:"from" json:"from,omitempty"`   // YYYY-MM-DD, inclusive
	Until    string      `yaml:"until" json:"until,omitempty"` // YYYY-MM-DD, inclusive
}

// Examples belong to a rule: they are its tests and its documentation.
type Examples struct {
	Bad  []Example `yaml:"bad" json:"bad"`
	Good []Example `yaml:"good" json:"good"`
}

// Example is a message. In bad ones [[…]] marks what the rule finds, and
// [[wrong=>right]] also what the first fix writes there. Fixed is the whole
// message after the first fixes, where they write somewhere else. Profile, when
// set, is the profile under which the example holds, Scene the shop and its goods.
type Example struct {
	Text    string `json:"text"`
	Fixed   string `json:"fixed,omitempty"`
	Profile string `json:"profile,omitempty"`
	Scene   Scene  `json:"scene,omitzero"`
}

// Scene is a shop, its terms and goods: a core.Scene, kept as the JSON it is
// read from.
type Scene struct{ json.RawMessage }

// Override changes a rule of an earlier pack of the stack: it may switch it off
// or on and change its severity, nothing else.
type Override struct {
	Rule     string        `yaml:"rule" json:"rule"`
	Off      *bool         `yaml:"off" json:"off,omitempty"`
	Severity core.Severity `yaml:"severity" json:"severity,omitempty"`
}

// Profile is a set of thresholds and switches for a platform or a taste.
type Profile struct {
	ID        string             `yaml:"id" json:"id"`
	Title     string             `yaml:"title" json:"title"`
	Settings  map[string]float64 `yaml:"settings" json:"settings,omitempty"`
	Overrides []Override         `yaml:"overrides" json:"overrides,omitempty"`
}

// Word extends the segmentation dictionary. Freq counts as in jieba's
// dictionary; zero means as frequent as it takes to be kept whole.
type Word struct {
	Text string `yaml:"text" json:"text"`
	POS  string `yaml:"pos" json:"pos,omitempty"`
	Freq int    `yaml:"freq" json:"freq,omitempty"`
}

// Typo is a wrong word and the right one. The wrong string counts unless it
// lies inside one of Unless; with After or Before it counts only directly
// after or before one of these.
type Typo struct {
	Wrong  string   `yaml:"wrong" json:"wrong"`
	Right  string   `yaml:"right" json:"right"`
	Unless []string `yaml:"unless" json:"unless,omitempty"`
	After  []string `yaml:"after" json:"after,omitempty"`
	Before []string `yaml:"before" json:"before,omitempty"`
}

// Slips are words that are also recognised when one of their characters is
// wrong, and characters that often are words of their own, which speaks against
// a slip. Often is how often people write them: twice the binary logarithm of
// how many times in 160,000 words. Words with 0 are right as they stand, and
// slips of nothing.
type Slips struct {
	Often int      `yaml:"often" json:"often"`
	Words []string `yaml:"words" json:"words,omitempty"`
	Alone string   `yaml:"alone" json:"alone,omitempty"` // the characters, in a row
}

// Adapter says where in a seller's chat page things are. Selectors are CSS.
type Adapter struct {
	ID        string               `yaml:"id" json:"id"`
	Title     string               `yaml:"title" json:"title"`
	Matches   []string             `yaml:"matches" json:"matches"`
	AllFrames bool                 `yaml:"all_frames" json:"all_frames,omitempty"`
	Profile   string               `yaml:"profile" json:"profile,omitempty"`
	Input     string               `yaml:"input" json:"input"`
	Send      string               `yaml:"send" json:"send,omitempty"`
	List      string               `yaml:"list" json:"list,omitempty"`
	Rows      string               `yaml:"rows" json:"rows,omitempty"`
	Placed    bool                 `yaml:"placed" json:"placed,omitempty"` // rows stand where their coordinates say, in any order
	Text      string               `yaml:"text" json:"text,omitempty"`
	Roles     map[core.Role]string `yaml:"roles" json:"roles,omitempty"`
	Time      *AdapterTime         `yaml:"time" json:"time,omitempty"`
	Chat      *AdapterField        `yaml:"chat" json:"chat,omitempty"`
	Product   *AdapterCard         `yaml:"product" json:"product,omitempty"`
	Order     *AdapterCard         `yaml:"order" json:"order,omitempty"`
	Scene     *AdapterField        `yaml:"scene" json:"scene,omitempty"` // holds a core.Scene as JSON, on pages that can be made to say it
	Waiting   *AdapterWaiting      `yaml:"waiting" json:"waiting,omitempty"`
}

// AdapterTime is a row's time: an attribute or the text of an element in it.
type AdapterTime struct {
	Selector string `yaml:"selector" json:"selector,omitempty"`
	Attr     string `yaml:"attr" json:"attr,omitempty"`
	Pattern  string `yaml:"pattern" json:"pattern,omitempty"`
	Unit     string `yaml:"unit" json:"unit,omitempty"` // s or ms
}

// AdapterField is an attribute, or without one the text, of an element.
type AdapterField struct {
	Selector string `yaml:"selector" json:"selector"`
	Attr     string `yaml:"attr" json:"attr,omitempty"`
}

// AdapterWaiting says which other chats wait for an answer: List holds the
// conversations, Item is one that waits, the rest stands inside it. For is how
// long it waits in words (45秒, 2分钟), Since the time it waits from; without
// either, it waits from when it was seen to.
type AdapterWaiting struct {
	List  string       `yaml:"list" json:"list"`
	Item  string       `yaml:"item" json:"item"`
	Name  string       `yaml:"name" json:"name,omitempty"`
	For   string       `yaml:"for" json:"for,omitempty"`
	Since *AdapterTime `yaml:"since" json:"since,omitempty"`
}

// AdapterCard is a product or order card and what can be read off it.
type AdapterCard struct {
	Card   string `yaml:"card" json:"card"`
	Name   string `yaml:"name" json:"name,omitempty"`
	Price  string `yaml:"price" json:"price,omitempty"`
	IDAttr string `yaml:"id_attr" json:"id_attr,omitempty"`
	Number string `yaml:"number" json:"number,omitempty"`
	Status string `yaml:"status" json:"status,omitempty"`
}

// Intent is one entry of the vocabulary of what a buyer may be doing.
type Intent struct {
	ID    string `yaml:"id" json:"id"`
	Title string `yaml:"title" json:"title"`
}
