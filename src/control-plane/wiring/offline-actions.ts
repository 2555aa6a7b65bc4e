import { randomBytes } from 'node:crypto';
import { createTokens, type Tokens } from '../api/tokens/create-tokens.ts';
import type { LocalActions, LocalRequest } from '../cli/local-actions.ts';
import { systemClock } from '../cli/surroundings.ts';
import { ConfigError } from '../config/config-error.ts';
import { loadConfig } from '../config/load-config.ts';
import type { SluiceConfig } from '../config/sluice-config.ts';
import { openState, type State } from './open-state.ts';

/** Who acts when a person works on the state folder itself: whoever can open it is its owner. */
const owner = 'local operator';

/** What is done on the state while no server holds it. */
export const offlineActions: Pick<LocalActions, 'verifyLedger' | 'createToken' | 'listTokens' | 'revokeToken'> = {
  verifyLedger: (request) => withState(request, (state) => state.ledger.verify(request.head)),
  createToken: (request) =>
    withState(request, (state) =>
      tokensOf(state).create({ name: request.name, role: request.role, by: owner, expiresAtMs: request.expiresAtMs }),
    ),
  listTokens: (request) => withState(request, (state) => tokensOf(state).list()),
  revokeToken: (request) => withState(request, (state) => tokensOf(state).revoke(request.id, owner)),
};

/** Tokens on the opened state. */
export function tokensOf(state: State): Tokens {
  return createTokens({ store: state.tokens, clock: systemClock(), random: randomBytes });
}

/** The configuration that a local request means. */
export function configOf(request: LocalRequest): Promise<SluiceConfig> {
  return loadConfig({ file: request.configFile, environment: request.environment, folder: request.folder });
}

/** Throws ConfigError when there is something to complain about. */
export function refuseProblems(problems: ConstructorParameters<typeof ConfigError>[0]): void {
  if (problems.length > 0) throw new ConfigError(problems);
}

async function withState<T>(request: LocalRequest, work: (state: State) => Promise<T>): Promise<T> {
  const state = await openState(await configOf(request));
  try {
    return await work(state);
  } finally {
    await state.close();
  }
}
