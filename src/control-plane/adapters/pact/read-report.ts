import { z } from 'zod';
import { SourceError } from '../../control/ports/source-error.ts';
import type { BrokenExpectation, VerifiedInteraction, VerifiedPact } from '../../domain/contract/contract-evidence.ts';
import { describeMismatch, verifierMismatch } from './describe-mismatch.ts';
import type { PactFile } from './pact-file.ts';
import type { StateProblem } from './verifier-job.ts';

const found = z.discriminatedUnion('type', [
  z.object({ type: z.literal('mismatches'), mismatches: z.array(verifierMismatch).min(1) }),
  z.object({ type: z.literal('error'), message: z.string() }),
]);

const interactionReport = z.object({
  consumer: z.string(),
  provider: z.string(),
  description: z.string(),
  providerStates: z.array(z.string()),
  pending: z.boolean(),
  result: z.enum(['OK', 'Error']),
  mismatch: found.optional(),
});

const verifierReport = z.object({
  result: z.boolean(),
  errors: z.array(z.object({ interaction: z.string(), mismatch: z.unknown() })),
  interactionResults: z.array(interactionReport),
});

type InteractionReport = z.infer<typeof interactionReport>;

/**
 * Reads the native verifier's report on one pact.
 *
 * Nothing in doubt is let through: a report that cannot be read, that speaks of another number of interactions than the pact has, or that
 * contradicts itself is a SourceError. An interaction that its consumer marked as pending and that does not hold is left out: it is neither
 * a breach nor a proof.
 */
export function readReport(pact: PactFile, report: unknown, stateProblems: readonly StateProblem[]): VerifiedPact {
  const parsed = verifierReport.safeParse(report);
  if (!parsed.success) throw unreadable(pact, z.prettifyError(parsed.error));
  const { interactionResults, errors, result } = parsed.data;
  if (interactionResults.length !== pact.interactions) {
    throw unreadable(pact, `it reports on ${interactionResults.length} of ${pact.interactions} interactions${firstError(errors)}`);
  }
  const interactions = interactionResults
    .filter((interaction) => interaction.result === 'OK' || !interaction.pending)
    .map((interaction) => interactionResult(pact, interaction, stateProblems));
  if (result !== interactions.every((interaction) => interaction.verdict === 'passed')) {
    throw unreadable(pact, `it says ${result ? 'verified' : 'failed'} while its interactions say the opposite${firstError(errors)}`);
  }
  return { consumer: pact.consumer, provider: pact.provider, pactSha: pact.sha, interactions };
}

function interactionResult(pact: PactFile, report: InteractionReport, stateProblems: readonly StateProblem[]): VerifiedInteraction {
  const mismatches = report.result === 'OK' ? [] : mismatchesOf(pact, report, stateProblems);
  return {
    description: report.description,
    providerStates: report.providerStates.filter((state) => state !== ''),
    verdict: report.result === 'OK' ? 'passed' : 'failed',
    mismatches,
  };
}

function mismatchesOf(pact: PactFile, report: InteractionReport, stateProblems: readonly StateProblem[]): readonly BrokenExpectation[] {
  const { mismatch } = report;
  if (mismatch === undefined) throw unreadable(pact, `"${report.description}" failed without a finding`);
  switch (mismatch.type) {
    case 'mismatches':
      return mismatch.mismatches.flatMap(describeMismatch).toSorted(inReadingOrder);
    case 'error':
      return [stateMismatch(pact, report, mismatch.message, stateProblems)];
  }
}

// The verifier tells the same mismatches in another order each time; what is recorded must not differ with it.
function inReadingOrder(left: BrokenExpectation, right: BrokenExpectation): number {
  return rank(left) - rank(right) || compareText(left.where, right.where) || compareText(left.description, right.description);
}

function rank({ where }: BrokenExpectation): number {
  return ['status', 'header', 'body'].indexOf(where.split(' ', 1)[0] ?? '');
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** An error is a state that could not be set up, or an exchange that broke off; the latter says nothing about the contract. */
function stateMismatch(pact: PactFile, report: InteractionReport, message: string, problems: readonly StateProblem[]): BrokenExpectation {
  if (!message.includes('state change')) throw unreachable(pact, `"${report.description}" got no answer (${message})`);
  const mine = problems.filter((problem) => report.providerStates.includes(problem.state));
  const lost = mine.find((problem) => problem.kind === 'unreachable');
  if (lost !== undefined) throw unreachable(pact, `the state "${lost.state}" could not be set up (${lost.sentence})`);
  const findings = mine.map((problem) => `"${problem.state}": ${problem.sentence}`);
  return { where: 'state', description: findings.length === 0 ? message : findings.join('; ') };
}

function firstError(errors: readonly { readonly interaction: string; readonly mismatch: unknown }[]): string {
  const [first] = errors;
  return first === undefined ? '' : ` (${first.interaction}: ${JSON.stringify(first.mismatch).slice(0, 200)})`;
}

function unreachable(pact: PactFile, why: string): SourceError {
  return new SourceError('provider-unreachable', `${pact.provider} could not be asked for all that ${pact.consumer} expects: ${why}.`, {
    retryable: true,
  });
}

function unreadable(pact: PactFile, why: string): SourceError {
  return new SourceError('verifier-unreadable', `The verifier's report on the pact of ${pact.consumer} cannot be relied on: ${why}.`, {
    retryable: false,
  });
}
