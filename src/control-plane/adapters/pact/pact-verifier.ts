import { createConnection } from 'node:net';
import type { ContractVerifier } from '../../control/ports/contract-verifier.ts';
import { SourceError } from '../../control/ports/source-error.ts';
import type { VerifiedPact } from '../../domain/contract/contract-evidence.ts';
import { type PactFile, readPactFile } from './pact-file.ts';
import { readReport } from './read-report.ts';
import { runVerifier } from './run-verifier.ts';

/** How long one replayed request may take unless configured otherwise, in milliseconds. */
const defaultRequestTimeoutMs = 5000;
/** How long the provider has to accept a connection, in milliseconds. */
const connectTimeoutMs = 3000;

/** What the verifier is made of; everything has a default. */
export interface PactVerifierConfig {
  /** Deadline of one replayed request, in milliseconds (default 5000). */
  readonly requestTimeoutMs?: number;
  /** Environment of the verifier process (default empty), e.g. where certificates are found. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Told the id of each verifier process, so that a log can name it. */
  readonly started?: (pid: number) => void;
}

/**
 * Verifies pacts with Pact's own verifier, in a process of its own, so that its crash or hang is a SourceError and never ours.
 *
 * Codes: `pact-unreadable`, `provider-unreachable`, `verifier-crashed`, `verifier-timeout`, `verifier-unreadable`, `verifier-refused`.
 * No pact files and no interactions give an empty answer, which proves nothing.
 */
export function pactContractVerifier(config: PactVerifierConfig = {}): ContractVerifier {
  return {
    async verify(request) {
      const deadline = AbortSignal.timeout(request.deadlineMs);
      const signal = request.signal === undefined ? deadline : AbortSignal.any([deadline, request.signal]);
      const pacts = await Promise.all(request.pactFiles.map((path) => readPactFile(path, request.provider)));
      if (pacts.every((pact) => pact.interactions === 0)) return pacts.map(nothingVerified);
      await assertReachable(request.provider, request.baseUrl);
      if (request.providerStatesUrl !== undefined) await assertReachable(request.provider, request.providerStatesUrl);
      const answer = await runVerifier(
        {
          provider: request.provider,
          version: request.version,
          baseUrl: request.baseUrl,
          pactFiles: pacts.map((pact) => pact.path),
          providerStatesUrl: request.providerStatesUrl,
          headers: request.headers,
          requestTimeoutMs: config.requestTimeoutMs ?? defaultRequestTimeoutMs,
        },
        { signal, environment: config.environment ?? {}, started: config.started ?? (() => undefined) },
      );
      switch (answer.kind) {
        case 'ran':
          return pacts.map((pact, index) => readReport(pact, answer.reports[index]?.report, answer.reports[index]?.stateProblems ?? []));
        case 'refused':
          throw new SourceError('verifier-refused', `The contracts of ${request.provider} could not be verified: ${answer.problem}`, {
            retryable: false,
          });
      }
    },
  };
}

function nothingVerified(pact: PactFile): VerifiedPact {
  return { consumer: pact.consumer, provider: pact.provider, pactSha: pact.sha, interactions: [] };
}

/** A provider that accepts no connection has broken no contract, so it is told apart before anything is replayed. */
async function assertReachable(provider: string, url: string): Promise<void> {
  const { hostname, port, protocol } = new URL(url);
  const socket = createConnection({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (protocol === 'https:' ? 443 : 80),
    timeout: connectTimeoutMs,
  });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve).once('error', reject);
      socket.once('timeout', () => reject(new Error(`no connection within ${connectTimeoutMs} ms`)));
    });
  } catch (cause) {
    throw new SourceError('provider-unreachable', `${provider} accepts no connection at ${url}. Is it started, and is the address right?`, {
      retryable: true,
      cause,
    });
  } finally {
    socket.destroy();
  }
}
