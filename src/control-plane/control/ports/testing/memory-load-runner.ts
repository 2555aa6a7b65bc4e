import type { Clock } from '../clock.ts';
import type { LoadMeasurement, LoadOutcome, LoadRunner, LoadRunRequest } from '../load-runner.ts';
import { SourceError } from '../source-error.ts';

/** A runner whose runs take time on the test's clock. */
export interface MemoryLoadRunner extends LoadRunner {
  /** What every run from now on comes to. `slow` crosses its threshold, `idle` sends nothing, `crash` throws `load-runner-crashed`. */
  setBehaviour(behaviour: LoadBehaviour): void;
  /** Called in the middle of each run, as a script would call the service. */
  onRun(send: () => void): void;
  /** What was asked, oldest first. */
  requests(): readonly LoadRunRequest[];
  /** How many runs are under way. */
  running(): number;
}

export type LoadBehaviour = 'fast' | 'slow' | 'idle' | 'crash' | 'refuse';

/** A runner whose runs take `durationMs` and are fast. A signal ends a run at once, as `interrupted`. */
export function memoryLoadRunner({ clock, durationMs }: { readonly clock: Clock; readonly durationMs: number }): MemoryLoadRunner {
  const requests: LoadRunRequest[] = [];
  let behaviour: LoadBehaviour = 'fast';
  let send: (() => void) | undefined;
  let running = 0;
  return {
    async run(request) {
      requests.push(request);
      running += 1;
      await clock.sleep(durationMs / 2, request.signal);
      if (!request.signal.aborted && behaviour !== 'idle') send?.();
      await clock.sleep(durationMs / 2, request.signal);
      running -= 1;
      return outcomeOf(behaviour, durationMs, request.signal.aborted);
    },
    setBehaviour(next) {
      behaviour = next;
    },
    onRun(next) {
      send = next;
    },
    requests: () => requests,
    running: () => running,
  };
}

function outcomeOf(behaviour: LoadBehaviour, durationMs: number, interrupted: boolean): LoadOutcome {
  switch (behaviour) {
    case 'fast':
      return { kind: 'measured', result: measurement(durationMs, 1000, 120, interrupted) };
    case 'slow':
      return { kind: 'measured', result: measurement(durationMs, 1000, 412, interrupted) };
    case 'idle':
      return { kind: 'measured', result: measurement(durationMs, 0, undefined, interrupted) };
    case 'crash':
      throw new SourceError('load-runner-crashed', 'The load runner crashed.', { retryable: true });
    case 'refuse':
      return { kind: 'refused', message: 'unknown module k6/x/sql', location: 'script.ts:3:1' };
  }
}

function measurement(durationMs: number, requests: number, p95: number | undefined, interrupted: boolean): LoadMeasurement {
  const passed = p95 !== undefined && p95 < 200;
  return {
    runner: 'embedded',
    outcome: interrupted ? 'interrupted' : 'completed',
    abortReason: undefined,
    durationMs,
    requests,
    iterations: { completed: requests, interrupted: 0, threw: 0, dropped: 0 },
    exceptions: [],
    checks: { passes: requests, fails: 0 },
    startLag: { p50: 0, p99: 1, max: 2 },
    thresholds: [
      { metric: 'http_req_duration', expression: 'p(95)<200', passed, observed: p95, limit: 200, samples: requests, abortOnFail: false },
    ],
    metrics: { http_req_duration: { type: 'trend', contains: 'time', values: {} } },
    summaryText: '',
  };
}
