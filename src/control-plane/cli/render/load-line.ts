import type { GateProgress } from '../local-actions.ts';
import type { Paint } from '../paint.ts';
import { count, stretch } from './figures.ts';

const cells = 10;

/** A bar of 10 cells for 0..1; undefined gives an empty one. */
export function bar(fraction: number | undefined): string {
  const full = Math.round(Math.min(1, Math.max(0, fraction ?? 0)) * cells);
  return `${'█'.repeat(full)}${'░'.repeat(cells - full)}`;
}

function latency(milliseconds: number | undefined): string {
  return milliseconds === undefined ? '–' : `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
}

/** A load test under way, on one line. */
export function loadLine(progress: Omit<Extract<GateProgress, { readonly kind: 'load' }>, 'kind'>, paint: Paint): string {
  const failed = progress.failedRequests === 0 ? '0 failed' : paint.red(`${count(progress.failedRequests)} failed`);
  const dropped = progress.dropped === 0 ? '' : `  ${paint.yellow(`${count(progress.dropped)} dropped`)}`;
  const share = progress.fraction === undefined ? '' : ` ${Math.floor(progress.fraction * 100)} %`;
  const facts = [stretch(progress.elapsedMs / 1000), `${count(progress.requests)} requests`, failed, `p95 ${latency(progress.p95)}`];
  return `${paint.cyan(bar(progress.fraction))}${share}  ${facts.join('  ')}${dropped}  ${paint.dim(`p50 ${latency(progress.p50)}`)}`;
}
