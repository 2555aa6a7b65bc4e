import { embeddedRuleTools } from '../../adapters/embedded-metrics/embedded-rule-tools.ts';
import { ConfigError } from '../../config/config-error.ts';
import { SourceError } from '../../control/ports/source-error.ts';
import { memoryLoadEngine } from '../../control/ports/testing/memory-load-engine.ts';
import type { GateRequest, LocalActions, LocalRequest, ShownToken } from '../local-actions.ts';
import { systemClock } from '../surroundings.ts';
import { gateResultNamed } from './gate-results.ts';

const token: ShownToken = {
  id: '0123456789ab',
  name: 'root',
  role: 'admin',
  createdAtMs: 1_700_000_000_000,
  createdBy: 'offline',
  expiresAtMs: undefined,
  revokedAtMs: undefined,
  revokedBy: undefined,
};

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const keepAlive = setInterval(() => undefined, 60_000);
    signal.addEventListener('abort', () => {
      clearInterval(keepAlive);
      resolve();
    });
  });
}

async function runGates({ service, version, signal, onProgress }: GateRequest) {
  if (service === 'misconfigured')
    throw new ConfigError([
      { file: 'sluice.yaml', line: 12, column: 5, path: 'services.web.gtes', message: 'unknown key', suggestion: 'Did you mean "gates"?' },
    ]);
  if (service === 'unreachable') throw new SourceError('metrics-unreachable', 'Prometheus does not answer.', { retryable: true });
  if (service === 'bug') throw new Error('a bug');
  onProgress({ kind: 'gate-started', gate: 'contract' });
  if (service === 'stuck') await new Promise(() => undefined);
  if (service === 'hanging') {
    await untilAborted(signal);
    throw signal.reason;
  }
  const result = { ...gateResultNamed(service), version };
  const pause = service === 'passing' && version === 'slowly' ? 250 : 0;
  for (const gate of result.gates) {
    onProgress({ kind: 'gate-started', gate: gate.gate });
    for (let tenth = 1; gate.gate === 'load' && tenth <= 10; tenth += 1) {
      onProgress({
        kind: 'load',
        elapsedMs: tenth * 30_000,
        fraction: tenth / 10,
        requests: tenth * 843,
        failedRequests: tenth > 5 ? 2 : 0,
        dropped: tenth > 7 ? 1 : 0,
        activeVus: 4,
        p50: 12.3,
        p95: 84.2,
      });
      await systemClock().sleep(pause, signal);
    }
    onProgress({ kind: 'gate-finished', result: gate });
  }
  return result;
}

async function up({
  signal,
  host,
  port,
  onReady,
}: LocalRequest & { host: string | undefined; port: number | undefined; onReady: Parameters<LocalActions['up']>[0]['onReady'] }) {
  onReady({
    url: `http://${host ?? '127.0.0.1'}:${port ?? 7070}`,
    adminTokenFile: '.sluice/admin.token',
    state: '.sluice (PGlite)',
    environment: 'production',
    services: ['workflow-service'],
    notes: ['Metrics are collected from this moment on; budgets hold until half a window is covered.'],
  });
  await untilAborted(signal);
}

/** Local actions that answer as their arguments say, so that the CLI can be tested without the rest of Sluice: `sluice gate blocked …` is blocked. */
export const scriptedActions: LocalActions = {
  version: '9.9.9',
  loadSection: async ({ folder }) => ({
    scriptPath: `${folder}/script.ts`,
    env: { RATE: '20' },
    secrets: { TOKEN: 'tok' },
    givenSecrets: { cool: 's' },
    hosts: ['api.test'],
    threads: 2,
  }),
  loadEngine: async () => memoryLoadEngine(),
  ruleTools: async () => embeddedRuleTools,
  up,
  gate: runGates,
  verifyLedger: async () => ({ kind: 'intact', records: 42 }),
  createToken: async ({ name, role, expiresAtMs }) => ({
    text: `slt_${token.id}_${'A'.repeat(43)}`,
    token: { ...token, name, role, expiresAtMs },
  }),
  listTokens: async () => [token],
  revokeToken: async ({ id }) => id === token.id,
};
