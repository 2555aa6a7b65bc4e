import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** One numbered step of a schema, both ways, as its two files say. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly up: string;
  readonly down: string;
  /** SHA-256 of `up`, hexadecimal: an applied file that was edited later is found out. */
  readonly checksum: string;
}

/** Thrown when a schema can't be brought to where the files want it; nothing has been changed then. */
export class MigrationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MigrationError';
  }
}

const UP_FILE = /^(\d{4})-([a-z0-9-]+)\.up\.sql$/;

/**
 * Reads a folder of `NNNN-name.up.sql` and `NNNN-name.down.sql`, in order of their numbers, which start at 1 without gaps.
 *
 * Throws MigrationError for a gap, a duplicate number, an empty folder, and an `up` without its `down`.
 */
export async function readMigrationFiles(folder: string | URL): Promise<readonly Migration[]> {
  const path = folder instanceof URL ? fileURLToPath(folder) : folder;
  const names = (await readdir(path)).filter((name) => UP_FILE.test(name)).sort();
  if (names.length === 0) throw new MigrationError(`${path} has no file like 0001-name.up.sql`);
  const migrations = await Promise.all(names.map((name) => readMigration(path, name)));
  const wrong = migrations.findIndex((migration, index) => migration.version !== index + 1);
  if (wrong >= 0) throw new MigrationError(`${path}: ${names[wrong]} should have the number ${wrong + 1}`);
  return migrations;
}

async function readMigration(path: string, upFile: string): Promise<Migration> {
  const [, number = '', name = ''] = UP_FILE.exec(upFile) ?? [];
  const up = await readFile(`${path}/${upFile}`, 'utf8');
  const down = await readFile(`${path}/${number}-${name}.down.sql`, 'utf8').catch((cause: unknown) => {
    throw new MigrationError(`${path}/${upFile} has no readable .down.sql beside it: ${String(cause)}`);
  });
  return { version: Number(number), name, up, down, checksum: createHash('sha256').update(up).digest('hex') };
}
