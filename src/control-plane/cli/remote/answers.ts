import { z } from 'zod';
import type { FreezeView, ReleaseNews, SloStatus } from '../../control/control-plane.ts';
import type { LedgerVerification } from '../../control/ports/ledger.ts';
import type { LoadRunProgress } from '../../control/ports/load-runner.ts';
import type { ReleaseView } from '../../domain/release/release-view.ts';
import type { ShownToken } from '../local-actions.ts';

// Unknown fields are kept, so that `--json` shows all that a newer server tells; what is used is checked.
const text = z.string();
const number = z.number();
const verdict = z.enum(['pass', 'inconclusive', 'fail']);
const reason = z.looseObject({
  rule: text,
  verdict,
  sentence: text,
  observed: number.optional(),
  limit: number.optional(),
  unit: text.optional(),
  samples: number.optional(),
  windowSeconds: number.optional(),
  remedy: text.optional(),
});
const gate = z.looseObject({
  gate: text,
  state: z.enum(['waiting', 'running', 'error', 'pass', 'inconclusive', 'fail']),
  attempt: number,
  reasons: z.array(reason),
});
const action = z.looseObject({ allowed: z.boolean(), because: text });

const release = z.looseObject({
  releaseId: text,
  service: text,
  environment: text,
  version: text,
  baseline: text.optional(),
  status: z.enum(['gating', 'rolling-out', 'held', 'rolling-back', 'promoted', 'blocked', 'rolled-back', 'aborted']),
  headline: text,
  verdict,
  fix: z.boolean(),
  requestedBy: text,
  requestedAtMs: number,
  endedAtMs: number.optional(),
  deadlineAtMs: number,
  trafficPercent: number,
  exposedRequests: number,
  step: number.optional(),
  steps: z.array(z.looseObject({ trafficPercent: number, state: z.enum(['waiting', 'running', 'passed']) })),
  gates: z.array(gate),
  actions: z.looseObject({ approve: action, promote: action, abort: action }),
  timeline: z.array(z.looseObject({ atMs: number, kind: text, sentence: text, actor: text.optional() })),
});
const news = z.looseObject({ position: number, event: z.looseObject({ kind: text, atMs: number }), sentence: text, release });
const progress = z.looseObject({
  elapsedMs: number,
  fraction: number.optional(),
  iterations: number,
  dropped: number,
  activeVus: number,
  requests: number,
  failedRequests: number,
  p50: number.optional(),
  p95: number.optional(),
});
const freeze = z.looseObject({ service: text, actor: text, reason: text, declaredAtMs: number, untilMs: number.optional() });
const slo = z.looseObject({
  service: text,
  slo: text,
  target: number,
  windowSeconds: number,
  budgetRemaining: number.optional(),
  burnRates: z.array(z.looseObject({ windowSeconds: number, burnRate: number.optional() })),
  secondsToExhaustion: number.optional(),
  note: text.optional(),
});
const head = z.looseObject({ position: number, hash: text });
const verification = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('intact'), records: number, head: head.optional(), kept: head.optional() }),
  z.looseObject({ kind: z.literal('broken'), position: number, stream: text, finding: text, sentence: text }),
]);
const token = z.looseObject({
  id: text,
  name: text,
  role: z.enum(['viewer', 'ci', 'operator', 'admin']),
  createdAtMs: number,
  createdBy: text,
  expiresAtMs: number.optional(),
  revokedAtMs: number.optional(),
});

// The views say `T | undefined` where JSON leaves the key out; both read the same.
const as = <T>(schema: z.ZodType): z.ZodType<T> => schema as z.ZodType<T>;

/** What the API answers, as far as the CLI goes by it. */
export const answers = {
  release: as<ReleaseView>(release),
  releases: as<{ readonly releases: readonly ReleaseView[] }>(z.looseObject({ releases: z.array(release) })),
  news: as<ReleaseNews>(news),
  progress: as<LoadRunProgress>(progress),
  freeze: as<FreezeView>(freeze),
  freezes: as<{ readonly freezes: readonly FreezeView[] }>(z.looseObject({ freezes: z.array(freeze) })),
  slos: as<{ readonly slos: readonly SloStatus[] }>(z.looseObject({ slos: z.array(slo) })),
  verification: as<LedgerVerification>(verification),
  tokens: as<{ readonly tokens: readonly ShownToken[] }>(z.looseObject({ tokens: z.array(token) })),
  createdToken: as<{ readonly text: string; readonly token: ShownToken }>(z.looseObject({ text, token })),
  nothing: as<null>(z.null()),
} as const;

/** Problem details (RFC 9457) as far as they are shown. */
export const problemAnswer = z.object({
  type: text.optional(),
  title: text.optional(),
  detail: text.optional(),
  instance: text.optional(),
  errors: z.array(z.object({ pointer: text, detail: text })).optional(),
});
