package pack

import (
	"encoding/json"
	"fmt"
	"sort"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"huashu/core"
)

// The types below have a short form and a long one in YAML. Each reads its own
// node and refuses keys it does not know, naming the line.

// fields walks a mapping and hands every value to the reader of its key.
func fields(n *yaml.Node, readers map[string]func(*yaml.Node) error) error {
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: want a mapping", n.Line)
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		read, ok := readers[key.Value]
		if !ok {
			known := make([]string, 0, len(readers))
			for k := range readers {
				known = append(known, k)
			}
			sort.Strings(known)
			return fmt.Errorf("line %d: unknown key %q (want one of %s)", key.Line, key.Value, strings.Join(known, ", "))
		}
		if err := read(value); err != nil {
			return err
		}
	}
	return nil
}

func into(v any) func(*yaml.Node) error {
	return func(n *yaml.Node) error { return n.Decode(v) }
}

// stringOrList reads one string or several.
func stringOrList(dst *[]string) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		if n.Kind == yaml.ScalarNode {
			*dst = append(*dst, n.Value)
			return nil
		}
		return n.Decode(dst)
	}
}

// UnmarshalYAML reads a match; like every type here it refuses unknown keys.
func (m *Match) UnmarshalYAML(n *yaml.Node) error {
	return fields(n, map[string]func(*yaml.Node) error{
		"any": into(&m.Any), "terms": stringOrList(&m.Terms), "class": into(&m.Class),
		"pattern": into(&m.Pattern), "regex": into(&m.Regex), "require": into(&m.Require),
		"metric": into(&m.Metric), "similar": stringOrList(&m.Similar), "likeness": into(&m.Likeness), "digits": into(&m.Digits), "model": into(&m.Model), "fact": into(&m.Fact),
		"turns": into(&m.Turns), "typos": into(&m.Typos), "loose": into(&m.Loose), "scope": into(&m.Scope),
	})
}

// UnmarshalYAML reads a require.
func (r *Require) UnmarshalYAML(n *yaml.Node) error {
	return fields(n, map[string]func(*yaml.Node) error{
		"if": into(&r.If), "need": into(&r.Need), "where": into(&r.Where),
	})
}

// UnmarshalYAML reads a metric.
func (m *Metric) UnmarshalYAML(n *yaml.Node) error {
	return fields(n, map[string]func(*yaml.Node) error{
		"of": into(&m.Of), "class": into(&m.Class), "over": into(&m.Over),
		"at_least": into(&m.AtLeast), "sentences": into(&m.Sentences),
	})
}

// UnmarshalYAML reads a turns.
func (t *Turns) UnmarshalYAML(n *yaml.Node) error {
	return fields(n, map[string]func(*yaml.Node) error{
		"of": into(&t.Of), "over": into(&t.Over), "under": into(&t.Under),
		"after": into(&t.After), "need": into(&t.Need),
	})
}

// UnmarshalYAML reads a model.
func (m *Model) UnmarshalYAML(n *yaml.Node) error {
	return fields(n, map[string]func(*yaml.Node) error{
		"category": into(&m.Category), "threshold": into(&m.Threshold),
	})
}

// UnmarshalYAML reads a number or the name of a setting.
func (v *Number) UnmarshalYAML(n *yaml.Node) error {
	if f, err := strconv.ParseFloat(n.Value, 64); err == nil {
		v.Value = f
		return nil
	}
	v.Setting = n.Value
	return nil
}

// UnmarshalYAML reads an element: a plain string is TEXT, a list of strings IN.
func (e *Element) UnmarshalYAML(n *yaml.Node) error {
	e.Min, e.Max = 1, 1
	if n.Kind != yaml.MappingNode {
		return stringOrList(&e.Text)(n)
	}
	return fields(n, map[string]func(*yaml.Node) error{
		"TEXT": stringOrList(&e.Text), "IN": stringOrList(&e.Text), "CLASS": stringOrList(&e.Class), "SIMILAR": stringOrList(&e.Similar),
		"NOT_IN": stringOrList(&e.NotIn), "POS": stringOrList(&e.POS), "REGEX": into(&e.Regex),
		"AT": into(&e.At), "AS": into(&e.As), "GAP": e.readGap, "OP": e.readOp,
	})
}

// readGap reads "GAP: 4" (none to four) or "GAP: [1, 4]".
func (e *Element) readGap(n *yaml.Node) error {
	e.Gap = new([2]int)
	if n.Kind == yaml.ScalarNode {
		return n.Decode(&e.Gap[1])
	}
	return n.Decode(e.Gap)
}

