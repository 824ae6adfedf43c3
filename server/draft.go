package server

import (
	"strconv"
	"time"
)

// DraftState says how far a draft has come.
type DraftState string

// The states of a draft. One that is returned is open again.
const (
	DraftOpen      DraftState = "open"
	DraftSubmitted DraftState = "submitted"
	DraftApproved  DraftState = "approved"
)

// DraftPrefix begins every draft's ID. Bytes that were made of a draft are
// kept under the draft's ID instead of a member's.
const DraftPrefix = "d_"

// Draft is a change of the shop's pack on its way to a release.
type Draft struct {
	ID      string            `json:"id"`
	Version int64             `json:"version"` // rises with every change
	Title   string            `json:"title"`
	State   DraftState        `json:"state"`
	Base    int64             `json:"base,omitempty"` // Seq of the release it started from
	Editor  string            `json:"editor"`         // the member who began it
	Editors []string          `json:"editors"`        // the members who wrote or submitted it
	Created time.Time         `json:"created"`
	Updated time.Time         `json:"updated"`
	Comment string            `json:"comment,omitempty"` // why it was returned
	Pack    *Ref              `json:"pack,omitempty"`    // once submitted
	Report  *Report           `json:"report,omitempty"`  // likewise
	Seq     int64             `json:"seq,omitempty"`     // the release it became
	Files   map[string]string `json:"files,omitempty"`   // path → YAML; nil in lists
}

// ETag names this state of the draft.
func (d Draft) ETag() string { return `"` + strconv.FormatInt(d.Version, 10) + `"` }

// ReleaseState says what became of a release.
type ReleaseState string

// The states of a release.
const (
	ReleaseApproved  ReleaseState = "approved"  // nobody has it yet
	ReleaseCandidate ReleaseState = "candidate" // some clients have it
	ReleaseStable    ReleaseState = "stable"    // all do
	ReleaseReplaced  ReleaseState = "replaced"  // it was stable
	ReleaseHalted    ReleaseState = "halted"    // taken away before it was stable
)

// ReleaseRecord is what a store knows of a release beside its signed bytes.
type ReleaseRecord struct {
	Seq      int64             `json:"seq"`
	Ref      Ref               `json:"release"` // of the envelope
	Parent   string            `json:"parent"`
	Pack     Ref               `json:"pack"`
	Issued   time.Time         `json:"issued"`
	Reverts  int64             `json:"reverts,omitempty"`
	State    ReleaseState      `json:"state"`
	Title    string            `json:"title,omitempty"` // of its draft
	Draft    string            `json:"draft,omitempty"`
	Editors  []string          `json:"editors"`         // empty for a revert: its pack was approved before
	Approver string            `json:"approver"`        // never one of the editors, except in a solo shop
	Files    map[string]string `json:"files,omitempty"` // of its draft; not stored twice
}

// Record makes the record of a signed release.
func (r Release) Record(ref Ref, state ReleaseState) ReleaseRecord {
	return ReleaseRecord{
		Seq: r.Seq, Ref: ref, Parent: r.Parent, Pack: r.Pack, Issued: r.Issued, Reverts: r.Reverts, State: state, Editors: []string{},
	}
}
