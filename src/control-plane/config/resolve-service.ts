import { type BudgetPolicy, defaultBudgetPolicy } from '../domain/slo/budget-policy.ts';
import { nearestName } from '../domain/slo/nearest-name.ts';
import type { WrittenService } from './config-schema.ts';
import { findFile } from './find-file.ts';
import { canaryFaults } from './plan-from-config.ts';
import type { Problems } from './problems.ts';
import { resolveLoad } from './resolve-load.ts';
import type { ServiceSurroundings } from './service-surroundings.ts';
import type { ContractConfig, ServiceConfig } from './sluice-config.ts';

type Place = readonly PropertyKey[];

async function resolveContract(
  at: Place,
  name: string,
  written: WrittenService['contract'],
  around: ServiceSurroundings,
): Promise<ContractConfig | undefined> {
  if (written === undefined) return undefined;
  const named = written.pacts.map((pact, index) =>
    findFile(around.problems, { root: around.root, path: [...at, 'contract', 'pacts', index], named: pact, kind: 'file' }),
  );
  return {
    provider: written.provider ?? name,
    pactFiles: await Promise.all(named),
    providerStatesPath: written.providerStates,
    token: written.tokenEnv === undefined ? undefined : around.environment.secret(written.tokenEnv),
    deadlineSeconds: written.deadline,
  };
}

function checkSections(at: Place, written: WrittenService, problems: Problems): void {
  for (const gate of ['contract', 'load'] as const) {
    const isGate = written.gates.includes(gate);
    if (isGate && written[gate] === undefined)
      problems.add(
        [...at, 'gates', written.gates.indexOf(gate)],
        `the ${gate} gate has no "${gate}" section`,
        `Add one, or take ${gate} out of gates.`,
      );
  }
  for (const section of ['contract', 'load', 'budget'] as const) {
    if (written[section] === undefined || written.gates.includes(section)) continue;
    problems.add(
      [...at, section],
      'this section does nothing, because the gate is not among gates',
      `Add ${section} to gates, or remove the section.`,
    );
  }
}

function checkSlo(at: Place, name: string, around: ServiceSurroundings): void {
  if (around.servicesWithSlo.includes(name)) return;
  const closest = nearestName(name, around.servicesWithSlo);
  const known = around.servicesWithSlo.length === 0 ? 'No SLO names any service.' : `SLOs exist for ${around.servicesWithSlo.join(', ')}.`;
  const suggestion = closest === undefined ? known : `There is one for "${closest}".`;
  around.problems.add(at, 'no SLO is about this service, so its canary could never pass', suggestion);
}

function resolveBudget(written: WrittenService['budget']): BudgetPolicy {
  return {
    minimumCoverage: written?.minimumCoverage ?? defaultBudgetPolicy.minimumCoverage,
    youngService: written?.youngService ?? defaultBudgetPolicy.youngService,
    holdWhileBurning: written?.holdWhileBurning ?? defaultBudgetPolicy.holdWhileBurning,
  };
}

/** A written service with its files found, its secrets named and its gates checked against its sections; what is wrong is added to the problems. */
export async function resolveService(name: string, written: WrittenService, around: ServiceSurroundings): Promise<ServiceConfig> {
  const at = ['services', name];
  checkSections(at, written, around.problems);
  checkSlo(at, name, around);
  for (const fault of canaryFaults(written.canary)) around.problems.add([...at, 'canary'], fault);
  return {
    name,
    routerService: written.routerService ?? name,
    gates: written.gates,
    contract: await resolveContract(at, name, written.contract, around),
    load: await resolveLoad(at, written.load, around),
    budget: resolveBudget(written.budget),
    steps: written.steps.map((step) => ({
      trafficPercent: step.traffic,
      minimumRequests: step.requests,
      minimumSeconds: step.seconds,
      needsApproval: step.approval,
    })),
    canary: written.canary,
    deadlineSeconds: written.deadline,
    retrySeconds: written.retry,
    stalenessSeconds: written.staleness,
    lookSeconds: written.look,
  };
}
