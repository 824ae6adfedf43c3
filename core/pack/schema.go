package pack

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// shape describes one kind of YAML value. The JSON Schema that editors complete
// from and the reference page that people read are both made from it.
type shape struct {
	name string // of a shape that is used in several places
	doc  string
	is   string // string, number, boolean, list, map, object; "" with oneOf
	enum []string
	item *shape // of a list or map
	keys []key  // of an object
	any  []*shape
	need []string
	open bool // of an object: further keys may follow
}

type key struct {
	name string
	doc  string
	*shape
}

var (
	str    = &shape{is: "string"}
	num    = &shape{is: "number"}
	flag   = &shape{is: "boolean"}
	strs   = &shape{is: "list", item: str}
	oneStr = &shape{any: []*shape{str, strs}}
)

func oneOf(doc string, words ...string) *shape { return &shape{is: "string", doc: doc, enum: words} }

func names[V any](m map[string]V) []string {
	var out []string
	for name := range m {
		if name != "" {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// language builds the description of a pack file.
func language() *shape {
	match := &shape{name: "match", is: "object", doc: "What to look for: exactly one kind, and how."}
	element := elementShape()
	bound := &shape{any: []*shape{num, str}}
	match.keys = []key{
		{"terms", "these words, as whole words of the text; one or a list", oneStr},
		{"class", "the words of a named class", str},
		{"pattern", "steps that follow one another", &shape{is: "list", item: element}},
		{"regex", "an RE2 expression, on the text in lower case, half width and simplified characters", str},
		{"any", "one of several matches", &shape{is: "list", item: match}},
		{"require", "a match that is not accompanied by what it needs", &shape{is: "object", need: []string{"if", "need", "where"}, keys: []key{
			{"if", "what calls for it", match},
			{"need", "what must be there", match},
			{"where", "where it counts: opening is the opening of the message or earlier in the sentence", oneOf("", names(wheres)...)},
		}}},
		{"metric", "a figure of the whole message", &shape{is: "object", need: []string{"of"}, keys: []key{
			{"of", "length in characters, number of sentences, most repeats of one character, share of a class in per cent", oneOf("", "length", "sentences", "repeats", "share")},
			{"class", "of share: the class", str},
			{"over", "more than this number, or than this setting of the profile", bound},
			{"at_least", "this much or more", bound},
			{"sentences", "and at least so many sentences", num},
		}}},
		{"similar", "disguises of these words: homophones, split characters, letters, digits and emoji in place of characters, things put in between; not the words as they are", oneStr},
		{"likeness", "of similar and SIMILAR, how far a disguise may go: spaced is only things put in between and repeats, signs also letters, digits, emoji and split characters, sound, the default, also homophones", oneOf("", names(likenesses)...)},
		{"digits", "an RE2 expression for a whole number of five digits or more, as 0–9, however its digits are written: plain, Chinese, in circles, with spaces, dots or emoji between", str},
		{"model", "where the classifier trained on the examples of a category is sure", &shape{is: "object", need: []string{"category"}, keys: []key{
			{"category", "the category", str},
			{"threshold", "from what probability on; without it, the one training found", num},
		}}},
		{"turns", "a whole chat: the sequence and times of its messages", &shape{is: "object", need: []string{"of"}, keys: []key{
			{"of", "opening, closing, answer: words that must be there; unanswered questions; a run of messages; an interruption; a repeat; the first reply, every reply, the speed of typing", oneOf("", names(turnsNeed)...)},
			{"after", "of closing and answer: what the buyer said", match}, {"need", "what the agent's message must hold", match},
			{"over", "more than so many messages or seconds, or a setting", bound}, {"under", "less than so many seconds or characters a minute, or a setting", bound},
		}}},
		{"typos", "every entry of the packs' typo lists", flag},
		{"fact", "a figure in the message that contradicts what the shop says of itself", oneOf("", Facts...)},
		{"loose", "may begin or end inside a word", flag},
		{"scope", "where the match must lie", oneOf("", names(scopes)...)},
	}
	condition := &shape{name: "condition", doc: "A circumstance of the match.", any: []*shape{oneOf("", "quoted", "question", negatedWindow)}}
	window := &shape{is: "object"}
	windowDocs := map[string]string{
		"near": "within so many characters on either side, in the sentence", "before": "within so many characters before, in the clause",
		"after": "within so many characters after, in the clause", "clause": "in the clause of the match", "sentence": "in its sentence",
		"message": "anywhere", "opening": "opens the message", "inside": "covers the match and more",
	}
	for _, w := range windows {
		if !w.alone {
			window.keys = append(window.keys, key{w.name, windowDocs[w.name], &shape{any: []*shape{strs, match}}})
		}
	}
	window.keys = append(window.keys, key{"within", "so many characters", num})
	condition.any = append(condition.any, window)

	example := &shape{any: []*shape{str, {is: "object", need: []string{"text"}, keys: []key{
		{"text", "the message; [[…]] marks what is found, [[a=>b]] also what is written there", str},
		{"fixed", "the whole message after the first fixes", str},
		{"profile", "the profile under which it holds", str},
		{"scene", "of rules about facts: the shop, its terms and goods, as the command line takes them", &shape{is: "object", open: true}},
	}}}}
	fix := fixShape()
	rule := &shape{name: "rule", is: "object", doc: "What to look for, what to tell the agent, what to write instead."}
	rule.need = []string{"id", "category", "severity", "title", "message", "why", "source", "match", "examples"}
	rule.keys = []key{
		{"id", "unique over all packs; begins with the category", str},
		{"category", "one of the stack's categories", str},
		{"severity", "how grave", oneOf("", "hint", "warning", "error")},
		{"action", "what the page does: show it quietly, show it, or ask once before sending", oneOf("", names(actionNames)...)},
		{"title", "a few characters", str},
		{"message", "one short sentence that says what to do", str},
		{"why", "one sentence an agent learns from", str},
		{"source", "the house rule, article of law or platform rule", str},
		{"off", "off until a profile or a later pack switches it on", flag},
		{"match", "what to look for", match},
		{"with", "circumstances that must all hold", &shape{is: "list", item: condition}},
		{"unless", "circumstances of which none may hold", &shape{is: "list", item: condition}},
		{"fix", "ways to mend, best first", &shape{any: []*shape{str, fix, {is: "list", item: fix}}}},
		{"when", "where the rule applies", &shape{is: "object", keys: []key{
			{"role", "whose messages; without it the agent's", &shape{is: "list", item: oneOf("", "buyer", "agent", "robot", "system")}},
			{"profile", "only under these profiles", strs}, {"platform", "only on these platforms", strs},
			{"category", "only in shops of these kinds", strs},
			{"from", "first day, YYYY-MM-DD", str}, {"until", "last day, YYYY-MM-DD", str},
		}}},
		{"examples", "at least two of each; they are run wherever the pack is installed", &shape{is: "object", need: []string{"bad", "good"}, keys: []key{
			{"bad", "messages the rule finds something in", &shape{is: "list", item: example}},
			{"good", "messages it must leave alone", &shape{is: "list", item: example}},
		}}},
	}
	return fileShape(rule)
}

func elementShape() *shape {
	long := &shape{is: "object", keys: []key{
		{"TEXT", "this word", oneStr}, {"IN", "one of these words", oneStr}, {"CLASS", "a word of these classes", oneStr},
		{"SIMILAR", "a disguise of one of these words, see similar", oneStr},
		{"POS", "a token of this part of speech, or of one that begins so (jieba's tags)", oneStr},
		{"NOT_IN", "a token that is none of these", oneStr}, {"REGEX", "a token that the expression matches as a whole", str},
		{"GAP", "up to so many characters of the clause, or [from, to]", &shape{any: []*shape{num, {is: "list", item: num}}}},
		{"AT", "a place: takes no characters", oneOf("", names(anchors)...)},
		{"OP", "how often: ? * + {n} {n,m}, or ! for: must not follow here", str},
		{"AS", "a name to use in fixes; mark makes it the span that is underlined", str},
	}}
	return &shape{name: "element", doc: "One step of a pattern. A plain string is TEXT, a list of strings IN.", any: []*shape{str, strs, long}}
}

func fixShape() *shape {
	table := &shape{is: "map", item: str}
	places := "match, opening, clause, end, sentence, message, or a name given by AS"
	return &shape{name: "fix", is: "object", doc: "One way to mend. {0} stands for the match, {name} for what AS named.", keys: []key{
		{"label", "what the button says; without it, the words written", str},
		{"replace", "write this on the match; a table chooses by what stands there", &shape{any: []*shape{str, table}}},
		{"insert", "write this at a place", str}, {"at", "the place: " + places, str},
		{"message", "write this instead of the whole message", str},
		{"sentence", "write this instead of the sentence, but for the form of address it opens with and the mark it ends in", str},
		{"drop", "take the match away, with the comma after it", flag},
		{"split", "break the message into lines where sentences end", flag},
		{"edits", "several edits at once", &shape{is: "list", item: &shape{is: "object", need: []string{"on"}, keys: []key{
			{"on", places, str}, {"kind", "", oneOf("", "drop", "split")}, {"text", "what to write", str}, {"map", "a table instead of text", table},
		}}}},
	}}
}

func fileShape(rule *shape) *shape {
	override := &shape{is: "object", need: []string{"rule"}, keys: []key{
		{"rule", "id of a rule of an earlier pack", str}, {"off", "switch it off or on", flag},
		{"severity", "change how grave it is", oneOf("", "hint", "warning", "error")},
	}}
	adapter := &shape{name: "adapter", is: "object", need: []string{"id", "matches", "input"}, doc: "Where things are in a seller's chat page. Selectors are CSS.", keys: []key{
		{"id", "", str}, {"title", "", str}, {"matches", "match patterns of addresses", strs}, {"all_frames", "run in every frame", flag},
		{"profile", "the profile that applies here", str}, {"input", "the input box", str}, {"send", "the send button", str},
		{"list", "what scrolls the rows", str}, {"rows", "one message each", str}, {"placed", "rows stand where their coordinates say, in any order", flag}, {"text", "in a row: the words", str},
		{"roles", "selectors that tell whose a row is", &shape{is: "map", item: str}},
		{"time", "a row's time", timeShape()},
		{"chat", "what tells chats apart", &shape{is: "object", keys: []key{{"selector", "", str}, {"attr", "", str}}}},
		{"product", "the product card", cardShape()}, {"order", "the order card", cardShape()},
		{"scene", "what holds the shop's facts, goods and coupons as JSON", &shape{is: "object", keys: []key{{"selector", "", str}, {"attr", "", str}}}},
		{"waiting", "the other chats that wait", &shape{is: "object", need: []string{"list", "item"}, keys: []key{
			{"list", "what holds the conversations", str}, {"item", "in it: a conversation that waits", str}, {"name", "in that: whose it is", str},
			{"for", "how long it waits, in words", str}, {"since", "or since when", timeShape()}}}},
	}}
	list := func(s *shape) *shape { return &shape{is: "list", item: s} }
	object := func(keys ...key) *shape { return &shape{is: "object", keys: keys} }
	return &shape{is: "object", doc: "A file of a rule pack. It may hold any of these keys; pack.yaml must name the pack.", keys: append([]key{
		{"pack", "name of the pack", str}, {"title", "its title", str}, {"version", "its version", str},
		{"rules", "rules", list(rule)},
		{"classes", "named lists of words", &shape{is: "map", item: strs}},
		{"categories", "categories this pack adds", list(object(key{"id", "", str}, key{"title", "", str}))},
		{"intents", "what a buyer may be doing", list(object(key{"id", "", str}, key{"title", "", str}))},
		{"overrides", "changes to rules of earlier packs", list(override)},
		{"profiles", "thresholds and switches by platform or taste", list(object(key{"id", "", str}, key{"title", "", str},
			key{"settings", "numbers that metrics name", &shape{is: "map", item: num}}, key{"overrides", "switches", list(override)}))},
		{"words", "words for the dictionary", list(object(key{"text", "", str}, key{"pos", "part of speech", str}, key{"freq", "as in jieba's dictionary", num}))},
		{"typos", "wrong words and the right ones", list(object(key{"wrong", "", str}, key{"right", "", str},
			key{"unless", "longer words that make it right", strs}, key{"after", "only directly after one of these", strs}, key{"before", "only directly before one of these", strs}))},
		{"slips", "words that are recognised with one wrong character too, and characters that often are words of their own", list(object(
			key{"often", "how often they occur: twice the binary logarithm", num}, key{"words", "2 to 4 Chinese characters each", strs}, key{"alone", "the characters, in a row", str}))},
		{"adapters", "chat pages", list(adapter)},
		{"category", "of a corpus: the category", str},
		{"bad", "of a corpus: messages that break it, more categories behind as #id", strs},
		{"good", "of a corpus: messages that only look like it", strs},
		{"intent", "of a corpus of buyers' messages: the intent", str},
		{"texts", "of such a corpus: messages that have it first, further intents behind as #id", strs},
		{"look_alikes", "of such a corpus: messages that share its words, all their intents behind as #id", strs},
	}, slices.Concat(phraseKeys(), scenarioKeys())...)}
}

func timeShape() *shape {
	return &shape{is: "object", keys: []key{{"selector", "", str}, {"attr", "", str}, {"pattern", "", str}, {"unit", "", oneOf("", "s", "ms")}}}
}

func cardShape() *shape {
	var keys []key
	for _, name := range []string{"card", "name", "price", "id_attr", "number", "status"} {
		keys = append(keys, key{name, "", str})
	}
	return &shape{is: "object", keys: keys}
}

// Schema gives the JSON Schema (draft 2020-12) of a pack file, for editors.
func Schema() []byte {
	defs := map[string]any{}
	root := language().schema(defs)
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["$defs"] = defs
	b, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		panic(err) // maps of strings always marshal
	}
	return append(b, '\n')
}

func (s *shape) schema(defs map[string]any) map[string]any {
	if s.name == "" {
		return s.body(defs)
	}
	if _, ok := defs[s.name]; !ok {
		defs[s.name] = nil // stops shapes that hold themselves
		defs[s.name] = s.body(defs)
	}
	return map[string]any{"$ref": "#/$defs/" + s.name}
}

func (s *shape) body(defs map[string]any) map[string]any {
	out := map[string]any{}
	if s.doc != "" {
		out["description"] = s.doc
	}
	switch s.is {
	case "":
		var any []map[string]any
		for _, a := range s.any {
			any = append(any, a.schema(defs))
		}
		out["anyOf"] = any
	case "list":
		out["type"], out["items"] = "array", s.item.schema(defs)
	case "map":
		out["type"], out["additionalProperties"] = "object", s.item.schema(defs)
	case "object":
		properties := map[string]any{}
		for _, k := range s.keys {
			p := k.schema(defs)
			if k.doc != "" {
				p["description"] = k.doc
			}
			properties[k.name] = p
		}
		out["type"], out["properties"], out["additionalProperties"] = "object", properties, s.open
		if len(s.need) > 0 {
			out["required"] = s.need
		}
	default:
		out["type"] = s.is
		if len(s.enum) > 0 {
			out["enum"] = s.enum
		}
	}
	return out
}

// Reference gives the reference page of the pack language, in Markdown.
func Reference() []byte {
	var b strings.Builder
	b.WriteString("# The pack language\n\nMade from the code by `huashu pack reference`; do not edit. For a gentle start read [your first rule](first-rule.md).\n")
	seen := map[string]bool{}
	root := language()
	root.name = "A pack file"
	root.page(&b, seen)
	return []byte(b.String())
}

// page writes the table of an object and, after it, the pages of the named
// shapes its keys lead to.
func (s *shape) page(b *strings.Builder, seen map[string]bool) {
	if s.name != "" && !seen[s.name] {
		seen[s.name] = true
		fmt.Fprintf(b, "\n## %s\n\n%s\n", s.name, s.doc)
		s.table(b)
	}
	for _, child := range s.children() {
		if child.name == "" || !seen[child.name] {
			child.page(b, seen)
		}
	}
}

func (s *shape) children() []*shape {
	var out []*shape
	if s.item != nil {
		out = append(out, s.item)
	}
	out = append(out, s.any...)
	for _, k := range s.keys {
		out = append(out, k.shape)
	}
	return out
}

func (s *shape) table(b *strings.Builder) {
	for _, a := range s.any {
		if len(a.keys) > 0 {
			a.table(b)
		}
	}
	if len(s.keys) == 0 {
		return
	}
	b.WriteString("\n| key | value | meaning |\n| --- | --- | --- |\n")
	for _, k := range s.keys {
		required := ""
		if slices.Contains(s.need, k.name) {
			required = " (required)"
		}
		fmt.Fprintf(b, "| `%s`%s | %s | %s |\n", k.name, required, k.kind(), strings.ReplaceAll(k.doc, "|", "\\|"))
		if k.name != "match" && k.shape.name == "" && k.is == "object" {
			for _, inner := range k.keys {
				fmt.Fprintf(b, "| `%s.%s` | %s | %s |\n", k.name, inner.name, inner.kind(), inner.doc)
			}
		}
	}
}

func (s *shape) kind() string {
	switch {
	case s.name != "":
		return "[" + s.name + "](#" + strings.ReplaceAll(strings.ToLower(s.name), " ", "-") + ")"
	case len(s.enum) > 0:
		return "`" + strings.Join(s.enum, "` `") + "`"
	case s.is == "list":
		return "list of " + s.item.kind()
	case s.is == "map":
		return "names with " + s.item.kind()
	case s.is == "":
		var parts []string
		for _, a := range s.any {
			parts = append(parts, a.kind())
		}
		return strings.Join(slices.Compact(parts), " or ")
	}
	return s.is
}
