/** The object's SQLite, as ../workerd/storage.go speaks to it. */

type Value = string | number | null | Uint8Array<ArrayBuffer>;

/** SQL, its arguments, and whether it must meet a row. */
type Statement = [query: string, args: Value[], must: boolean];

class Unchanged extends Error {
  override message = 'met no row';
}

export function database(storage: DurableObjectStorage) {
  const { sql } = storage;
  return {
    query(query: string, args: Value[]) {
      try {
        const cursor = sql.exec(query, ...args);
        const columns = cursor.columnNames;
        const rows = Array.from(cursor.raw(), (row) => row.map(fromSQL));
        return { columns, rows };
      } catch (err) {
        return { error: String(err) };
      }
    },

    /** Runs all statements or none; null, or the one that did not go through. */
    write(statements: Statement[]) {
      let statement = 0;
      try {
        storage.transactionSync(() => {
          for (const [query, args, must] of statements) {
            sql.exec(query, ...args);
            if (must && sql.exec('SELECT changes() AS n').one().n === 0) throw new Unchanged();
            statement++;
          }
        });
        return null;
      } catch (err) {
        return { statement, error: String(err), unchanged: err instanceof Unchanged };
      }
    },
  };
}

function fromSQL(value: SqlStorageValue): Value {
  return value instanceof ArrayBuffer ? new Uint8Array(value) : value;
}
