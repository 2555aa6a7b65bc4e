import { z } from 'zod';
import { parseFaultSet } from './faults/fault-set.ts';
import { type StoragePlace, storagePlace } from './store/open-storage.ts';

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** Variables that every LinkFlow process reads. */
export const commonVariables = {
  /** The address to listen on. */
  LINKFLOW_HOST: z.string().default('127.0.0.1'),
  LINKFLOW_LOG_LEVEL: z.enum(logLevels).default('info'),
  /** How long callers get to notice that we stop, before we stop listening. */
  LINKFLOW_DRAIN_DELAY_MS: z.coerce.number().int().nonnegative().default(0),
};

/** Variables of a process that keeps data. Without either the data ends with the process. */
export const storageVariables = {
  DATABASE_URL: z.string().optional(),
  LINKFLOW_DATA: z.string().optional(),
  /** Whether each write to the data folder waits for the disk. */
  LINKFLOW_SYNC_COMMITS: z.enum(['on', 'off']).default('off'),
};

/** The variable that names the keys of the auth service. */
export const jwksVariable = { LINKFLOW_JWKS_URL: z.url().default('http://127.0.0.1:8001/.well-known/jwks.json') };

/** The version of a service as its metrics and traces carry it, and the faults it is started with. */
export const versionVariables = {
  LINKFLOW_VERSION: z.string().min(1).max(64).default('v1'),
  LINKFLOW_FAULTS: z.string().optional().transform(parseFaultSet),
};

/** A list in one variable, parted by commas. */
export function listVariable(standard: readonly string[]) {
  return z
    .string()
    .transform((text) => text.split(',').map((item) => item.trim()))
    .pipe(z.array(z.string().min(1)))
    .default([...standard]);
}

/** The place of the data as the storage variables name it. */
export function storageOf(config: z.output<z.ZodObject<typeof storageVariables>>): StoragePlace {
  const { DATABASE_URL: databaseUrl, LINKFLOW_DATA: folder, LINKFLOW_SYNC_COMMITS: syncCommits } = config;
  return storagePlace({ databaseUrl, folder, syncCommits: syncCommits === 'on' });
}
