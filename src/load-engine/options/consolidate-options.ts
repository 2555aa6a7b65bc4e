import { httpOptions } from '../http/http-options.ts';
import { ScriptRefused } from '../load-result.ts';
import { BUILTIN_METRICS } from '../metrics/builtin-metrics.ts';
import { readThresholds, type Threshold } from '../thresholds/read-thresholds.ts';
import { percentOf } from '../thresholds/threshold-expression.ts';
import type { LoadScript, Tags } from '../virtual-user.ts';
import { readSegment, type SegmentReading } from './execution-segment.ts';
import { isMap } from './field-kind.ts';
import { OPTION_TABLE } from './option-table.ts';
import { type FieldValues, readFields } from './read-fields.ts';
import { readScenario } from './read-scenario.ts';
import { REFUSED_NAMES, REFUSED_OPTIONS } from './refused-options.ts';
import type { Scenario } from './scenario.ts';
import { shareScenario } from './share-scenario.ts';
import { shortcutScenario } from './shortcuts.ts';
import { refuseSystemTags } from './system-tags.ts';

/** Everything a script wants, checked, with all defaults filled in. */
export interface LoadOptions {
  readonly scenarios: readonly Scenario[];
  /** Which part of the test this process runs: the scenarios are that part of those of the script. */
  readonly part: SegmentReading;
  readonly thresholds: readonly Threshold[];
  readonly tags: Tags;
  readonly setupTimeoutMs: number;
  readonly teardownTimeoutMs: number;
  readonly handleSummaryTimeoutMs: number;
  readonly minIterationDurationMs: number;
  readonly summaryTrendStats: readonly string[];
  readonly summaryTimeUnit: 's' | 'ms' | 'us' | undefined;
  /** What is ignored, to be logged. */
  readonly warnings: readonly string[];
  /** The options as `exec.test.options` shows them: the script's own, with its scenarios. */
  readonly effective: Readonly<Record<string, unknown>>;
}

type Values = FieldValues<typeof OPTION_TABLE>;
type Declared = Pick<LoadScript, 'options' | 'exportedFunctions' | 'declaredMetrics'>;

const STATS = ['avg', 'min', 'med', 'max', 'count'];

/** Checks the options of a script; throws ScriptRefused with the path in `options` of whatever would not be run as it is written. */
export function consolidateOptions({ options, exportedFunctions, declaredMetrics }: Declared): LoadOptions {
  const values = readFields('options', options, OPTION_TABLE);
  refuseWhatIsNotRun(values);
  refuseSystemTags(values.systemTags);
  httpOptions(options, 0); // read for what it refuses: the users read it again when requests may already have been sent
  const raw = rawScenarios(values, options);
  const part = readSegment(values.executionSegment, values.executionSegmentSequence);
  const scenarios = Object.entries(raw).map(([name, scenario]) => shareScenario(readOne(name, scenario, exportedFunctions), part.share));
  const metrics = [...BUILTIN_METRICS, ...declaredMetrics];
  const names = scenarios.map(({ name }) => name);
  return {
    scenarios,
    part,
    thresholds: readThresholds(values.thresholds ?? {}, metrics, names),
    tags: values.tags ?? {},
    setupTimeoutMs: values.setupTimeout ?? 60_000,
    teardownTimeoutMs: values.teardownTimeout ?? 60_000,
    handleSummaryTimeoutMs: values.handleSummaryTimeout ?? 120_000,
    minIterationDurationMs: values.minIterationDuration ?? 0,
    summaryTrendStats: trendStats(values.summaryTrendStats),
    summaryTimeUnit: timeUnit(values.summaryTimeUnit),
    warnings: warningsOf(values),
    effective: { ...options, scenarios: raw },
  };
}

function refuseWhatIsNotRun(values: Values): void {
  const name = REFUSED_NAMES.find((option) => isSet(values[option]));
  if (name !== undefined) throw new ScriptRefused(`options.${name}: ${REFUSED_OPTIONS[name]}; leave it out, or run the test on k6`);
}

/** A switch that is off, and an empty text, are what an absent option is. */
const isSet = (value: unknown): boolean => value !== undefined && value !== false && value !== '';

/** The values are read again as a scenario's, so the stages go in as the script wrote them. */
function rawScenarios(values: Values, options: Declared['options']): Readonly<Record<string, unknown>> {
  const { scenarios, vus, duration, iterations } = values;
  if (scenarios === undefined) return { default: shortcutScenario({ vus, duration, iterations, stages: options['stages'] ?? undefined }) };
  const shortcut = (['vus', 'duration', 'iterations', 'stages'] as const).find((name) => values[name] !== undefined);
  if (shortcut !== undefined)
    throw new ScriptRefused(`options.${shortcut}: has no meaning beside options.scenarios; leave one of them out`);
  if (Object.keys(scenarios).length === 0) throw new ScriptRefused('options.scenarios: is empty, so nothing would run');
  return scenarios;
}

function readOne(name: string, scenario: unknown, exportedFunctions: readonly string[]): Scenario {
  if (!isMap(scenario))
    throw new ScriptRefused(`options.scenarios.${name}: must be an object, such as { executor: 'constant-vus', duration: '1m' }`);
  return readScenario(name, scenario, exportedFunctions);
}

function trendStats(stats: readonly string[] | undefined): readonly string[] {
  const unknown = stats?.find((stat) => !STATS.includes(stat) && percentOf(stat) === undefined);
  if (unknown !== undefined) throw new ScriptRefused(`options.summaryTrendStats: "${unknown}" is none of ${STATS.join(', ')} and p(N)`);
  return stats ?? ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)'];
}

function timeUnit(unit: string | undefined): LoadOptions['summaryTimeUnit'] {
  if (unit === undefined || unit === '') return undefined;
  if (unit === 's' || unit === 'ms' || unit === 'us') return unit;
  throw new ScriptRefused(`options.summaryTimeUnit: "${unit}" is none of s, ms and us`);
}

function warningsOf(values: Values): readonly string[] {
  const ignored = (['cloud', 'ext'] as const).filter((name) => values[name] !== undefined);
  const alone = values.vus !== undefined && values.duration === undefined && values.iterations === undefined && values.stages === undefined;
  const lines = ignored.map((name) => `options.${name} is ignored: it has no meaning here`);
  if (alone) lines.push('options.vus is ignored: it needs duration, iterations or stages beside it');
  return lines;
}
