import { type GateResult, gateResult } from '../gate/gate-result.ts';
import type { Reason } from '../gate/reason.ts';
import type { VerifiedInteraction, VerifiedPact } from './contract-evidence.ts';

/** Whose contracts are judged. */
export interface ContractSubject {
  readonly provider: string;
  readonly version: string;
}

/** How many mismatches of one interaction a sentence tells before it counts the rest. */
const mismatchesTold = 3;

/**
 * Judges what the consumers of a service expect against what a version of it answered.
 *
 * fail: an interaction did not hold; one reason for each, naming consumer, interaction and mismatch. inconclusive: nothing was verified, for
 * the service as a whole or for one of its consumers, or a pact is with another provider. pass: every interaction of every pact held, and
 * there was at least one.
 */
export function judgeContract(pacts: readonly VerifiedPact[], subject: ContractSubject): GateResult {
  const reasons =
    pacts.length === 0
      ? [nothingVerified(`No pact names ${subject.provider} as its provider`)]
      : pacts.flatMap((pact) => reasonsOf(pact, subject));
  return gateResult('contract', reasons, { ...subject, pacts });
}

function reasonsOf(pact: VerifiedPact, subject: ContractSubject): readonly Reason[] {
  if (pact.provider !== subject.provider) {
    return [nothingVerified(`The pact of ${pact.consumer} is with ${pact.provider}, not with ${subject.provider}`)];
  }
  if (pact.interactions.length === 0) return [nothingVerified(`The pact of ${pact.consumer} has no interaction that counts`)];
  const broken = pact.interactions.filter((interaction) => interaction.verdict === 'failed');
  if (broken.length === 0) return [held(pact, subject)];
  if (broken.length === pact.interactions.length && broken.every(refusesCredentials)) return [credentialsRefused(pact, subject)];
  return broken.map((interaction) => brokenReason(pact, interaction, subject));
}

function nothingVerified(finding: string): Reason {
  return {
    rule: 'nothing-verified',
    verdict: 'inconclusive',
    sentence: `${finding}: nothing was verified.`,
    samples: 0,
    remedy: 'Publish the pact that the tests of a consumer write, or take the contract gate out of the plan.',
  };
}

/** A provider that lets nobody in says nothing about its contract: the gate's own token may have expired. */
function credentialsRefused(pact: VerifiedPact, subject: ContractSubject): Reason {
  return {
    rule: 'credentials-refused',
    verdict: 'inconclusive',
    sentence: `${subject.provider} ${subject.version} answered all ${pact.interactions.length} interactions of ${pact.consumer} with 401 or 403: nothing of the contract was seen.`,
    samples: 0,
    remedy: "Give the gate a valid token (the service's contract.tokenEnv), or mend the version's authentication.",
  };
}

function refusesCredentials({ mismatches }: VerifiedInteraction): boolean {
  return mismatches.some(({ where, description }) => where === 'status' && /but was 40[13]$/.test(description));
}

function held(pact: VerifiedPact, subject: ContractSubject): Reason {
  const count = pact.interactions.length;
  return {
    rule: 'contract-held',
    verdict: 'pass',
    sentence: `${subject.provider} ${subject.version} keeps all ${count} ${count === 1 ? 'interaction' : 'interactions'} that ${pact.consumer} expects (pact ${pact.pactSha.slice(0, 12)}).`,
    observed: 0,
    limit: 0,
    unit: 'broken interactions',
    samples: count,
  };
}

function brokenReason(pact: VerifiedPact, interaction: VerifiedInteraction, subject: ContractSubject): Reason {
  const given =
    interaction.providerStates.length === 0 ? '' : ` given ${interaction.providerStates.map((state) => `"${state}"`).join(' and ')}`;
  return {
    rule: 'contract-broken',
    verdict: 'fail',
    sentence: `${subject.provider} ${subject.version} breaks what ${pact.consumer} expects of "${interaction.description}"${given}: ${findings(interaction)}.`,
    observed: Math.max(1, interaction.mismatches.length),
    limit: 0,
    unit: 'mismatches',
    samples: pact.interactions.length,
    remedy: `Answer as the pact says, or change it together with ${pact.consumer}.`,
  };
}

function findings(interaction: VerifiedInteraction): string {
  const told = interaction.mismatches.slice(0, mismatchesTold).map((mismatch) => `${mismatch.where} ${mismatch.description}`);
  const untold = interaction.mismatches.length - told.length;
  if (told.length === 0) return 'the verifier gives no detail';
  return untold > 0 ? `${told.join('; ')}; and ${untold} more` : told.join('; ');
}
