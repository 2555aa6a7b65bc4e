import { burnTiers } from '../domain/slo/multiwindow-burn.ts';
import type { Objective } from '../domain/slo/objective.ts';
import type { WindowReading } from '../domain/slo/window-reading.ts';
import { askMetrics } from './ask-metrics.ts';
import type { Clock } from './ports/clock.ts';
import type { QueryAnswer, QuerySource } from './ports/query-source.ts';

/** What error budgets are read from. */
export interface BudgetMetrics {
  readonly metrics: QuerySource;
  readonly clock: Clock;
  readonly scrapeIntervalMs: number;
}

const queryDeadlineMs = 20_000;
/** A window is cut into this many pieces to see which of them have samples. */
const coveragePieces = 60;

/** What an objective's indicator counted over its own window and those of its burn-rate tiers, shortest first; throws SourceError. */
export async function readWindows(ports: BudgetMetrics, objective: Objective, signal?: AbortSignal): Promise<readonly WindowReading[]> {
  const tiers = burnTiers(objective.windowSeconds).flatMap(({ shortSeconds, longSeconds }) => [shortSeconds, longSeconds]);
  const windows = [...new Set([...tiers, objective.windowSeconds])].toSorted((a, b) => a - b);
  const atMs = ports.clock.now();
  return Promise.all(windows.map((windowSeconds) => readWindow(ports, objective, { windowSeconds, atMs }, signal)));
}

interface Window {
  readonly windowSeconds: number;
  readonly atMs: number;
}

async function readWindow(
  ports: BudgetMetrics,
  objective: Objective,
  window: Window,
  signal: AbortSignal | undefined,
): Promise<WindowReading> {
  const { indicator } = objective;
  const [total, marked, coverage] = await Promise.all([
    increase(ports, indicator.total, window, signal),
    increase(ports, indicator.bad ?? indicator.good, window, signal),
    readCoverage(ports, indicator.total, window, signal),
  ]);
  const { windowSeconds } = window;
  if (total === undefined) return { windowSeconds, bad: 0, total: 0, coverage: 0 };
  // Good events that match no series at all are a broken selector, not a broken service: nothing is known then.
  if (indicator.bad === undefined && marked === undefined) return { windowSeconds, bad: 0, total, coverage: 0 };
  const bad = indicator.bad === undefined ? total - (marked ?? 0) : (marked ?? 0);
  return { windowSeconds, bad: Math.min(total, Math.max(0, bad)), total, coverage };
}

/** Undefined where the selector matches no series with two samples in the window. */
async function increase(
  ports: BudgetMetrics,
  selector: string,
  window: Window,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  const expression = `sum(increase(${selector}[${window.windowSeconds}s]))`;
  const question = { expression, deadlineMs: queryDeadlineMs, signal };
  const answer = await askMetrics(question, (until) => ports.metrics.query(expression, window.atMs, until));
  return answer.kind === 'vector' ? answer.series[0]?.sample[1] : undefined;
}

/** The share of the window's pieces, 0..1, in which the counter was scraped at all. */
async function readCoverage(ports: BudgetMetrics, selector: string, window: Window, signal: AbortSignal | undefined): Promise<number> {
  const pieceMs = Math.ceil(Math.max((window.windowSeconds * 1000) / coveragePieces, 2 * ports.scrapeIntervalMs));
  const pieces = Math.max(1, Math.floor((window.windowSeconds * 1000) / pieceMs));
  const expression = `count(count_over_time(${selector}[${pieceMs}ms]))`;
  const range = { startMs: window.atMs - (pieces - 1) * pieceMs, endMs: window.atMs, stepMs: pieceMs };
  const question = { expression, deadlineMs: queryDeadlineMs, signal };
  const answer = await askMetrics(question, (until) => ports.metrics.queryRange(expression, range, until));
  return Math.min(1, seen(answer) / pieces);
}

function seen(answer: QueryAnswer): number {
  return answer.kind === 'matrix' ? (answer.series[0]?.samples.length ?? 0) : 0;
}
