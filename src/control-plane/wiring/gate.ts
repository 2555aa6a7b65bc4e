import { pactContractVerifier } from '../adapters/pact/pact-verifier.ts';
import type { GateRequest } from '../cli/local-actions.ts';
import { systemClock } from '../cli/surroundings.ts';
import { ConfigError } from '../config/config-error.ts';
import { inheritedVariables } from '../config/inherited-variables.ts';
import { missingSecrets } from '../config/missing-secrets.ts';
import type { CiGateResult } from '../control/control-plane.ts';
import { runCiGates } from '../control/run-ci-gates.ts';
import type { ServiceDefinition } from '../control/service-definition.ts';
import { readObjectives } from './objectives.ts';
import { configOf, refuseProblems } from './offline-actions.ts';
import { openMetricsOf, type RunningMetrics } from './open-metrics.ts';
import { definitionOf } from './service-definitions.ts';

/** The gates of one service against a version under test, with metrics that are scraped for the time of the run and kept nowhere. */
export async function gate(request: GateRequest): Promise<CiGateResult> {
  const config = await configOf(request);
  const configured = config.services[request.service];
  if (configured === undefined) {
    const message = `${request.service} is not among the services`;
    const suggestion = `Known: ${Object.keys(config.services).join(', ')}.`;
    throw new ConfigError([{ file: config.file, line: undefined, column: undefined, path: 'services', message, suggestion }]);
  }
  refuseProblems(missingSecrets(config, { service: request.service }));
  const service = definitionOf(config, configured, readObjectives(config));
  const metrics = await openMetricsOf(request.url);
  try {
    return await runWith(metrics, service, request);
  } finally {
    await metrics.stop();
  }
}

async function runWith(metrics: RunningMetrics, service: ServiceDefinition, request: GateRequest): Promise<CiGateResult> {
  const { onProgress, signal } = request;
  const result = await runCiGates(
    {
      contracts: pactContractVerifier({ environment: inheritedVariables() }),
      metrics: metrics.source,
      clock: systemClock(),
      scrapeIntervalMs: metrics.scrapeIntervalMs,
    },
    service,
    { version: request.version, baseUrl: request.url },
    {
      signal,
      onGateStarted: (name) => onProgress({ kind: 'gate-started', gate: name }),
      onGateFinished: (finished) => onProgress({ kind: 'gate-finished', result: finished }),
      onProgress: (progress) => onProgress({ kind: 'load', ...progress }),
      onLog: () => undefined,
    },
  );
  signal.throwIfAborted();
  return result;
}
