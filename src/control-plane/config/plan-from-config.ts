import { type CanaryPolicy, defaultCanaryPolicy, policyFaults, type RelativeBound } from '../domain/canary/canary-policy.ts';
import type { ReleasePlan } from '../domain/release/release-plan.ts';
import type { WrittenService } from './config-schema.ts';
import type { ServiceConfig } from './sluice-config.ts';

type WrittenCanary = WrittenService['canary'];

function bound(written: WrittenCanary['tolerance'], fallback: RelativeBound): RelativeBound {
  return { ratio: written?.ratio ?? fallback.ratio, budgetShare: written?.budgetShare ?? fallback.budgetShare };
}

/** The policy that judges a service's canary: what it says itself, and the domain's default for the rest. */
export function canaryPolicy(written: WrittenCanary): CanaryPolicy {
  const fallback = defaultCanaryPolicy;
  return {
    alpha: written.alpha ?? fallback.alpha,
    beta: written.beta ?? fallback.beta,
    tolerance: bound(written.tolerance, fallback.tolerance),
    unacceptable: bound(written.unacceptable, fallback.unacceptable),
    startMass: written.startMass ?? fallback.startMass,
    restartScaleSeconds: written.restartScale ?? fallback.restartScaleSeconds,
    blockSeconds: written.block ?? fallback.blockSeconds,
    warmUpSeconds: written.warmUp ?? fallback.warmUpSeconds,
    advanceOn: written.advanceOn ?? fallback.advanceOn,
  };
}

/** What is wrong with a service's canary as a whole, its defaults filled in; empty when it can be used. */
export function canaryFaults(written: WrittenCanary): readonly string[] {
  return policyFaults(canaryPolicy(written));
}

/** The plan that a release of the service is frozen with when it is requested. */
export function planFromConfig(service: ServiceConfig): ReleasePlan {
  return {
    gates: service.gates,
    steps: service.steps,
    canary: canaryPolicy(service.canary),
    deadlineSeconds: service.deadlineSeconds,
    retrySeconds: service.retrySeconds,
    stalenessSeconds: service.stalenessSeconds,
    lookSeconds: service.lookSeconds,
  };
}
