import assert from 'node:assert/strict';
import type { TargetCounts } from '../testing/target-counts.ts';
import type { CountExpectation, Expectation } from './behaviour-case.ts';
import type { BehaviourRun } from './behaviour-run.ts';

/** Holds a run, and what the target saw of it, against what was expected. Throws an AssertionError with the run's output. */
export function holdAgainst(expected: Expectation, run: BehaviourRun, seen: TargetCounts): void {
  const count = (what: string, wanted: CountExpectation | undefined, found: number): void => {
    if (wanted === undefined) return;
    const [least, most] = typeof wanted === 'number' ? [wanted, wanted] : wanted;
    assert.ok(found >= least && found <= most, `${what}: ${found}, and ${JSON.stringify(wanted)} was expected\n${run.output}`);
  };
  for (const [keys, wanted] of Object.entries(expected.counts ?? {})) count(keys, wanted, sumOf(keys, run.counts));
  count('interrupted iterations', expected.interrupted, run.interrupted);
  for (const [key, kept] of Object.entries(expected.thresholds ?? {})) assert.equal(run.thresholds[key], kept, `${key}\n${run.output}`);
  // An engine that runs in this process has no exit code; its command's is tested where the command is.
  if (expected.exitCode !== undefined && run.exitCode !== undefined) assert.equal(run.exitCode, expected.exitCode, run.output);
  for (const pattern of expected.output ?? []) assert.match(run.output, pattern);
  for (const pattern of expected.silent ?? []) assert.doesNotMatch(run.output, pattern);
  const { requests, connections, bodyBytes, ...maps } = expected.seen ?? {};
  count('requests that the target saw', requests, seen.requests);
  count('connections that the target saw', connections, seen.connections);
  count('bytes of bodies that the target saw', bodyBytes, seen.bodyBytes);
  for (const [name, wanted] of Object.entries(maps)) {
    for (const [key, value] of Object.entries(wanted)) count(`${name} ${key}`, value, seen[name as keyof typeof maps][key] ?? 0);
  }
}

const sumOf = (keys: string, counts: BehaviourRun['counts']): number => keys.split(' + ').reduce((sum, key) => sum + (counts[key] ?? 0), 0);
