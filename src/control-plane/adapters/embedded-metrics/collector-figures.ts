import type { MetricsEngine } from '../../../metrics-engine/metrics-engine.ts';

/** One number that the embedded collector tells of itself. */
export interface CollectorFigure {
  readonly name: string;
  readonly help: string;
  readonly kind: 'counter' | 'gauge';
  readonly value: number;
}

/** What the embedded collector tells of itself just now: the same names at every call, whatever their values. */
export function collectorFigures(engine: Pick<MetricsEngine, 'health' | 'rules' | 'inventory'>): readonly CollectorFigure[] {
  const { counters, seriesCount, memoryBytes, diskBytes, logProblem, replayProblems } = engine.health();
  const alertmanagers = engine.rules.alertmanagers();
  const rules = engine.rules.groups().flatMap((group) => group.rules);
  return [
    ...Object.entries(counters).map(([name, value]): CollectorFigure => ({ name, help: helpOf(name), kind: 'counter', value })),
    gauge('sluice_collector_series', 'Series in memory.', seriesCount),
    gauge('sluice_collector_memory_bytes', 'Bytes of memory that all series take, estimated.', memoryBytes),
    gauge('sluice_collector_disk_bytes', 'Bytes that the log and the blocks take on disk.', diskBytes),
    gauge('sluice_collector_disk_problem', '1 while what is scraped can not be written to disk.', Number(logProblem !== undefined)),
    gauge('sluice_collector_damaged_files', 'Files that could not be read whole at the start.', replayProblems.length),
    gauge(
      'sluice_collector_discovery_problems',
      'Targets and sources of targets that are wrong just now.',
      engine.inventory().problems.length,
    ),
    gauge('sluice_rules_failing', 'Rules whose last evaluation failed.', rules.filter(({ health }) => health === 'err').length),
    counter('sluice_alerts_sent_total', 'Alerts that Alertmanagers took.', sum(alertmanagers.map(({ sent }) => sent))),
    counter(
      'sluice_alerts_dropped_total',
      'Alerts that nobody was told of, since too many waited.',
      sum(alertmanagers.map(({ dropped }) => dropped)),
    ),
    counter('sluice_alerts_refused_total', 'Alerts that an Alertmanager would not take.', sum(alertmanagers.map(({ refused }) => refused))),
    gauge('sluice_alerts_waiting', 'Alerts that wait to be sent.', sum(alertmanagers.map(({ waiting }) => waiting))),
  ];
}

function gauge(name: string, help: string, value: number): CollectorFigure {
  return { name, help, kind: 'gauge', value };
}

function counter(name: string, help: string, value: number): CollectorFigure {
  return { name, help, kind: 'counter', value };
}

/** A counter's name says what it counts; its help says it in words. */
function helpOf(name: string): string {
  return `${name
    .replace(/^sluice_collector_/, '')
    .replace(/_total$/, '')
    .replaceAll('_', ' ')}, since the start.`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
