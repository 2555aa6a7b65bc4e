import { ScriptRefused } from '../load-result.ts';
import { suggestion } from './nearest-name.ts';
import { type FieldTable, readFields, required } from './read-fields.ts';
import type { Scenario } from './scenario.ts';
import { WHOLE_SHARE } from './share.ts';

const COMMON = {
  executor: 'text',
  startTime: 'duration',
  gracefulStop: 'duration',
  exec: 'text',
  env: 'text-map',
  tags: 'text-map',
  options: 'map',
} as const satisfies FieldTable;

const ARRIVALS = { ...COMMON, timeUnit: 'duration', preAllocatedVUs: 'count', maxVUs: 'count' } as const satisfies FieldTable;

const COUNTED = { ...COMMON, vus: 'count', iterations: 'count', maxDuration: 'duration' } as const satisfies FieldTable;

type Raw = Readonly<Record<string, unknown>>;
type Base = Pick<Scenario, 'name' | 'startTimeMs' | 'gracefulStopMs' | 'exec' | 'env' | 'tags' | 'starts'>;

/** Half a minute, ten minutes: the defaults of the documented executors, in milliseconds. */
const GRACE_MS = 30_000;
const MAX_DURATION_MS = 600_000;

const READERS: Readonly<Record<Scenario['executor'], (path: string, raw: Raw, base: (read: CommonRead) => Base) => Scenario>> = {
  'constant-vus': (path, raw, base) => {
    const read = readFields(path, raw, { ...COMMON, vus: 'count', duration: 'duration' });
    const durationMs = positive(`${path}.duration`, required(`${path}.duration`, read.duration));
    return { ...base(read), executor: 'constant-vus', vus: read.vus ?? 1, durationMs };
  },
  'ramping-vus': (path, raw, base) => {
    const read = readFields(path, raw, { ...COMMON, startVUs: 'count-or-zero', stages: 'stages', gracefulRampDown: 'duration' });
    const stages = required(`${path}.stages`, read.stages);
    const startVus = read.startVUs ?? 1;
    if (Math.max(startVus, ...stages.map((stage) => stage.target)) === 0) throw new ScriptRefused(`${path}.stages: never have a VU to run`);
    return {
      ...base(read),
      executor: 'ramping-vus',
      users: WHOLE_SHARE,
      startVus,
      stages,
      gracefulRampDownMs: read.gracefulRampDown ?? GRACE_MS,
    };
  },
  'shared-iterations': (path, raw, base) => counted('shared-iterations', path, raw, base),
  'per-vu-iterations': (path, raw, base) => counted('per-vu-iterations', path, raw, base),
  'constant-arrival-rate': (path, raw, base) => {
    const read = readFields(path, raw, { ...ARRIVALS, rate: 'count', duration: 'duration' });
    const rate = required(`${path}.rate`, read.rate);
    const durationMs = positive(`${path}.duration`, required(`${path}.duration`, read.duration));
    return { ...base(read), executor: 'constant-arrival-rate', rate, durationMs, ...arrivals(path, read) };
  },
  'ramping-arrival-rate': (path, raw, base) => {
    const read = readFields(path, raw, { ...ARRIVALS, startRate: 'count-or-zero', stages: 'stages' });
    const stages = required(`${path}.stages`, read.stages);
    return { ...base(read), executor: 'ramping-arrival-rate', startRate: read.startRate ?? 0, stages, ...arrivals(path, read) };
  },
};

interface CommonRead {
  readonly startTime: number | undefined;
  readonly gracefulStop: number | undefined;
  readonly exec: string | undefined;
  readonly env: Readonly<Record<string, string>> | undefined;
  readonly tags: Readonly<Record<string, string>> | undefined;
}

function counted(executor: 'shared-iterations' | 'per-vu-iterations', path: string, raw: Raw, base: (read: CommonRead) => Base): Scenario {
  const read = readFields(path, raw, COUNTED);
  const [vus, iterations] = [read.vus ?? 1, read.iterations ?? 1];
  return { ...base(read), executor, vus, iterations, maxDurationMs: read.maxDuration ?? MAX_DURATION_MS };
}

interface ArrivalsRead {
  readonly timeUnit: number | undefined;
  readonly preAllocatedVUs: number | undefined;
  readonly maxVUs: number | undefined;
}

function arrivals(path: string, read: ArrivalsRead): { timeUnitMs: number; preAllocatedVus: number; maxVus: number } {
  const preAllocatedVus = required(`${path}.preAllocatedVUs`, read.preAllocatedVUs);
  const maxVus = read.maxVUs ?? preAllocatedVus;
  if (maxVus < preAllocatedVus) throw new ScriptRefused(`${path}.maxVUs: ${maxVus} is less than preAllocatedVUs, ${preAllocatedVus}`);
  return { timeUnitMs: positive(`${path}.timeUnit`, read.timeUnit ?? 1000), preAllocatedVus, maxVus };
}

function positive(path: string, ms: number): number {
  if (ms <= 0) throw new ScriptRefused(`${path}: must be longer than nothing`);
  return ms;
}

const isExecutor = (name: unknown): name is Scenario['executor'] => typeof name === 'string' && Object.hasOwn(READERS, name);

/**
 * Reads one scenario of `options.scenarios` and fills in the documented defaults.
 *
 * Throws ScriptRefused by path for an unknown executor or field, a wrong type, a missing field, or an `exec` that is not exported.
 */
export function readScenario(name: string, raw: Raw, exportedFunctions: readonly string[]): Scenario {
  const path = `options.scenarios.${name}`;
  if (!/^[A-Za-z0-9_-]+$/.test(name)) throw new ScriptRefused(`${path}: a scenario's name has letters, digits, _ and - only`);
  const executor = required(`${path}.executor`, raw['executor']);
  if (!isExecutor(executor)) {
    const known = Object.keys(READERS);
    throw new ScriptRefused(
      `${path}.executor: there is no executor ${JSON.stringify(executor)}${suggestion(String(executor), known)} (${known.join(', ')})`,
    );
  }
  return READERS[executor](path, raw, (read) => base(path, name, read, exportedFunctions));
}

function base(path: string, name: string, read: CommonRead, exportedFunctions: readonly string[]): Base {
  const exec = read.exec ?? 'default';
  if (!exportedFunctions.includes(exec)) {
    throw new ScriptRefused(`${path}.exec: the script exports no function "${exec}"${suggestion(exec, exportedFunctions)}`);
  }
  const [startTimeMs, gracefulStopMs] = [read.startTime ?? 0, read.gracefulStop ?? GRACE_MS];
  return { name, startTimeMs, gracefulStopMs, exec, env: read.env ?? {}, tags: read.tags ?? {}, starts: WHOLE_SHARE };
}
