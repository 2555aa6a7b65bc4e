import type {
  LoadEngine,
  LoadFinding,
  LoadInspection,
  LoadMerge,
  LoadRefusal,
  LoadScriptRequest,
  LoadScriptRun,
  RecordedRun,
} from '../load-engine.ts';
import type { LoadMeasurement } from '../load-runner.ts';

/** An engine that runs nothing and remembers what it was asked. */
export interface MemoryLoadEngine extends LoadEngine {
  readonly runs: LoadScriptRun[];
  readonly inspections: LoadScriptRequest[];
  readonly merges: LoadMerge[];
}

/** A measurement of a run in which all went well; `changes` go over it. */
export function soundMeasurement(changes: Partial<LoadMeasurement> = {}): LoadMeasurement {
  return {
    runner: 'embedded',
    outcome: 'completed',
    abortReason: undefined,
    durationMs: 10_000,
    requests: 120,
    iterations: { completed: 120, interrupted: 0, threw: 0, dropped: 0 },
    exceptions: [],
    checks: { passes: 120, fails: 0 },
    startLag: { p50: 0, p99: 1, max: 2 },
    thresholds: [],
    metrics: { http_reqs: { type: 'counter', contains: 'default', values: { count: 120, rate: 12 } } },
    summaryText: 'the summary\n',
    ...changes,
  };
}

const nothing: LoadInspection = { options: {}, totalDurationMs: 0, maxVus: 1, warnings: [] };

/** The engine; every run and every look comes to what is handed in, or to what a function makes of the request. */
export function memoryLoadEngine({
  measured = soundMeasurement(),
  refused,
  inspection = nothing,
  findings = [],
  recorded = [],
  during = async () => undefined,
}: {
  readonly measured?: LoadMeasurement;
  readonly refused?: Omit<LoadRefusal, 'kind'>;
  readonly inspection?: LoadInspection;
  readonly findings?: readonly LoadFinding[];
  readonly recorded?: readonly (readonly RecordedRun[])[];
  /** What happens while a script runs. */
  readonly during?: (request: LoadScriptRun) => Promise<void>;
} = {}): MemoryLoadEngine {
  const runs: LoadScriptRun[] = [];
  const inspections: LoadScriptRequest[] = [];
  const merges: LoadMerge[] = [];
  return {
    runs,
    inspections,
    merges,
    figures: async () => (refused === undefined ? { kind: 'figures', runs: recorded } : { kind: 'refused', ...refused }),
    merge: async (request) => {
      merges.push(request);
      return refused === undefined ? { kind: 'measured', result: measured } : { kind: 'refused', ...refused };
    },
    run: async (request) => {
      runs.push(request);
      await during(request);
      return refused === undefined ? { kind: 'measured', result: measured } : { kind: 'refused', ...refused };
    },
    inspect: async (request) => {
      inspections.push(request);
      return refused === undefined ? { kind: 'inspected', inspection } : { kind: 'refused', ...refused };
    },
    lint: async () => (refused === undefined ? { kind: 'linted', findings } : { kind: 'refused', ...refused }),
  };
}
