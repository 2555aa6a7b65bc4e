/** One way in which an interaction did not hold. */
export interface BrokenExpectation {
  /** `body $.name`, `status`, `header Content-Type`, or `state` when the provider could not be brought into the state that the consumer named. */
  readonly where: string;
  readonly description: string;
}

/** One interaction of a pact, replayed against the provider. */
export interface VerifiedInteraction {
  readonly description: string;
  readonly providerStates: readonly string[];
  readonly verdict: 'passed' | 'failed';
  readonly mismatches: readonly BrokenExpectation[];
}

/** One pact, replayed against the provider: what the contract gate goes by. */
export interface VerifiedPact {
  readonly consumer: string;
  readonly provider: string;
  /** SHA-256 of the pact as verified. */
  readonly pactSha: string;
  readonly interactions: readonly VerifiedInteraction[];
}
