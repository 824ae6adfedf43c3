// Package sqlite keeps a server's state in a SQLite database: natively one file
// (Open), on Cloudflare Workers the storage of a Durable Object. SQL, schema
// and what may not be are the same in both.
package sqlite

import (
	"context"
	"database/sql"
	"fmt"
)

// Database is what a Store needs of SQLite, wherever it runs: a file, or the
// storage of a Durable Object.
type Database interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	// Write runs statements in one transaction: all of them, durably, or none.
	// A statement that does not go through gives a *Failure.
	Write(ctx context.Context, statements ...Statement) error
}

// Statement changes rows. Arguments are strings, whole numbers below 2^53,
// booleans and bytes.
type Statement struct {
	Query string
	Args  []any
	Must  bool // fails with Unchanged when it meets no row
}

// Reason says why a statement did not go through.
type Reason int

// The reasons that a Store tells apart; the zero value is any other.
const (
	Unchanged Reason = iota + 1 // met no row
	Taken                       // the row is there already
	Orphan                      // what it refers to is not there
	Forbidden                   // against a check, which Err names
	TooLarge                    // more bytes than the database takes in a row
)

// Failure is an error of one statement.
type Failure struct {
	Statement int // its place among those written together, from 0
	Reason    Reason
	Err       error
}

func (f *Failure) Error() string { return fmt.Sprintf("statement %d: %v", f.Statement, f.Err) }

// Unwrap gives what the database said.
func (f *Failure) Unwrap() error { return f.Err }
