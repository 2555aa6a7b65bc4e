/**
 * What the store and its users need of a database: PGlite and pg both answer it.
 *
 * Rows come back with `bigint` columns as numbers (positions stay far below 2^53), `timestamptz` as Date and `jsonb` as parsed
 * JSON. Hand JSON over as text (`JSON.stringify(value)` for a `$1::jsonb`): the drivers disagree about arrays and bare strings.
 */
export interface Queryable {
  /** Runs one statement; without `parameters` it may be several, separated by `;`, and the rows are the last one's. */
  query<Row>(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
}

/** A database that also runs a unit of work atomically: all statements of `work`, or none when it throws. */
export interface Database extends Queryable {
  /**
   * Runs `work` in one transaction (READ COMMITTED). Inside, use `tx` only: PGlite has one connection, so asking the database
   * itself from inside waits forever.
   */
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
