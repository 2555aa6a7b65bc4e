import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

const serviceState = z.strictObject({
  versions: z.array(z.strictObject({ version: z.string(), url: z.string() })).readonly(),
  weights: z.record(z.string(), z.int().min(0).max(100)),
  revision: z.int().nonnegative(),
  exposed: z.record(z.string(), z.int().nonnegative()),
});
const routingState = z.strictObject({ format: z.literal(1), services: z.record(z.string(), serviceState) });

/** What the gateway keeps over a restart, by service: versions, weights, revision, and how many requests each version got by weight. */
export type RoutingState = Readonly<z.output<typeof routingState>>;

/** Where the gateway keeps its routing. `read` answers undefined before the first write. */
export interface RoutingFile {
  read(): Promise<RoutingState | undefined>;
  write(state: RoutingState): Promise<void>;
}

/**
 * A routing file on disk. A write is whole or not at all, also through a power cut: written beside, flushed, renamed, directory flushed.
 *
 * A file that is there but not readable as routing makes `read` throw: guessing weights would move traffic nobody asked to move.
 */
export function routingFile(path: string): RoutingFile {
  return {
    read: async () => {
      const text = await readFile(path, 'utf8').catch(absentIsUndefined);
      return text === undefined ? undefined : parseState(text, path);
    },
    write: async (state) => {
      await writeFlushed(`${path}.next`, JSON.stringify(state, undefined, 2));
      await rename(`${path}.next`, path);
      await flushDirectory(dirname(path));
    },
  };
}

/** A routing file that lives as long as the process; for a gateway without a state file. */
export function memoryRoutingFile(): RoutingFile {
  let state: RoutingState | undefined;
  return {
    read: async () => state,
    write: async (next) => {
      state = next;
    },
  };
}

function parseState(text: string, path: string): RoutingState {
  try {
    return routingState.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`${path} is not a routing file; repair it, or remove it to begin with the configured weights`, { cause: error });
  }
}

function absentIsUndefined(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
  throw error;
}

async function writeFlushed(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function flushDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
