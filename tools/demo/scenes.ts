/** One release of the demo: what is wrong with the version, and how its release must end. */
export interface Scene {
  readonly version: string;
  readonly title: string;
  /** As LinkFlow's fault configuration has it; empty for a healthy version. */
  readonly faults: Readonly<Record<string, unknown>>;
  readonly ends: 'promoted' | 'blocked' | 'rolled-back';
  /** The gate that must have stopped it; undefined for none. */
  readonly stoppedBy: 'contract' | 'canary' | undefined;
  /** The headline must match this: the right release stopped for a wrong reason is a failed demo. */
  readonly because: RegExp;
}

/** Reads, and only many of them: the load gate creates workflows at a low rate, so such faults show under users alone. */
const underTraffic = { method: 'GET', aboveRequestsPerSecond: 8 };

/** In this order; v2 is the baseline of those after it. */
export const scenes: readonly Scene[] = [
  {
    version: 'v2',
    title: 'healthy',
    faults: {},
    ends: 'promoted',
    stoppedBy: undefined,
    because: /^Promoted/,
  },
  {
    version: 'v3',
    title: 'slow under traffic: 400 ms more for 60 % of the reads',
    faults: { latency: { share: 0.6, addMs: 400, ...underTraffic } },
    ends: 'rolled-back',
    stoppedBy: 'canary',
    because: /p95/,
  },
  {
    version: 'v4',
    title: 'breaks its contract: name has become title',
    faults: { contractBreak: { rename: { name: 'title' }, omit: [] } },
    ends: 'blocked',
    stoppedBy: 'contract',
    because: /name/,
  },
  {
    version: 'v5',
    title: '2 % of requests (2.4 % of the reads) fail under traffic',
    faults: { errors: { share: 0.024, ...underTraffic } },
    ends: 'rolled-back',
    stoppedBy: 'canary',
    because: /error rate|availability/i,
  },
];
