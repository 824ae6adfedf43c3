package server

// Compiler makes packs of what people write, and compares them. It stands
// apart because it needs the whole pack language, which a server that only
// passes releases on does not.
type Compiler interface {
	// Compile stacks files (path → YAML) on the default packs. What is wrong
	// in them comes as Mistakes.
	Compile(files map[string]string) (pack []byte, err error)
	// Diff gives the records in which two compiled packs differ. No before:
	// the default packs.
	Diff(before, after []byte) ([]RecordChange, error)
	// Rules gives the IDs of a compiled pack's rules by their number.
	Rules(pack []byte) ([]string, error)
}

// DeltaMaker makes the shorter ways from one compiled pack to another. It
// stands apart from Compiler, as a server can do without.
type DeltaMaker interface {
	// Delta gives what makes the one pack of the other, nil if nothing does.
	Delta(from, to []byte) ([]byte, error)
}

// RecordChange is a record that differs between two packs.
type RecordChange struct {
	Op     string        `json:"op"` // "+" added, "-" removed, "~" changed
	Kind   string        `json:"kind"`
	ID     string        `json:"id"`
	Fields []FieldChange `json:"fields"` // of a changed record
}

// FieldChange is a field that differs, both sides as JSON; empty where it is not.
type FieldChange struct {
	Name   string `json:"name"`
	Before string `json:"before"`
	After  string `json:"after"`
}
