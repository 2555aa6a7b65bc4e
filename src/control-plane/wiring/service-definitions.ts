import { planFromConfig } from '../config/plan-from-config.ts';
import { revealSecrets } from '../config/reveal-secrets.ts';
import type { LoadConfig, ServiceConfig, SluiceConfig } from '../config/sluice-config.ts';
import type { ContractSetup, LoadSetup, ServiceDefinition } from '../control/service-definition.ts';
import { DEFAULT_COMPARISON } from '../domain/comparison/compared-pair.ts';
import type { Objective } from '../domain/slo/objective.ts';
import { loadRunnerOf } from './load-runner-of.ts';

/** All configured services as the control loops need them, by name. Reveals the secrets of their gates, so those must be set. */
export function serviceDefinitions(config: SluiceConfig, objectives: readonly Objective[]): ReadonlyMap<string, ServiceDefinition> {
  return new Map(Object.values(config.services).map((service) => [service.name, definitionOf(config, service, objectives)]));
}

/** One service as its gates need it. */
export function definitionOf(config: SluiceConfig, service: ServiceConfig, objectives: readonly Objective[]): ServiceDefinition {
  return {
    name: service.name,
    environment: config.environment,
    routerService: service.routerService,
    plan: planFromConfig(service),
    contract: contractOf(service),
    load: loadOf(service),
    budget: service.budget,
    objectives: objectives.filter((objective) => objective.service === service.name),
  };
}

function contractOf({ contract }: ServiceConfig): ContractSetup | undefined {
  if (contract === undefined) return undefined;
  return {
    provider: contract.provider,
    pactFiles: contract.pactFiles,
    providerStatesPath: contract.providerStatesPath,
    headers: contract.token === undefined ? {} : { Authorization: `Bearer ${contract.token.reveal()}` },
    deadlineMs: contract.deadlineSeconds * 1000,
  };
}

function loadOf({ load }: ServiceConfig): LoadSetup | undefined {
  if (load === undefined) return undefined;
  return {
    runner: loadRunnerOf(load),
    scriptPath: load.scriptFile,
    env: { ...load.env, ...revealSecrets(load.inherited) },
    secrets: load.token === undefined ? {} : { TOKEN: load.token.reveal() },
    deadlineMs: load.deadlineSeconds * 1000,
    memoryBytes: load.memoryBytes,
    policy: { maximumDroppedShare: load.maximumDroppedShare, maximumThrownIterations: 0 },
    comparison: comparisonOf(load),
  };
}

/** Without a section of its own a comparison has the defaults of `sluice load compare`. */
function comparisonOf({ compare }: LoadConfig): LoadSetup['comparison'] {
  const { pairs, alpha, latencyMargin, errorMargin, env } = compare ?? { ...DEFAULT_COMPARISON, env: {} };
  return { pairs, policy: { alpha, latencyMargin, errorMargin }, env };
}
