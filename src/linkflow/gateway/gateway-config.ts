import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { portVariable } from '../kit/read-config.ts';
import type { Limits } from './client-limits.ts';

/** A secret short enough to be guessed would be no protection. */
const MIN_ADMIN_TOKEN_LENGTH = 16;

const limit = (perSecond: number, burst: number) => ({
  perSecond: z.coerce.number().positive().default(perSecond),
  burst: z.coerce.number().int().positive().default(burst),
});
// One user may run a load test of some hundred requests a second; passwords can be guessed five times a second.
const general = limit(1000, 2000);
const credentials = limit(5, 50);

/** Variables of the gateway, alone or within the combined process. */
export const gatewayVariables = {
  LINKFLOW_GATEWAY_PORT: portVariable(8000),
  LINKFLOW_ADMIN_PORT: portVariable(8100),
  /** The admin port listens on this machine only, unless somebody says otherwise. */
  LINKFLOW_ADMIN_HOST: z.string().default('127.0.0.1'),
  LINKFLOW_ADMIN_TOKEN: z.string().min(MIN_ADMIN_TOKEN_LENGTH).optional(),
  LINKFLOW_ADMIN_TOKEN_FILE: z.string().optional(),
  /** Where weights and versions are kept over a restart. */
  LINKFLOW_GATEWAY_STATE_FILE: z.string().optional(),
  LINKFLOW_GATEWAY_DEADLINE_MS: z.coerce.number().int().positive().default(10_000),
  LINKFLOW_GATEWAY_BODY_LIMIT_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(1024 * 1024),
  /** How many proxies stand in front of the gateway and may name the client in X-Forwarded-For. */
  LINKFLOW_GATEWAY_TRUSTED_PROXIES: z.coerce.number().int().nonnegative().default(0),
  LINKFLOW_LIMIT_PER_SECOND: general.perSecond,
  LINKFLOW_LIMIT_BURST: general.burst,
  LINKFLOW_CREDENTIALS_LIMIT_PER_SECOND: credentials.perSecond,
  LINKFLOW_CREDENTIALS_LIMIT_BURST: credentials.burst,
};

/** The configuration that gatewayVariables read. */
export type GatewayConfig = z.output<z.ZodObject<typeof gatewayVariables>>;

/** The limits that a configuration sets. */
export function limitsOf(config: GatewayConfig): Limits {
  return {
    general: { perSecond: config.LINKFLOW_LIMIT_PER_SECOND, burst: config.LINKFLOW_LIMIT_BURST },
    credentials: { perSecond: config.LINKFLOW_CREDENTIALS_LIMIT_PER_SECOND, burst: config.LINKFLOW_CREDENTIALS_LIMIT_BURST },
  };
}

/** The admin token from its variable or its file; undefined when neither is set. Throws for a file that can't be read or holds too short a token. */
export async function adminTokenOf(
  config: Pick<GatewayConfig, 'LINKFLOW_ADMIN_TOKEN' | 'LINKFLOW_ADMIN_TOKEN_FILE'>,
): Promise<string | undefined> {
  const { LINKFLOW_ADMIN_TOKEN: token, LINKFLOW_ADMIN_TOKEN_FILE: file } = config;
  if (token !== undefined || file === undefined) return token;
  const text = (await readFile(file, 'utf8')).trim();
  if (text.length < MIN_ADMIN_TOKEN_LENGTH)
    throw new Error(`${file} must hold an admin token of at least ${MIN_ADMIN_TOKEN_LENGTH} characters`);
  return text;
}
