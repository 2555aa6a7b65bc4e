import type { VerifiedPact } from '../../../domain/contract/contract-evidence.ts';
import type { ContractVerifier } from '../contract-verifier.ts';
import { SourceError } from '../source-error.ts';

/** A verifier that knows how each version answers. */
export interface MemoryContractVerifier extends ContractVerifier {
  /** Lets a version break the one interaction of every pact. */
  break(version: string): void;
  /** While it crashes, `verify` throws a SourceError `verifier-crashed`. */
  setCrashing(crashing: boolean): void;
  /** What was asked, oldest first. */
  requests(): readonly Parameters<ContractVerifier['verify']>[0][];
}

/** A verifier for which every version keeps every pact. Each pact file is one pact with one interaction, named for the file. */
export function memoryContractVerifier(): MemoryContractVerifier {
  const broken = new Set<string>();
  const requests: Parameters<ContractVerifier['verify']>[0][] = [];
  let crashing = false;
  return {
    async verify(request) {
      requests.push(request);
      if (crashing) throw new SourceError('verifier-crashed', 'The verifier crashed.', { retryable: true });
      return request.pactFiles.map((file) => verification(file, request.provider, broken.has(request.version)));
    },
    break: (version) => void broken.add(version),
    setCrashing(now) {
      crashing = now;
    },
    requests: () => requests,
  };
}

function verification(consumer: string, provider: string, broken: boolean): VerifiedPact {
  const mismatches = broken ? [{ where: 'body $.name', description: 'expected a string, got nothing' }] : [];
  const interaction = {
    description: 'a look at a workflow',
    providerStates: [],
    verdict: broken ? 'failed' : 'passed',
    mismatches,
  } as const;
  return { consumer, provider, pactSha: 'f'.repeat(64), interactions: [interaction] };
}
