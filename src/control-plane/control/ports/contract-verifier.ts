import type { VerifiedPact } from '../../domain/contract/contract-evidence.ts';

/** Replays what consumers expect of a service against a version of it. */
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
  }): Promise<readonly VerifiedPact[]>;
}
