//go:build js && wasm

package workerd

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"strings"
	"syscall/js"

	"huashu/server/store/sqlite"
)

// Storage is the SQLite database of the Durable Object in which the program
// runs. Reading goes through database/sql; what is written goes to JavaScript
// in one piece, because a transaction there is a function.
type Storage struct{ *sql.DB }

var _ sqlite.Database = Storage{}

// OpenStorage gives the object's database with the schema of steps.
func OpenStorage(ctx context.Context, steps []string) (Storage, error) {
	s := Storage{sql.OpenDB(connector{})}
	return s, s.migrate(ctx, steps)
}

// migrate brings the schema to len(steps). Pragmas that would keep its number
// are closed here, so it stands in a table.
func (s Storage) migrate(ctx context.Context, steps []string) error {
	if err := s.Write(ctx,
		sqlite.Statement{Query: `CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL) STRICT`},
		sqlite.Statement{Query: `INSERT INTO schema_version SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM schema_version)`},
	); err != nil {
		return err
	}
	var version int
	if err := s.QueryRowContext(ctx, `SELECT version FROM schema_version`).Scan(&version); err != nil {
		return err
	}
	switch {
	case version > len(steps):
		return fmt.Errorf("schema %d was written by a newer huashu, this one knows %d; it was left as it is", version, len(steps))
	case version == len(steps):
		return nil
	}
	var all []sqlite.Statement
	for _, step := range steps[version:] {
		all = append(all, sqlite.Statement{Query: step})
	}
	all = append(all, sqlite.Statement{Query: `UPDATE schema_version SET version = ?`, Args: []any{len(steps)}})
	if err := s.Write(ctx, all...); err != nil {
		return fmt.Errorf("migration from schema %d to %d: %w", version, len(steps), err)
	}
	return nil
}

// Write implements sqlite.Database.
func (s Storage) Write(_ context.Context, statements ...sqlite.Statement) error {
	list := make([]any, len(statements))
	for i, st := range statements {
		args := make([]any, len(st.Args))
		for j, arg := range st.Args {
			v, err := driver.DefaultParameterConverter.ConvertValue(arg)
			if err != nil {
				return err
			}
			if args[j], err = toJS(v); err != nil {
				return err
			}
		}
		list[i] = []any{st.Query, args, st.Must}
	}
	failed := host().Call("write", js.ValueOf(list))
	if failed.IsNull() {
		return nil
	}
	failure := &sqlite.Failure{Statement: failed.Get("statement").Int(), Err: errors.New(failed.Get("error").String())}
	if failed.Get("unchanged").Bool() {
		failure.Reason = sqlite.Unchanged
	} else {
		failure.Reason = reason(failure.Err.Error())
	}
	return failure
}

// reason reads SQLite's messages: codes do not come through.
func reason(message string) sqlite.Reason {
	for _, known := range []struct {
		text   string
		reason sqlite.Reason
	}{
		{"UNIQUE constraint failed", sqlite.Taken},
		{"FOREIGN KEY constraint failed", sqlite.Orphan},
		{"CHECK constraint failed", sqlite.Forbidden},
		{"string or blob too big", sqlite.TooLarge},
	} {
		if strings.Contains(message, known.text) {
			return known.reason
		}
	}
	return 0
}

// connector connects database/sql with the object's storage.
type connector struct{}

func (connector) Connect(context.Context) (driver.Conn, error) { return conn{}, nil }
func (connector) Driver() driver.Driver                        { return nil }

// conn reads. There is only the one database, always open.
type conn struct{}

var _ driver.QueryerContext = conn{}

var errReadOnly = errors.New("workerd: database/sql only reads here; writes go through Storage.Write")

func (conn) Prepare(string) (driver.Stmt, error) { return nil, errReadOnly }
func (conn) Begin() (driver.Tx, error)           { return nil, errReadOnly }
func (conn) Close() error                        { return nil }

// QueryContext implements driver.QueryerContext.
func (conn) QueryContext(_ context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	list := make([]any, len(args))
	for i, arg := range args {
		v, err := toJS(arg.Value)
		if err != nil {
			return nil, err
		}
		list[i] = v
	}
	answer := host().Call("query", query, js.ValueOf(list))
	if failed := answer.Get("error"); !failed.IsUndefined() {
		return nil, errors.New(failed.String())
	}
	r := &rows{values: answer.Get("rows")}
	r.length = r.values.Length()
	columns := answer.Get("columns")
	for i := range columns.Length() {
		r.columns = append(r.columns, columns.Index(i).String())
	}
	return r, nil
}

// rows are the rows of an answer, all of which is there already.
type rows struct {
	columns      []string
	values       js.Value
	next, length int
}

func (r *rows) Columns() []string { return r.columns }
func (r *rows) Close() error      { return nil }

func (r *rows) Next(into []driver.Value) error {
	if r.next == r.length {
		return io.EOF
	}
	row := r.values.Index(r.next)
	r.next++
	for i := range into {
		v, err := fromJS(row.Index(i))
		if err != nil {
			return err
		}
		into[i] = v
	}
	return nil
}

// toJS gives a value as the storage takes it.
func toJS(v driver.Value) (any, error) {
	switch v := v.(type) {
	case nil, string:
		return v, nil
	case int64:
		return float64(v), nil // numbers there are doubles
	case bool:
		if v {
			return 1, nil
		}
		return 0, nil
	case []byte:
		return bytesToJS(v), nil
	}
	return nil, fmt.Errorf("workerd: a %T cannot be stored", v)
}

// fromJS gives a value as database/sql takes it. The schema has no fractions.
func fromJS(v js.Value) (driver.Value, error) {
	switch v.Type() {
	case js.TypeNull:
		return nil, nil
	case js.TypeString:
		return v.String(), nil
	case js.TypeNumber:
		return int64(v.Float()), nil
	case js.TypeObject:
		data := make([]byte, v.Get("byteLength").Int())
		js.CopyBytesToGo(data, v)
		return data, nil
	}
	return nil, fmt.Errorf("workerd: a %s came out of storage", v.Type())
}

func bytesToJS(data []byte) js.Value {
	array := js.Global().Get("Uint8Array").New(len(data))
	js.CopyBytesToJS(array, data)
	return array
}
