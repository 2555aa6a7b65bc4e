import { type ChildProcess, spawn } from 'node:child_process';
import { extname, join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { SourceError } from '../../control/ports/source-error.ts';
import { namesSecret } from '../../domain/ledger/find-secret.ts';
import { type VerifierAnswer, type VerifierJob, verifierAnswer } from './verifier-job.ts';

/** The program of the verifier process, beside this file and with its extension: .ts in the sources, .js once built. */
const verifyChild = join(import.meta.dirname, `verify-child${extname(import.meta.filename)}`);

/** How much of its error stream is told when it crashed, in characters: the end says why. */
const longestComplaint = 500;

/** How a verifier process is run. */
export interface VerifierProcess {
  /** Kills the process when it aborts. */
  readonly signal: AbortSignal;
  /** All of the process's environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Told the process id once it runs. */
  readonly started: (pid: number) => void;
}

/**
 * Runs the verifier in a process of its own and resolves with its answer.
 *
 * Throws SourceError `verifier-crashed` when it ended without an answer, and `verifier-timeout` when the signal aborted; the process is
 * gone in each case.
 */
export async function runVerifier(job: VerifierJob, options: VerifierProcess): Promise<VerifierAnswer> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', verifyChild], {
    // Not the caller's folder: the native library looks for itself in the working directory first.
    cwd: import.meta.dirname,
    env: { ...options.environment, PACT_DO_NOT_TRACK: 'true' },
    stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
  });
  const kill = (): void => void child.kill('SIGKILL');
  options.signal.addEventListener('abort', kill, { once: true });
  if (options.signal.aborted) kill();
  try {
    if (child.pid !== undefined) options.started(child.pid);
    return answerIn(await outcomeOf(child, job), job, options.signal);
  } finally {
    options.signal.removeEventListener('abort', kill);
  }
}

interface Outcome {
  readonly answer: string;
  readonly complaint: string;
  readonly ending: string;
}

async function outcomeOf(child: ChildProcess, job: VerifierJob): Promise<Outcome> {
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`));
    child.once('close', (code, signal) => resolve(signal === null ? `exited with ${code}` : `was ended by ${signal}`));
  });
  // A process that dies before it has read its input closes the pipe; how it ended says more than that.
  child.stdin?.on('error', () => undefined).end(JSON.stringify(job));
  const [answer, complaint, ending] = await Promise.all([textOf(child.stdio[3]), textOf(child.stderr), ended]);
  return { answer: withoutSecrets(answer, job), complaint: withoutSecrets(complaint, job), ending };
}

async function textOf(stream: unknown): Promise<string> {
  return stream instanceof Readable ? text(stream).catch(() => '') : '';
}

function answerIn(outcome: Outcome, job: VerifierJob, signal: AbortSignal): VerifierAnswer {
  const answer = parsedAnswer(outcome.answer);
  if (answer !== undefined) return answer;
  if (signal.aborted) {
    throw new SourceError('verifier-timeout', `The contracts of ${job.provider} were not verified in time; the verifier was stopped.`, {
      retryable: true,
      cause: signal.reason,
    });
  }
  throw new SourceError(
    'verifier-crashed',
    `The contract verifier ${outcome.ending}. ${outcome.complaint.trim().slice(-longestComplaint)}`.trim(),
    {
      retryable: true,
    },
  );
}

/** Undefined where the process ended before it had written all of its answer. */
function parsedAnswer(answer: string): VerifierAnswer | undefined {
  try {
    return verifierAnswer.parse(JSON.parse(answer));
  } catch {
    return undefined;
  }
}

/** Shorter values are no secrets worth the name, and blotting them out would tear the text apart. */
const shortestSecret = 6;

/** The text with the credentials of the job's headers blotted out: a provider may repeat them in an answer that ends in the ledger. */
function withoutSecrets(text: string, job: VerifierJob): string {
  const secrets = Object.entries(job.headers)
    .filter(([name]) => namesSecret(name))
    .flatMap(([, value]) => [value, value.replace(/^\S+\s+/, '')])
    .filter((secret) => secret.length >= shortestSecret);
  return secrets.reduce((so, secret) => so.replaceAll(secret, '***'), text);
}
