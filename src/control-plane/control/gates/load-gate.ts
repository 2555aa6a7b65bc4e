import type { GateResult } from '../../domain/gate/gate-result.ts';
import { gateResult } from '../../domain/gate/gate-result.ts';
import { redactSecrets } from '../../domain/ledger/redact-secrets.ts';
import { judgeLoad } from '../../domain/load/judge-load.ts';
import type { LoadRunProgress } from '../ports/load-runner.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import type { GateTarget } from './contract-gate.ts';

/** What a load gate tells while it runs, and how it is ended early. */
export interface LoadWatch {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: LoadRunProgress) => void;
  readonly onLog: (level: 'debug' | 'info' | 'warn' | 'error', message: string) => void;
}

/** Runs the service's load script against the candidate. A service without a script, or with one that cannot be run, is inconclusive. */
export async function runLoadGate(
  service: Pick<ServiceDefinition, 'name' | 'load'>,
  target: GateTarget,
  watch: LoadWatch,
): Promise<GateResult> {
  if (service.load === undefined)
    return nothingMeasured(`${service.name} has no load script.`, 'Name one in sluice.yaml, or take the load gate out.');
  const { runner, scriptPath, env, secrets, deadlineMs, memoryBytes, policy } = service.load;
  const outcome = await runner.run({ scriptPath, env: { ...env, BASE_URL: target.baseUrl }, secrets, deadlineMs, memoryBytes, ...watch });
  switch (outcome.kind) {
    case 'measured':
      return redactSecrets(judgeLoad(outcome.result, policy));
    case 'refused':
      return redactSecrets(
        nothingMeasured(`The load script was refused: ${outcome.location ?? scriptPath}: ${outcome.message}`, 'Mend the script.'),
      );
  }
}

function nothingMeasured(sentence: string, remedy: string): GateResult {
  return gateResult('load', [{ rule: 'no-load-run', verdict: 'inconclusive', sentence, remedy }], null);
}
