import type { LocalActions } from '../cli/local-actions.ts';
import { sluiceVersion } from './sluice-version.ts';

/** What the CLI does in its own process. */
export const localActions: LocalActions = {
  // Loaded when they are asked for: most commands only talk to a server, and shall not wait for a database and a load engine.
  up: async (request) => (await import('./up.ts')).up(request),
  gate: async (request) => (await import('./gate.ts')).gate(request),
  verifyLedger: async (request) => (await offline()).verifyLedger(request),
  createToken: async (request) => (await offline()).createToken(request),
  listTokens: async (request) => (await offline()).listTokens(request),
  revokeToken: async (request) => (await offline()).revokeToken(request),
  loadSection: async (request) => (await import('./load-section.ts')).loadSection(request),
  loadEngine: async () => (await import('./load-engine.ts')).loadEngine(),
  ruleTools: async () => (await import('../adapters/embedded-metrics/embedded-rule-tools.ts')).embeddedRuleTools,
  version: sluiceVersion(),
};

async function offline(): Promise<Pick<LocalActions, 'verifyLedger' | 'createToken' | 'listTokens' | 'revokeToken'>> {
  return (await import('./offline-actions.ts')).offlineActions;
}
