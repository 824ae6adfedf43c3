package pack

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
)

// Change is a record that differs between two packs.
type Change struct {
	Op     string // "+" added, "-" removed, "~" changed
	Kind   string // rule, class, profile, adapter, word, typo, category, intent, scenario and so on
	ID     string
	Fields []FieldChange // of a changed record
}

// FieldChange is a field that differs, both sides as JSON.
type FieldChange struct{ Name, Before, After string }

// Diff gives the records that differ, by kind and id.
func Diff(before, after Records) []Change {
	old, new := before.byID(), after.byID()
	var out []Change
	for key, b := range old {
		a, ok := new[key]
		switch {
		case !ok:
			out = append(out, Change{Op: "-", Kind: key.kind, ID: key.id})
		case !bytes.Equal(a, b):
			out = append(out, Change{"~", key.kind, key.id, fieldChanges(b, a)})
		}
	}
	for key := range new {
		if _, ok := old[key]; !ok {
			out = append(out, Change{Op: "+", Kind: key.kind, ID: key.id})
		}
	}
	slices.SortFunc(out, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	})
	return out
}

type recordKey struct{ kind, id string }

func (r Records) byID() map[recordKey][]byte {
	out := map[recordKey][]byte{}
	put := func(kind, id string, v any) {
		// Records come from JSON or from YAML that was validated: they marshal.
		b, err := json.Marshal(v)
		if err != nil {
			panic(err)
		}
		out[recordKey{kind, id}] = b
	}
	for _, v := range r.Rules {
		put("rule", v.ID, v)
	}
	for _, v := range r.Classes {
		put("class", v.Name, v)
	}
	for _, v := range r.Profiles {
		put("profile", v.ID, v)
	}
	for _, v := range r.Adapters {
		put("adapter", v.ID, v)
	}
	for _, v := range r.Words {
		put("word", v.Text, v)
	}
	for _, v := range r.Typos {
		put("typo", v.Wrong, v)
	}
	for _, v := range r.Slips {
		put("slips", v.id(), v)
	}
	for _, v := range r.Categories {
		put("category", v.ID, v)
	}
	for _, v := range r.Templates {
		put("template", v.ID, v)
	}
	for _, v := range r.Aspects {
		put("aspect", v.ID, v)
	}
	for _, v := range r.Traits {
		put("trait", v.ID, v)
	}
	for _, v := range r.Scenarios {
		put("scenario", v.ID, v)
	}
	for _, v := range r.Intents {
		put("intent", v.ID, v)
	}
	return out
}

func fieldChanges(before, after []byte) []FieldChange {
	var b, a map[string]json.RawMessage
	if json.Unmarshal(before, &b) != nil || json.Unmarshal(after, &a) != nil {
		return nil
	}
	names := map[string]bool{}
	for k := range b {
		names[k] = true
	}
	for k := range a {
		names[k] = true
	}
	var out []FieldChange
	for name := range names {
		if !bytes.Equal(b[name], a[name]) {
			out = append(out, FieldChange{name, string(b[name]), string(a[name])})
		}
	}
	slices.SortFunc(out, func(x, y FieldChange) int { return cmp.Compare(x.Name, y.Name) })
	return out
}
