/** One way in which an interaction did not hold. */
export interface ContractMismatch {
  /** Where: `body $.name`, `status`, `header Content-Type`, or `state` when the provider state could not be set up. */
  readonly where: string;
  readonly description: string;
}

export interface InteractionResult {
  readonly description: string;
  readonly providerStates: readonly string[];
  readonly verdict: 'passed' | 'failed';
  readonly mismatches: readonly ContractMismatch[];
}

/** The result of verifying a provider against one pact. */
export interface PactVerification {
  readonly consumer: string;
  readonly provider: string;
  /** SHA-256 of the pact as verified. */
  readonly pactSha: string;
  readonly interactions: readonly InteractionResult[];
}

export interface ContractVerifier {
  /**
   * Replays every pact in `pactFiles` against the provider at `baseUrl`. An empty list of interactions is possible and is no proof.
   * Throws SourceError when the verifier crashed, hung past the deadline, or the provider could not be reached at all.
   */
  verify(request: {
    readonly provider: string;
    readonly version: string;
    readonly baseUrl: string;
    readonly pactFiles: readonly string[];
    /** Absolute URL that sets provider states, or undefined when the provider has none. */
    readonly providerStatesUrl: string | undefined;
    /** Sent with every replayed request, e.g. Authorization; never logged. */
    readonly headers: Readonly<Record<string, string>>;
    readonly deadlineMs: number;
    readonly signal?: AbortSignal;
  }): Promise<readonly PactVerification[]>;
}
