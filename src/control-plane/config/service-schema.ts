import { z } from 'zod';
import { DEFAULT_COMPARISON, MOST_PAIRS } from '../domain/comparison/compared-pair.ts';
import { canarySchema } from './canary-schema.ts';
import { bytes, httpUrl, loadHost, name, path, positiveDuration, probability, share, urlPath, variable } from './fields.ts';

/** The gates that a service can name; the canary is every step's and is not named. */
export const gateNames = ['freeze', 'contract', 'load', 'budget', 'approval'] as const;

const contractSchema = z.strictObject({
  pacts: z.array(path).min(1, 'names no pact: a contract gate without one would prove nothing'),
  provider: z.string().min(1).optional(),
  providerStates: urlPath.optional(),
  tokenEnv: variable.optional(),
  deadline: positiveDuration.default(120),
});

const compareSchema = z.strictObject({
  /** Where other versions answer, by the name that `sluice gate --against` gives them. */
  targets: z.record(name, httpUrl).default({}),
  pairs: z.number().int().min(1).max(MOST_PAIRS).default(DEFAULT_COMPARISON.pairs),
  alpha: probability.default(DEFAULT_COMPARISON.alpha),
  latencyMargin: share.default(DEFAULT_COMPARISON.latencyMargin),
  errorMargin: share.default(DEFAULT_COMPARISON.errorMargin),
  /** What `__ENV` shows in the runs of a comparison, over the load gate's own: a shorter duration, as a rule. */
  env: z.record(variable, z.string()).default({}),
});

const loadSchema = z.strictObject({
  runner: z.enum(['embedded', 'k6']).default('embedded'),
  script: path,
  env: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string()).default({}),
  tokenEnv: variable.optional(),
  deadline: positiveDuration.default(600),
  memory: bytes.default(512 * 2 ** 20),
  maximumDroppedShare: share.default(0.01),
  /** Variables of the environment that the script's __ENV shows too, under their own names. */
  inherit: z.array(variable).default([]),
  /** What k6/secrets gives, by name: each from a variable of the environment or from a file. */
  secrets: z
    .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_.-]*$/), z.strictObject({ env: variable.optional(), file: path.optional() }))
    .default({}),
  /** Where the script may send beside this machine and the service under test. */
  hosts: z.array(loadHost).default([]),
  threads: z.number().int().min(1).max(256).optional(),
  compare: compareSchema.optional(),
  /** What hosts was called; it is refused with the new name. */
  allowedHosts: z.unknown().optional(),
});

const budgetSchema = z.strictObject({
  /** What to do with a service that has not been measured for a whole window yet. */
  youngService: z.enum(['hold', 'allow']).optional(),
  /** Share of the window that must have been measured. */
  minimumCoverage: share.optional(),
  /** Whether a burn rate that pages somebody holds releases, although budget is left. */
  holdWhileBurning: z.boolean().optional(),
});

const stepSchema = z.strictObject({
  traffic: z.number().int().min(1).max(100),
  requests: z.number().int().min(1).max(1_000_000_000),
  seconds: z
    .number()
    .min(0)
    .max(31 * 86_400),
  approval: z.boolean().default(false),
});

type Step = z.output<typeof stepSchema>;

function checkSteps(steps: readonly Step[], context: z.RefinementCtx): void {
  steps.forEach((step, index) => {
    const before = steps[index - 1];
    if (before === undefined || step.traffic > before.traffic) return;
    const message = `${step.traffic} does not rise above the step before it (${before.traffic})`;
    context.addIssue({ code: 'custom', path: [index, 'traffic'], message, params: { suggestion: 'Steps rise to 100.' } });
  });
  const last = steps.at(-1);
  if (last === undefined || last.traffic === 100) return;
  const message = `the last step brings ${last.traffic} % of the traffic, so the release would never be promoted`;
  context.addIssue({ code: 'custom', path: [steps.length - 1, 'traffic'], message, params: { suggestion: 'End with traffic: 100.' } });
}

function checkUnique(values: readonly string[], context: z.RefinementCtx): void {
  values.forEach((value, index) => {
    if (values.indexOf(value) === index) return;
    context.addIssue({ code: 'custom', path: [index], message: `"${value}" is named twice`, params: { suggestion: 'Keep one of them.' } });
  });
}

/** One service of the configuration as it is written. */
export const serviceSchema = z.strictObject({
  /** How the router calls it; the same name when left out. */
  routerService: name.optional(),
  contract: contractSchema.optional(),
  load: loadSchema.optional(),
  budget: budgetSchema.optional(),
  gates: z.array(z.enum(gateNames)).min(1, 'names no gate').superRefine(checkUnique),
  steps: z.array(stepSchema).min(1, 'names no step').max(20).superRefine(checkSteps),
  canary: canarySchema.default({}),
  deadline: positiveDuration.default(3600),
  retry: positiveDuration.default(10),
  staleness: positiveDuration.default(30),
  look: positiveDuration.default(5),
});
