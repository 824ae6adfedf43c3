package server

import (
	"errors"
	"fmt"
)

// Errors of a Store and of the services above it.
var (
	ErrNotFound = errors.New("not found")
	ErrConflict = errors.New("conflict")     // somebody else was first, or what is there differs
	ErrGate     = errors.New("pack refused") // the gate did not admit it

	ErrChanged   = errors.New("changed since it was last seen")
	ErrState     = errors.New("not possible now")
	ErrFourEyes  = errors.New("whoever edited a release may not approve it")
	ErrLastAdmin = errors.New("a shop keeps at least one active admin")
	ErrForm      = errors.New("not well-formed")
	ErrBusy      = errors.New("too much to do at the moment")
	ErrStorage   = errors.New("the store cannot write: its disk is full or read-only")
)

// Mistake is something wrong in a pack's files, with its place.
type Mistake struct {
	File    string `json:"file"`
	Line    int    `json:"line"` // from 1; 0 when it has none
	Rule    string `json:"rule"`
	Field   string `json:"field"`
	Message string `json:"message"`
}

// Mistakes is why files do not compile.
type Mistakes []Mistake

func (m Mistakes) Error() string {
	if len(m) == 0 {
		return "no mistakes"
	}
	return fmt.Sprintf("%d mistakes, the first in %s:%d: %s", len(m), m[0].File, m[0].Line, m[0].Message)
}

// Code says why a document or a pack was refused. Codes are stable: the
// extension shows them, tests and telemetry count them.
type Code string

// The reasons for a refusal, in the order in which clients check.
const (
	CodeNetwork     Code = "network"     // could not be fetched
	CodeSize        Code = "size"        // more bytes than allowed or than announced
	CodeFormat      Code = "format"      // not a well-formed document
	CodeSignature   Code = "signature"   // not signed by enough of the right keys
	CodeFingerprint Code = "fingerprint" // not the root that the enrolment link names
	CodeType        Code = "type"        // signed, but as something else
	CodeTenant      Code = "tenant"      // signed for another tenant
	CodeRollback    Code = "rollback"    // older than what was already seen
	CodeExpired     Code = "expired"     // no longer to be believed
	CodeHash        Code = "hash"        // other bytes than the ones named
	CodeEngine      Code = "engine"      // needs a newer engine than this one
	CodeExamples    Code = "examples"    // the engine cannot load it, or its own examples fail
)

// Place says what was refused.
type Place string

// The things that can be refused.
const (
	PlaceRoot    Place = "root"
	PlaceHead    Place = "head"
	PlaceRelease Place = "release"
	PlacePack    Place = "pack"
)

// Refused is the error for anything that fails a client's checks.
type Refused struct {
	Code  Code
	Place Place
	Err   error // what exactly was found
}

func (r *Refused) Error() string { return fmt.Sprintf("%s refused (%s): %v", r.Place, r.Code, r.Err) }

// Unwrap gives what exactly was found.
func (r *Refused) Unwrap() error { return r.Err }

// Refuse makes a Refused error, formatted like fmt.Errorf.
func Refuse(place Place, code Code, format string, args ...any) error {
	return &Refused{Code: code, Place: place, Err: fmt.Errorf(format, args...)}
}
