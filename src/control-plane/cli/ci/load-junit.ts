import type { LoadMeasurement, LoadThreshold } from '../../control/ports/load-runner.ts';
import { judgeThreshold } from '../../domain/load/judge-threshold.ts';
import type { LoadEnd } from '../load-exit.ts';
import { distinctNames, junitSuites, type TestCase } from './junit-suites.ts';
import { type LoadReport, loadSentence } from './load-report.ts';

const classname = 'sluice.load';
const passed = (name: string): TestCase => ({ name, classname, outcome: { kind: 'passed' } });

function broken(name: string, kind: 'failure' | 'error', type: string, message: string, details = message): TestCase {
  return { name, classname, outcome: { kind, type, message, details } };
}

function thresholdCase(threshold: LoadThreshold, metrics: LoadMeasurement['metrics'], name: string): TestCase {
  if (threshold.passed) return passed(name);
  const { sentence } = judgeThreshold(threshold, metrics);
  return threshold.samples > 0 ? broken(name, 'failure', 'breached', sentence) : broken(name, 'error', 'not-measured', sentence);
}

function thresholdCases({ thresholds, metrics }: LoadMeasurement): readonly TestCase[] {
  const names = distinctNames(thresholds.map(({ metric, expression }) => `threshold ${metric} ${expression}`));
  return thresholds.map((threshold, index) => thresholdCase(threshold, metrics, names[index] ?? threshold.metric));
}

function exceptionCase({ iterations, exceptions }: LoadMeasurement): TestCase {
  const name = 'no iteration throws';
  if (iterations.threw === 0 && exceptions.length === 0) return passed(name);
  const lines = exceptions.map(({ count, message, location }) => `${count} × ${message}${location === undefined ? '' : ` (${location})`}`);
  return broken(
    name,
    'failure',
    'exception',
    `${iterations.threw} iterations threw: ${exceptions[0]?.message ?? 'not recorded'}`,
    lines.join('\n'),
  );
}

function generatorCase({ generator }: LoadMeasurement): TestCase {
  const name = 'the load generator keeps up';
  const [first, ...more] = generator?.tooSlow ?? [];
  return first === undefined ? passed(name) : broken(name, 'error', 'inconclusive', first, [first, ...more].join('\n'));
}

/** Ends that a case of their own tells of. */
const toldElsewhere: readonly LoadEnd[] = ['passed', 'thresholds-crossed', 'script-exception', 'generator-too-slow', 'nothing-measured'];

/** `vacuous` ends of nothing as well: where the command calls it passed, so does its report. */
function cases(report: LoadReport): readonly TestCase[] {
  const { measured, end } = report;
  if ('problem' in measured) return [broken('measured', 'error', 'not-measured', measured.problem)];
  const { result } = measured;
  const sentence = loadSentence(report);
  return [
    ...thresholdCases(result),
    exceptionCase(result),
    end === 'nothing-measured' ? broken('something is measured', 'error', 'not-measured', sentence) : passed('something is measured'),
    generatorCase(result),
    toldElsewhere.includes(end) ? passed('the run ends as planned') : broken('the run ends as planned', 'error', end, sentence),
  ];
}

/**
 * A load run as JUnit XML: a case for each threshold, and for exceptions, samples, the generator and the end of the run.
 *
 * It is written here and not by the engine, for an engine that crashed writes nothing, and a missing report reads as green. It is never
 * green where the command's exit code is not 0.
 */
export function loadJunitXml(report: LoadReport): string {
  const { script, startedAtMs, finishedAtMs } = report;
  const suites = [{ name: 'load', cases: sureCases(report) }];
  return junitSuites({ name: `sluice load run ${script}`, startedAtMs, finishedAtMs, suites });
}

/** A breach that no case knows of still is one. */
function sureCases(report: LoadReport): readonly TestCase[] {
  const all = cases(report);
  const green = all.every(({ outcome }) => outcome.kind === 'passed');
  return green && report.end !== 'passed' ? [...all, broken('verdict', 'error', report.end, loadSentence(report))] : all;
}
