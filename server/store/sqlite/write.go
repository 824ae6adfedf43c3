package sqlite

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"huashu/server"
)

// writing gathers statements that are to be written together.
type writing struct {
	tenant     string
	statements []Statement
	errors     []wording // of each statement
	err        error     // found before writing
}

// wording is how a statement's failure is told.
type wording struct {
	what    string
	missing error // when it met no row
}

// add adds a row, which must not be there yet.
func (w *writing) add(what, query string, args ...any) {
	w.statements = append(w.statements, Statement{Query: query, Args: args})
	w.errors = append(w.errors, wording{what: what})
}

// change changes a row; without one the error is missing.
func (w *writing) change(what string, missing error, query string, args ...any) {
	w.statements = append(w.statements, Statement{Query: query, Args: args, Must: true})
	w.errors = append(w.errors, wording{what, missing})
}

// json encodes what is kept as one value.
func (w *writing) json(v any) string {
	b, err := json.Marshal(v)
	w.err = cmp.Or(w.err, err)
	return string(b)
}

// write writes all that was gathered, or nothing.
func (s *Store) write(ctx context.Context, w *writing) error {
	if w.err != nil || len(w.statements) == 0 {
		return w.err
	}
	err := s.db.Write(ctx, w.statements...)
	failure := (*Failure)(nil)
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &failure):
		return fmt.Errorf("write: %w", err)
	}
	return w.errors[failure.Statement].tell(failure)
}

// tell says in the server's words why a statement did not go through.
func (w wording) tell(f *Failure) error {
	switch f.Reason {
	case Unchanged:
		return fmt.Errorf("%s: %w", w.what, w.missing)
	case Taken:
		return fmt.Errorf("%s: %w", w.what, server.ErrConflict)
	case Orphan:
		return fmt.Errorf("%s: what it belongs to: %w", w.what, server.ErrNotFound)
	case TooLarge:
		return fmt.Errorf("%s: more than the database takes: %w", w.what, server.ErrForm)
	case Forbidden:
		if strings.Contains(f.Err.Error(), "four_eyes") {
			return fmt.Errorf("%s: %w", w.what, server.ErrFourEyes)
		}
	}
	return fmt.Errorf("%s: %w", w.what, f.Err)
}
