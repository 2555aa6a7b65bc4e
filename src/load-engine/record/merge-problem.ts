import { parseFraction } from '../options/fraction.ts';
import { type LoadRecord, optionsFingerprint } from './load-record.ts';

/** A record, and what it is called where it is spoken of: its file. */
export interface NamedRecord {
  readonly name: string;
  readonly record: LoadRecord;
}

/**
 * Why records can't be merged into one result, or undefined where they can: they must be all parts of one test, each once, that ran at
 * the same time. A part that is missing would leave a result of a load that nobody planned.
 */
export function mergeProblem(records: readonly NamedRecord[]): string | undefined {
  const [first] = records;
  if (first === undefined || records.length < 2) return 'merging needs the records of at least two processes';
  const checks = [otherScript, otherOptions, otherDivision, otherRule];
  const problems = records.slice(1).flatMap((other) => checks.map((check) => check(first, other)));
  return problems.find((problem) => problem !== undefined) ?? uncovered(records) ?? apart(records);
}

type Check = (one: NamedRecord, other: NamedRecord) => string | undefined;

const otherScript: Check = (one, other) => {
  const [here, there] = [one.record.script, other.record.script];
  if (here.sha256 === there.sha256) return undefined;
  return `${one.name} is of the script ${here.name}, and ${other.name} of ${there.name === here.name ? `another text of it` : there.name}`;
};

const otherOptions: Check = (one, other) => {
  if (optionsFingerprint(one.record) === optionsFingerprint(other.record)) return undefined;
  const [here, there] = [one.record.options, other.record.options];
  const names = [...new Set([...Object.keys(here), ...Object.keys(there)])];
  const differing = names.filter(
    (name) => optionsFingerprint({ options: { it: here[name] } }) !== optionsFingerprint({ options: { it: there[name] } }),
  );
  return `${one.name} and ${other.name} ran with different options: ${differing.join(', ')}`;
};

const otherDivision: Check = (one, other) => {
  const [here, there] = [one.record.segment.sequence, other.record.segment.sequence];
  if (here === there) return undefined;
  return `${one.name} divides the test into ${here}, and ${other.name} into ${there}: give both the same executionSegmentSequence`;
};

const otherRule: Check = (one, other) =>
  one.record.withoutSamples === other.record.withoutSamples
    ? undefined
    : `${one.name} and ${other.name} don't agree what a threshold without samples comes to`;

/** Whether segments overlap, or leave something out; they are compared as whole numbers, of which nothing is lost. */
function uncovered(records: readonly NamedRecord[]): string | undefined {
  const parts = records.map(({ name, record }) => {
    const [from = '', to = ''] = record.segment.segment.split(':');
    return { name, from, to };
  });
  parts.sort((one, other) => valueOf(one.from) - valueOf(other.from));
  let reached = '0';
  for (const { name, from, to } of parts) {
    if (valueOf(from) < valueOf(reached)) return `${name} has ${from}:${to} of the test, of which another record has a part too`;
    if (from !== reached) return `the part ${reached}:${from} of the test is in none of the records: a part of a result is none`;
    reached = to;
  }
  return reached === '1' ? undefined : `the part ${reached}:1 of the test is in none of the records: a part of a result is none`;
}

/** Exact for comparing: fractions that differ, of at most 100,000 cells, are further apart than doubles are. */
function valueOf(text: string): number {
  const fraction = parseFraction(text);
  return fraction === undefined ? Number.NaN : fraction.over / fraction.under;
}

/** The parts of one test run at the same time: what one process measured while the others were not there is of a smaller load. */
function apart(records: readonly NamedRecord[]): string | undefined {
  const last = records.reduce((one, other) => (other.record.startedAtMs > one.record.startedAtMs ? other : one));
  const gone = records.find(({ record }) => record.startedAtMs + record.durationMs <= last.record.startedAtMs && record !== last.record);
  return gone && `${gone.name} had ended when ${last.name} began: they are not of the same run`;
}
