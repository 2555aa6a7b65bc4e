import type { Database, Queryable } from './database.ts';
import { type Migration, MigrationError, readMigrationFiles } from './migration-files.ts';

/** Which schema to bring where, and by which files. Each schema has its own numbered folder and its own version table. */
export interface MigrateOptions {
  readonly database: Database;
  /** A plain lower-case SQL identifier. */
  readonly schema: string;
  readonly folder: string | URL;
  /** The version to end at: default the newest file's; 0 takes everything back. */
  readonly to?: number;
}

/** One migration that a database has. */
export interface AppliedMigration {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
  readonly appliedAt: Date;
}

/**
 * Brings a schema up or down to a version, all in one transaction, and answers with what is applied afterwards.
 *
 * Running it again changes nothing. Processes that start together wait for each other (advisory lock). Throws MigrationError when
 * an applied file was edited, or when the database is newer than the files: an old process must not run on a new schema.
 */
export async function migrate({ database, schema, folder, to }: MigrateOptions): Promise<readonly AppliedMigration[]> {
  const migrations = await readMigrationFiles(folder);
  const table = versionTable(schema);
  return database.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`migrate ${schema}`]);
    await createVersionTable(tx, schema);
    const applied = await readApplied(tx, table);
    checkHistory(schema, applied, migrations);
    await move(tx, table, migrations, applied.length, to ?? migrations.length);
    return readApplied(tx, table);
  });
}

/** The migrations that a schema has, oldest first; empty where it was never migrated. */
export async function appliedMigrations({
  database,
  schema,
}: Pick<MigrateOptions, 'database' | 'schema'>): Promise<readonly AppliedMigration[]> {
  const table = versionTable(schema);
  const [found] = await database.query<{ present: boolean }>(
    "select exists (select from pg_tables where schemaname = $1 and tablename = 'schema_versions') as present",
    [schema],
  );
  return found?.present ? readApplied(database, table) : [];
}

function versionTable(schema: string): string {
  // The name goes into the statement's text, where no parameter can stand.
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(schema)) throw new MigrationError(`"${schema}" is no plain lower-case schema name`);
  return `${schema}.schema_versions`;
}

async function createVersionTable(tx: Queryable, schema: string): Promise<void> {
  // Not to_regnamespace(): it asks a cache that may not know yet what the process we waited for has created.
  const [found] = await tx.query<{ present: boolean }>('select exists (select from pg_namespace where nspname = $1) as present', [schema]);
  if (!found?.present) await tx.query(`create schema ${schema}`);
  await tx.query(
    `create table if not exists ${versionTable(schema)}
       (version integer primary key, name text not null, checksum text not null, applied_at timestamptz not null)`,
  );
}

function readApplied(database: Queryable, table: string): Promise<readonly AppliedMigration[]> {
  return database.query<AppliedMigration>(`select version, name, checksum, applied_at as "appliedAt" from ${table} order by version`);
}

function checkHistory(schema: string, applied: readonly AppliedMigration[], migrations: readonly Migration[]): void {
  for (const { version, name, checksum } of applied) {
    const file = migrations[version - 1];
    if (!file) throw new MigrationError(`${schema} is at version ${version} (${name}), newer than this program; run the newer one`);
    if (file.checksum !== checksum)
      throw new MigrationError(`${schema}: migration ${version} (${file.name}) was edited after it was applied; add a new file instead`);
  }
}

async function move(tx: Queryable, table: string, migrations: readonly Migration[], from: number, to: number): Promise<void> {
  if (to < 0 || to > migrations.length) throw new MigrationError(`there is no version ${to}; the newest is ${migrations.length}`);
  for (const migration of migrations.slice(from, to)) {
    await tx.query(migration.up);
    await tx.query(`insert into ${table} values ($1, $2, $3, clock_timestamp())`, [migration.version, migration.name, migration.checksum]);
  }
  for (const migration of migrations.slice(to, from).toReversed()) {
    await tx.query(migration.down);
    await tx.query(`delete from ${table} where version = $1`, [migration.version]);
  }
}
