import { z } from 'zod';

/** What the verifier process is told on its standard input: never on its command line, because headers carry secrets. */
export const verifierJob = z.object({
  provider: z.string(),
  version: z.string(),
  baseUrl: z.url(),
  pactFiles: z.array(z.string()),
  providerStatesUrl: z.url().optional(),
  headers: z.record(z.string(), z.string()),
  /** How long one replayed request may take, in milliseconds. */
  requestTimeoutMs: z.int().positive(),
});

export type VerifierJob = z.infer<typeof verifierJob>;

const stateProblem = z.object({
  /** `refused`: the provider answered that it can't reach the state. `unreachable`: it gave no answer. */
  kind: z.enum(['refused', 'unreachable']),
  state: z.string(),
  sentence: z.string(),
});

export type StateProblem = z.infer<typeof stateProblem>;

/** What the verifier process answers on file descriptor 3, once, as JSON: one report for each pact, in the order of the job. */
export const verifierAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ran'), reports: z.array(z.object({ report: z.unknown(), stateProblems: z.array(stateProblem) })) }),
  z.object({ kind: z.literal('refused'), problem: z.string() }),
]);

export type VerifierAnswer = z.infer<typeof verifierAnswer>;
