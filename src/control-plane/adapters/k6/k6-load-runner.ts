import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { LoadOutcome, LoadRunner, LoadRunRequest } from '../../control/ports/load-runner.ts';
import { SourceError } from '../../control/ports/source-error.ts';
import { type ChildProcessEnd, type ChildProcessNotStarted, runChildProcess } from '../child-process.ts';
import { maskText } from '../mask-text.ts';
import { inspectArguments, type K6Command, type K6LoadRunnerOptions, k6Command, runArguments } from './k6-command.ts';
import { k6Exit } from './k6-exit.ts';
import { type K6Inspection, parseK6Inspection } from './k6-inspection.ts';
import { K6Exceptions, readK6LogLine } from './k6-log.ts';
import { k6Measurement } from './k6-measurement.ts';
import { K6Stream } from './k6-stream.ts';

type Refused = Extract<LoadOutcome, { kind: 'refused' }>;

/** Makes the runner that runs scripts in the k6 that the user has installed; where there is none, every run is refused and says so. */
export function createK6LoadRunner(options: K6LoadRunnerOptions): LoadRunner {
  return {
    run: async (request) => {
      const mask = maskText(Object.values(request.secrets));
      const told = {
        ...request,
        onLog: (level: Parameters<typeof request.onLog>[0], message: string) => request.onLog(level, mask(message)),
      };
      return runK6(options, told, mask);
    },
  };
}

async function runK6(options: K6LoadRunnerOptions, request: LoadRunRequest, mask: (text: string) => string): Promise<LoadOutcome> {
  const startedAt = performance.now();
  const command = k6Command(options, request);
  const inspection = await inspect(command, request.scriptPath, mask);
  if ('kind' in inspection) return inspection;
  const folder = await mkdtemp(path.join(tmpdir(), 'load-run-'));
  try {
    const deadlineMs = Math.max(1, request.deadlineMs - (performance.now() - startedAt));
    return await measure({ command: { ...command, deadlineMs }, request, inspection, runId: options.runId(), folder, mask });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function inspect(command: K6Command, scriptPath: string, mask: (text: string) => string): Promise<K6Inspection | Refused> {
  const answer: string[] = [];
  const onStdoutLine = (line: string): void => void answer.push(line);
  const end = await runChildProcess({ ...command, args: inspectArguments(scriptPath), onStdoutLine, onStderrLine: () => {} });
  if ('notStarted' in end) return notStarted(end, command.command);
  throwIfEnded(end, command.deadlineMs, mask);
  if (end.exitCode !== 0) return { kind: 'refused', message: mask(lastError(end)), location: scriptPath };
  const inspection = parseK6Inspection(answer.join('\n'));
  if (inspection === undefined)
    throw new SourceError('load-runner-crashed', 'k6 inspect answered something other than JSON', { retryable: false });
  return inspection;
}

function notStarted({ notStarted: why, message }: ChildProcessNotStarted, binary: string): Refused {
  if (why === 'failed') throw new SourceError('load-runner-crashed', `${binary} did not start: ${message}`, { retryable: false });
  const advice = 'install k6 and put it on the PATH, or set load.runner to embedded, which needs no k6';
  return { kind: 'refused', message: `there is no k6 at "${binary}": ${advice}`, location: undefined };
}

interface Measuring {
  readonly command: K6Command;
  readonly request: LoadRunRequest;
  readonly inspection: K6Inspection;
  readonly runId: string;
  readonly folder: string;
  readonly mask: (text: string) => string;
}

/** How often a run's progress is told. */
const PROGRESS_MS = 500;

async function measure({ command, request, inspection, runId, folder, mask }: Measuring): Promise<LoadOutcome> {
  const [stream, exceptions] = [new K6Stream(), new K6Exceptions()];
  const startedAt = performance.now();
  const elapsed = (): number => performance.now() - startedAt;
  const ticking = setInterval(() => request.onProgress(stream.progress(elapsed(), inspection.totalDurationMs)), PROGRESS_MS);
  const summaryFile = path.join(folder, 'summary.json');
  const end = await runChildProcess({
    ...command,
    args: runArguments(request.scriptPath, summaryFile, runId),
    onStdoutLine: (line) => stream.push(line),
    onStderrLine: (line) => {
      const { level, message, isException } = readK6LogLine(line);
      if (isException) exceptions.add(mask(message));
      else request.onLog(level, message);
    },
  }).finally(() => clearInterval(ticking));
  if ('notStarted' in end) return notStarted(end, command.command);
  throwIfEnded(end, request.deadlineMs, mask);
  const exit = k6Exit(end.exitCode ?? -1, end.stderrTail);
  if (exit.kind === 'refused') return { kind: 'refused', message: mask(lastError(end)), location: request.scriptPath };
  if (exit.kind === 'failed') throw crashed(`k6 ended without a measurement: ${exit.why}: ${mask(lastError(end))}`);
  const summary = await readFile(summaryFile, 'utf8').catch(() => undefined);
  const result = k6Measurement({ exit, summary, inspection, stream, exceptions, elapsedMs: elapsed(), mask });
  if (result === undefined) throw crashed('k6 wrote no summary that could be read');
  return { kind: 'measured', result };
}

const crashed = (message: string): SourceError => new SourceError('load-runner-crashed', message, { retryable: true });

function throwIfEnded(end: ChildProcessEnd, deadlineMs: number, mask: (text: string) => string): void {
  if (end.killedFor === 'memory')
    throw new SourceError('load-runner-memory', 'k6 used more memory than it may, and was killed', { retryable: false });
  if (end.pastDeadline) {
    throw new SourceError('load-runner-deadline', `k6 was not done after ${Math.round(deadlineMs) / 1000} s, and was ended`, {
      retryable: true,
    });
  }
  if (end.killedFor === 'signal') {
    throw new SourceError('load-runner-hung', 'k6 did not end after it was told to, and was killed', { retryable: true });
  }
  if (end.exitCode === undefined) throw crashed(`k6 was ended by ${end.exitSignal}: ${mask(lastError(end))}`);
}

/** The last line of stderr that is an error, as k6 says it. */
function lastError({ stderrTail }: ChildProcessEnd): string {
  const lines = stderrTail.split('\n').map(readK6LogLine);
  return lines.findLast(({ level }) => level === 'error')?.message ?? lines.at(-1)?.message ?? '';
}
