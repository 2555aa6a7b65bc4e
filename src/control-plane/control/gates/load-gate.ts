import type { GateResult } from '../../domain/gate/gate-result.ts';
import { gateResult } from '../../domain/gate/gate-result.ts';
import { redactSecrets } from '../../domain/ledger/redact-secrets.ts';
import { judgeLoad } from '../../domain/load/judge-load.ts';
import type { LiveSeries } from '../ports/live-series.ts';
import type { LoadOutcome, LoadRunProgress, LoadRunRequest } from '../ports/load-runner.ts';
import type { LoadSetup, ServiceDefinition } from '../service-definition.ts';
import type { GateTarget } from './contract-gate.ts';

/** What a load gate tells while it runs, and how it is ended early. */
export interface LoadWatch {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: LoadRunProgress) => void;
  readonly onLog: (level: 'debug' | 'info' | 'warn' | 'error', message: string) => void;
}

/** Runs the service's load script against the candidate; its series can be watched in `live`, where there is one. A service without a script, or with one that cannot be run, is inconclusive. */
export async function runLoadGate(
  service: Pick<ServiceDefinition, 'name' | 'environment' | 'load'>,
  target: GateTarget,
  watch: LoadWatch,
  live?: LiveSeries,
): Promise<GateResult> {
  if (service.load === undefined)
    return nothingMeasured(`${service.name} has no load script.`, 'Name one in sluice.yaml, or take the load gate out.');
  const { scriptPath, policy } = service.load;
  const run = live?.open({ service: service.name, version: target.version, environment: service.environment });
  const outcome = await runWith(service.load, target, {
    ...watch,
    ...(run === undefined ? {} : { onSeries: (samples, atMs) => run.write(samples, atMs) }),
  }).finally(() => run?.end());
  switch (outcome.kind) {
    case 'measured':
      return redactSecrets(judgeLoad(outcome.result, policy));
    case 'refused':
      return redactSecrets(
        nothingMeasured(`The load script was refused: ${outcome.location ?? scriptPath}: ${outcome.message}`, 'Mend the script.'),
      );
  }
}

async function runWith(
  { runner, scriptPath, env, secrets, deadlineMs, memoryBytes }: LoadSetup,
  { baseUrl }: GateTarget,
  watch: LoadWatch & Pick<LoadRunRequest, 'onSeries'>,
): Promise<LoadOutcome> {
  return runner.run({ scriptPath, env: { ...env, BASE_URL: baseUrl }, secrets, deadlineMs, memoryBytes, ...watch });
}

function nothingMeasured(sentence: string, remedy: string): GateResult {
  return gateResult('load', [{ rule: 'no-load-run', verdict: 'inconclusive', sentence, remedy }], null);
}
