import type { Reason } from '../gate/reason.ts';
import type { LoadMeasurement, LoadPolicy } from './load-measurement.ts';

/**
 * Judges whether the target was under the load that the script planned.
 *
 * Too many dropped iterations are inconclusive and never a fail: a pool of virtual users that is too small drops iterations in front of a
 * healthy target, and a target that is too slow shows in the thresholds on its latency. A script that wants the drops themselves to fail
 * says so with a threshold on `dropped_iterations`. A generator that lags behind its own schedule offered another load than planned.
 */
export function judgeOfferedLoad(measurement: LoadMeasurement, policy: LoadPolicy): readonly Reason[] {
  const lag = lagReason(measurement, policy);
  return [...(lag === undefined ? [] : [lag]), offeredReason(measurement, policy, lag !== undefined)];
}

function lagReason({ startLag }: LoadMeasurement, { startLagP99LimitMs }: LoadPolicy): Reason | undefined {
  if (startLagP99LimitMs === undefined || startLag.p99 <= startLagP99LimitMs) return undefined;
  return {
    rule: 'generator-too-slow',
    verdict: 'inconclusive',
    sentence: `The load generator began iterations late: p99 ${Math.round(startLag.p99)} ms behind its schedule, limit ${startLagP99LimitMs} ms; what it measured is its own slowness.`,
    observed: startLag.p99,
    limit: startLagP99LimitMs,
    unit: 'milliseconds',
    remedy: 'Run it where it has more processor to itself, or plan a smaller rate.',
  };
}

function offeredReason(measurement: LoadMeasurement, policy: LoadPolicy, late: boolean): Reason {
  const { iterations, requests, durationMs } = measurement;
  const due = iterations.completed + iterations.threw + iterations.interrupted + iterations.dropped;
  const share = due === 0 ? 1 : iterations.dropped / due;
  const numbers = { observed: share, limit: policy.maximumDroppedShare, unit: 'ratio', samples: due, windowSeconds: durationMs / 1000 };
  const dropped = `${iterations.dropped} of ${due} iterations that were due were dropped (${percent(share)}, limit ${percent(policy.maximumDroppedShare)})`;
  if (share <= policy.maximumDroppedShare) {
    const sentence = `${iterations.completed} iterations with ${requests} requests in ${Math.round(durationMs / 1000)} s; ${dropped}.`;
    return { rule: 'offered-load', verdict: 'pass', sentence, ...numbers };
  }
  const sentence = `The planned load was not offered: ${dropped}, because ${causeOfDrops(measurement, late)}.`;
  return { rule: 'offered-load', verdict: 'inconclusive', sentence, ...numbers, remedy: remedyOfDrops(late) };
}

function causeOfDrops({ metrics }: LoadMeasurement, late: boolean): string {
  if (late) return 'the generator could not keep up';
  const active = metrics.vus?.values.max;
  const ready = metrics.vus_max?.values.max;
  // Both gauges are looked at now and then: a look at which all were at work says so, any other says nothing.
  return active !== undefined && ready !== undefined && active >= ready
    ? `all ${ready} virtual users were waiting for the target: it is too slow for this rate, or they are too few for it`
    : 'no virtual user was free to start them';
}

function remedyOfDrops(late: boolean): string {
  return late
    ? 'Run the generator where it has more processor to itself.'
    : 'Allow rate times the longest bearable iteration in seconds as maxVUs; if iterations are still dropped then, the target is too slow.';
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
