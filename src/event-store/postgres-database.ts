import { Pool, type PoolClient, type PoolConfig, types } from 'pg';
import type { Database, Queryable } from './database.ts';

/** How to reach a PostgreSQL server (15 or newer), and how long it may take. All times in milliseconds. */
export interface PostgresOptions {
  /** `postgresql://user:password@host:5432/database`; comes from configuration and is never logged. */
  readonly connectionString: string;
  readonly maxConnections?: number;
  readonly connectDeadlineMs?: number;
  /** The server ends a statement that takes longer, waiting for a lock included. */
  readonly statementDeadlineMs?: number;
  /** The server ends a transaction that lies idle as long, so that a stuck process can't hold up every append. */
  readonly idleTransactionDeadlineMs?: number;
}

/** How much longer we wait than the server itself would: only a server that is out of reach gets there. */
const GRACE_MS = 1_000;

/**
 * Opens a pool of connections to PostgreSQL. No connection is made until the first query, which rejects when the server is out of
 * reach, and so does each later one; the pool recovers by itself when the server is back.
 */
export function openPostgresDatabase(options: PostgresOptions): Database {
  const pool = new Pool(poolConfig(options));
  // An idle connection that breaks is dropped by the pool; without a listener the event would end the process.
  pool.on('error', () => undefined);
  return {
    ...queryableOf(pool),
    transaction: (work) => inTransaction(pool, work),
    close: () => pool.end(),
  };
}

function poolConfig(options: PostgresOptions): PoolConfig {
  const statementMs = options.statementDeadlineMs ?? 10_000;
  return {
    connectionString: options.connectionString,
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: options.connectDeadlineMs ?? 5_000,
    statement_timeout: statementMs,
    query_timeout: statementMs + GRACE_MS,
    idle_in_transaction_session_timeout: options.idleTransactionDeadlineMs ?? 10_000,
    application_name: 'sluice',
    types: { getTypeParser: typeParser },
  };
}

// pg hands bigint over as text, PGlite as a number; positions and tokens stay far below 2^53.
const typeParser: typeof types.getTypeParser = (type, format) =>
  type === types.builtins.INT8 && format !== 'binary' ? Number : types.getTypeParser(type, format);

async function inTransaction<T>(pool: Pool, work: (tx: Queryable) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  // A connection lost between two statements speaks up here as well as in the next statement; that one rejects.
  client.on('error', ignored);
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(queryableOf(client));
    await client.query('commit');
    return result;
  } catch (error) {
    broken = await rollBack(client);
    throw error;
  } finally {
    client.off('error', ignored);
    client.release(broken);
  }
}

function ignored(): void {}

// A connection that can't even roll back must not go back into the pool with its transaction still open.
async function rollBack(client: PoolClient): Promise<Error | undefined> {
  return client.query('rollback').then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );
}

function queryableOf(connection: Pool | PoolClient): Queryable {
  return {
    async query<Row>(sql: string, parameters?: readonly unknown[]) {
      // pg answers a text of several statements with a list of results, which its types don't say.
      const answer: unknown = await connection.query(sql, parameters && [...parameters]);
      const last = (Array.isArray(answer) ? answer.at(-1) : answer) as { readonly rows: readonly Row[] };
      return last.rows;
    },
  };
}
