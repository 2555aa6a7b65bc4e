import { Verifier } from '@pact-foundation/pact-core';
import { openStateRelay, type StateRelay } from './state-relay.ts';
import type { VerifierAnswer, VerifierJob } from './verifier-job.ts';

/**
 * Replays each pact of the job in turn with Pact's native verifier and answers its reports.
 *
 * Runs in the verifier process only: the native library may crash, hang, and print whatever it likes.
 */
export async function verifyPacts(job: VerifierJob): Promise<VerifierAnswer> {
  const relay =
    job.providerStatesUrl === undefined
      ? undefined
      : await openStateRelay({ target: job.providerStatesUrl, timeoutMs: job.requestTimeoutMs });
  try {
    const reports: { report: unknown; stateProblems: ReturnType<StateRelay['takeProblems']> }[] = [];
    for (const pactFile of job.pactFiles) {
      reports.push({ report: await reportOf(job, pactFile, relay?.url), stateProblems: relay?.takeProblems() ?? [] });
    }
    return { kind: 'ran', reports: reports.map((run) => ({ report: run.report, stateProblems: [...run.stateProblems] })) };
  } catch (error) {
    return { kind: 'refused', problem: error instanceof Error ? error.message : String(error) };
  } finally {
    await relay?.close();
  }
}

async function reportOf(job: VerifierJob, pactFile: string, statesUrl: string | undefined): Promise<unknown> {
  const verifier = new Verifier({
    provider: job.provider,
    providerVersion: job.version,
    providerBaseUrl: job.baseUrl,
    pactUrls: [pactFile],
    ...(statesUrl === undefined ? {} : { providerStatesSetupUrl: statesUrl }),
    ...(Object.keys(job.headers).length === 0 ? {} : { customProviderHeaders: job.headers }),
    timeout: job.requestTimeoutMs,
    logLevel: 'error',
  });
  // A verification that failed rejects with an Error whose message is the same JSON that a successful one resolves with.
  const text = await verifier.verify().catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
  return parsedReport(text);
}

function parsedReport(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Error(`the verifier did not run: ${text.slice(0, 300)}`);
  }
}