func (e *Element) readOp(n *yaml.Node) error {
	switch n.Value {
	case "!":
		e.Not = true
	case "?":
		e.Min, e.Max = 0, 1
	case "*":
		e.Min, e.Max = 0, maxRepeat
	case "+":
		e.Min, e.Max = 1, maxRepeat
	default:
		body, ok := strings.CutPrefix(n.Value, "{")
		body, ok2 := strings.CutSuffix(body, "}")
		low, high, two := strings.Cut(body, ",")
		if !two {
			high = low
		}
		min, err1 := strconv.Atoi(strings.TrimSpace(low))
		max, err2 := strconv.Atoi(strings.TrimSpace(high))
		if !ok || !ok2 || err1 != nil || err2 != nil {
			return fmt.Errorf("line %d: OP %q is none of ! ? * + {n} {n,m}", n.Line, n.Value)
		}
		e.Min, e.Max = min, max
	}
	return nil
}

// UnmarshalYAML reads a condition: "quoted", or a mapping whose one key is the
// window and whose value is a match, with "within" beside it.
func (c *Condition) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		c.Window = n.Value
		return nil
	}
	readers := map[string]func(*yaml.Node) error{"within": into(&c.Within)}
	for _, w := range windows {
		if !w.alone {
			readers[w.name] = func(v *yaml.Node) error {
				if c.Window != "" {
					return fmt.Errorf("line %d: a condition has one window, this one has %s and %s", v.Line, c.Window, w.name)
				}
				c.Window, c.Match = w.name, new(Match)
				if v.Kind == yaml.SequenceNode || v.Kind == yaml.ScalarNode {
					return stringOrList(&c.Match.Terms)(v)
				}
				return v.Decode(c.Match)
			}
		}
	}
	return fields(n, readers)
}

// UnmarshalYAML reads one fix or a list of them.
func (l *FixList) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.SequenceNode {
		var f Fix
		if err := n.Decode(&f); err != nil {
			return err
		}
		*l = FixList{f}
		return nil
	}
	return n.Decode((*[]Fix)(l))
}

// UnmarshalYAML reads a fix. "fix: 您" and "fix: {replace: 您}" write on the
// match; replace may be a table from what stands there to what to write.
func (f *Fix) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		f.Edits = []Edit{{On: "match", Text: n.Value}}
		return nil
	}
	at := "opening"
	var insert string
	err := fields(n, map[string]func(*yaml.Node) error{
		"label": into(&f.Label), "edits": into(&f.Edits), "at": into(&at), "insert": into(&insert),
		"replace": func(v *yaml.Node) error {
			e := Edit{On: "match"}
			if v.Kind == yaml.MappingNode {
				f.Edits = append(f.Edits, e)
				return v.Decode(&f.Edits[len(f.Edits)-1].Map)
			}
			e.Text = v.Value
			f.Edits = append(f.Edits, e)
			return nil
		},
		"message": func(v *yaml.Node) error {
			f.Edits = append(f.Edits, Edit{On: "message", Text: v.Value})
			return nil
		},
		"sentence": func(v *yaml.Node) error {
			f.Edits = append(f.Edits, Edit{On: "sentence", Text: v.Value})
			return nil
		},
		"drop": func(v *yaml.Node) error {
			f.Edits = append(f.Edits, Edit{On: "match", Kind: "drop"})
			return nil
		},
		"split": func(v *yaml.Node) error {
			f.Edits = append(f.Edits, Edit{On: "message", Kind: "split"})
			return nil
		},
	})
	if insert != "" {
		f.Edits = append(f.Edits, Edit{On: at, Text: insert})
	}
	return err
}

// UnmarshalYAML reads one edit of the long form.
func (e *Edit) UnmarshalYAML(n *yaml.Node) error {
	return fields(n, map[string]func(*yaml.Node) error{
		"on": into(&e.On), "kind": into(&e.Kind), "text": into(&e.Text), "map": into(&e.Map),
	})
}

// UnmarshalYAML reads a part: its words, or a mapping with when it is fitting.
func (p *Part) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		p.Text = n.Value
		return nil
	}
	return fields(n, map[string]func(*yaml.Node) error{"text": into(&p.Text), "when": into(&p.When)})
}

// UnmarshalYAML reads an example: a message, or one with its fixed form.
func (e *Example) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		e.Text = n.Value
		return nil
	}
	return fields(n, map[string]func(*yaml.Node) error{
		"text": into(&e.Text), "fixed": into(&e.Fixed), "profile": into(&e.Profile), "scene": into(&e.Scene),
	})
}

// UnmarshalYAML reads the shop and goods of an example or a scenario.
func (s *Scene) UnmarshalYAML(n *yaml.Node) error {
	var value map[string]any
	if err := n.Decode(&value); err != nil {
		return err
	}
	b, err := json.Marshal(value)
	if err == nil {
		err = json.Unmarshal(b, new(core.Scene))
	}
	if err != nil {
		return fmt.Errorf("line %d: scene: %w", n.Line, err)
	}
	s.RawMessage = b
	return nil
}
