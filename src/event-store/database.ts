/** What the store and its users need of a database: PGlite and pg both answer it. */
export interface Queryable {
  query<Row>(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
}

/** A database that also runs a unit of work atomically: all statements of `work`, or none when it throws. */
export interface Database extends Queryable {
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
