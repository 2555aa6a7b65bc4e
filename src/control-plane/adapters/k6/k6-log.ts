import type { LoadException, LoadRunRequest } from '../../control/ports/load-runner.ts';

/** One line of stderr under `--log-format=json`. */
export interface K6LogLine {
  readonly level: Parameters<LoadRunRequest['onLog']>[0];
  readonly message: string;
  /** Whether it is an exception that ended an iteration. */
  readonly isException: boolean;
}

const LEVELS: Readonly<Record<string, K6LogLine['level']>> = {
  debug: 'debug',
  info: 'info',
  warning: 'warn',
  error: 'error',
  fatal: 'error',
};

/** Reads a line of k6's log; a line in another form is a warning as it stands. */
export function readK6LogLine(line: string): K6LogLine {
  const { level, msg, source } = parse(line);
  if (typeof msg !== 'string') return { level: 'warn', message: line, isException: false };
  return { level: LEVELS[String(level)] ?? 'info', message: msg, isException: source === 'stacktrace' };
}

function parse(line: string): { readonly level?: unknown; readonly msg?: unknown; readonly source?: unknown } {
  try {
    return JSON.parse(line) as object;
  } catch {
    return {};
  }
}

/** Counts exceptions by message, the most frequent first: the first line says what, the first `at` says where. */
export class K6Exceptions {
  readonly #counts = new Map<string, LoadException>();

  add(message: string): void {
    const known = this.#counts.get(message);
    this.#counts.set(message, known === undefined ? readException(message) : { ...known, count: known.count + 1 });
  }

  all(): readonly LoadException[] {
    return [...this.#counts.values()].sort((one, other) => other.count - one.count);
  }
}

function readException(message: string): LoadException {
  const location = /at .*?([^\s(]+:\d+:\d+)/.exec(message)?.[1];
  return { message: message.split('\n')[0] ?? message, location, count: 1 };
}
