import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { loopbackHosts } from './execution/nodes/allowed-url.ts';
import { adminTokenOf, gatewayVariables, limitsOf } from './gateway/gateway-config.ts';
import { faultSetSchema } from './kit/faults/fault-set.ts';
import { type Environment, portVariable, readConfig } from './kit/read-config.ts';
import { commonVariables, listVariable, storageOf, storageVariables } from './kit/service-config.ts';
import type { LinkFlowOptions } from './linkflow-options.ts';

const version = z.strictObject({
  version: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
  port: z.int().min(0).max(65_535).default(0),
  faults: faultSetSchema.default({}),
});

const schema = z.object({
  ...commonVariables,
  ...storageVariables,
  ...gatewayVariables,
  LINKFLOW_AUTH_PORT: portVariable(8001),
  LINKFLOW_EXECUTION_PORT: portVariable(8004),
  /** JSON: `[{"version":"v1","port":8003},{"version":"v2","port":8013,"faults":{…}}]`. */
  LINKFLOW_VERSIONS: z.string().default('[{"version":"v1","port":8003}]').transform(parseJson).pipe(z.array(version).min(1)),
  LINKFLOW_AUTH_KEY_FILE: z.string().optional(),
  LINKFLOW_PROVIDER_STATES: z.enum(['on', 'off']).default('off'),
  LINKFLOW_ALLOWED_HOSTS: listVariable(loopbackHosts),
});

/** What the combined process is started with; `adminTokenFile` is where the admin token stands, when it stands in a file. */
export interface LinkFlowConfig {
  readonly options: LinkFlowOptions;
  readonly adminTokenFile: string | undefined;
}

/**
 * The options of the combined process from the environment.
 *
 * With a data folder, state that is given no place of its own goes there: the database in `db`, the signing key, the gateway's
 * routing, and an admin token that is made when none is configured. Without a folder an admin token has to be configured.
 */
export async function linkFlowConfig(environment: Environment): Promise<LinkFlowConfig> {
  const config = readConfig(schema, environment);
  const { LINKFLOW_DATA: folder } = config;
  if (folder !== undefined) await mkdir(folder, { recursive: true, mode: 0o700 });
  const within = (name: string): string | undefined => (folder === undefined ? undefined : join(folder, name));
  const adminTokenFile =
    config.LINKFLOW_ADMIN_TOKEN === undefined ? (config.LINKFLOW_ADMIN_TOKEN_FILE ?? within('admin-token')) : undefined;
  if (adminTokenFile !== undefined && config.LINKFLOW_ADMIN_TOKEN_FILE === undefined) await createTokenFile(adminTokenFile);
  const adminToken = await adminTokenOf({ ...config, LINKFLOW_ADMIN_TOKEN_FILE: adminTokenFile });
  if (adminToken === undefined)
    throw new Error('Set LINKFLOW_ADMIN_TOKEN, LINKFLOW_ADMIN_TOKEN_FILE, or LINKFLOW_DATA, where a token is then made');
  const stateFile = config.LINKFLOW_GATEWAY_STATE_FILE ?? within('routing.json');
  const keyFile = config.LINKFLOW_AUTH_KEY_FILE ?? within('auth-keys.json');
  return {
    adminTokenFile,
    options: {
      versions: config.LINKFLOW_VERSIONS,
      adminToken,
      storage: storageOf({ ...config, LINKFLOW_DATA: within('db') }),
      host: config.LINKFLOW_HOST,
      adminHost: config.LINKFLOW_ADMIN_HOST,
      ports: {
        gateway: config.LINKFLOW_GATEWAY_PORT,
        admin: config.LINKFLOW_ADMIN_PORT,
        auth: config.LINKFLOW_AUTH_PORT,
        execution: config.LINKFLOW_EXECUTION_PORT,
      },
      ...(stateFile === undefined ? {} : { stateFile }),
      ...(keyFile === undefined ? {} : { keyFile }),
      providerStates: config.LINKFLOW_PROVIDER_STATES === 'on',
      allowedHosts: config.LINKFLOW_ALLOWED_HOSTS,
      limits: limitsOf(config),
      deadlineMs: config.LINKFLOW_GATEWAY_DEADLINE_MS,
      logLevel: config.LINKFLOW_LOG_LEVEL,
      environment,
      drainDelayMs: config.LINKFLOW_DRAIN_DELAY_MS,
    },
  };
}

async function createTokenFile(path: string): Promise<void> {
  const token = randomBytes(32).toString('base64url');
  await writeFile(path, `${token}\n`, { mode: 0o600, flag: 'wx' }).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
    await readFile(path);
  });
}

function parseJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'must be JSON' });
    return z.NEVER;
  }
}
