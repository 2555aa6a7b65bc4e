import { pactContractVerifier } from '../adapters/pact/pact-verifier.ts';
import type { GateRequest } from '../cli/local-actions.ts';
import { systemClock } from '../cli/surroundings.ts';
import { ConfigError } from '../config/config-error.ts';
import { inheritedVariables } from '../config/inherited-variables.ts';
import { missingSecrets } from '../config/missing-secrets.ts';
import type { ServiceConfig, SluiceConfig } from '../config/sluice-config.ts';
import type { CiGateResult } from '../control/control-plane.ts';
import type { LoadBaseline } from '../control/gates/load-comparison.ts';
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
  const baseline = request.against === undefined ? undefined : baselineOf(config, configured, request.against);
  const service = definitionOf(config, configured, readObjectives(config));
  const metrics = await openMetricsOf(request.url);
  try {
    return await runWith(metrics, service, request, baseline);
  } finally {
    await metrics.stop();
  }
}

/** The version that `--against` means: one of load.compare.targets, or where it answers. */
function baselineOf(config: SluiceConfig, { name, load }: ServiceConfig, against: string): LoadBaseline {
  const targets = load?.compare?.targets ?? {};
  const baseUrl = Object.hasOwn(targets, against) ? targets[against] : urlOf(against);
  if (load !== undefined && baseUrl !== undefined) return { name: against, baseUrl, chance: Math.random };
  const known = Object.keys(targets);
  const message =
    load === undefined ? 'has no load section, so there is no load to compare' : `has no "${against}" among load.compare.targets`;
  const suggestion =
    known.length === 0 ? 'Name it there with its URL, or write --against http://host:port.' : `Known: ${known.join(', ')}; or a URL.`;
  throw new ConfigError([{ file: config.file, line: undefined, column: undefined, path: `services.${name}`, message, suggestion }]);
}

const urlOf = (text: string): string | undefined =>
  /^https?:\/\//.test(text) && URL.canParse(text) ? text.replace(/\/+$/, '') : undefined;

async function runWith(
  metrics: RunningMetrics,
  service: ServiceDefinition,
  request: GateRequest,
  baseline: LoadBaseline | undefined,
): Promise<CiGateResult> {
  const { onProgress, signal } = request;
  const result = await runCiGates(
    {
      contracts: pactContractVerifier({ environment: inheritedVariables() }),
      metrics: metrics.source,
      clock: systemClock(),
      scrapeIntervalMs: metrics.scrapeIntervalMs,
      live: metrics.live,
    },
    service,
    { version: request.version, baseUrl: request.url, ...(baseline === undefined ? {} : { baseline }) },
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
