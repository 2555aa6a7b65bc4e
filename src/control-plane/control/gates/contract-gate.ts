import { judgeContract } from '../../domain/contract/judge-contract.ts';
import type { GateResult } from '../../domain/gate/gate-result.ts';
import { redactSecrets } from '../../domain/ledger/redact-secrets.ts';
import type { ContractVerifier } from '../ports/contract-verifier.ts';
import type { ServiceDefinition } from '../service-definition.ts';

/** Which version a gate before traffic looks at, and where it is reached. */
export interface GateTarget {
  readonly version: string;
  readonly baseUrl: string;
}

/** Verifies every pact of the service against the candidate. A service without pacts is inconclusive: nothing was verified. */
export async function runContractGate(
  contracts: ContractVerifier,
  service: Pick<ServiceDefinition, 'name' | 'contract'>,
  target: GateTarget,
  signal: AbortSignal,
): Promise<GateResult> {
  const provider = { provider: service.contract?.provider ?? service.name, version: target.version };
  if (service.contract === undefined) return judgeContract([], provider);
  const { pactFiles, providerStatesPath, headers, deadlineMs } = service.contract;
  const verifications = await contracts.verify({
    ...provider,
    baseUrl: target.baseUrl,
    pactFiles,
    providerStatesUrl: providerStatesPath === undefined ? undefined : new URL(providerStatesPath, target.baseUrl).href,
    headers,
    deadlineMs,
    signal,
  });
  return redactSecrets(judgeContract(verifications, provider));
}
