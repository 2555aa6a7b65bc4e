import type { LoadRunProgress, LoadScenarioProgress } from '../../control/ports/load-runner.ts';
import type { Paint } from '../paint.ts';
import { count, stretch } from '../render/figures.ts';
import { bar } from '../render/load-line.ts';
import { textWidth } from '../render/text-width.ts';

/** A run under way on one line, for logs, in the words of k6: `running (10s), 10/10 VUs, 123 complete and 0 interrupted iterations`. */
export function progressLine(progress: LoadRunProgress): string {
  const { scenarios = [], interrupted = 0 } = progress;
  const most = scenarios.reduce((sum, { maxVus }) => sum + maxVus, 0);
  const dropped = progress.dropped === 0 ? '' : `, ${count(progress.dropped)} dropped`;
  const iterations = `${count(progress.iterations)} complete and ${count(interrupted)} interrupted iterations${dropped}`;
  return `running (${clock(progress.elapsedMs)}), ${progress.activeVus}/${most} VUs, ${iterations}${percent(progress.fraction)}`;
}

/** The same as a block for a terminal: one line about all, and one with a bar for each scenario. */
export function progressLines(progress: LoadRunProgress, paint: Paint, width: number): readonly string[] {
  const { scenarios = [] } = progress;
  const names = Math.min(width < 100 ? 16 : 24, Math.max(8, ...scenarios.map(({ name }) => textWidth(name))));
  return [headLine(progress, paint, width), ...scenarios.map((scenario) => scenarioLine(scenario, { paint, width, names }))];
}

function headLine(progress: LoadRunProgress, paint: Paint, width: number): string {
  const failed = progress.failedRequests === 0 ? '' : paint.red(`  ${count(progress.failedRequests)} failed`);
  const p95 = progress.p95 === undefined ? '' : `  p95 ${latency(progress.p95)}`;
  const p50 = progress.p50 === undefined || width < 100 ? '' : paint.dim(`  p50 ${latency(progress.p50)}`);
  return `${paint.bold(`running ${clock(progress.elapsedMs)}`)}  ${count(progress.iterations)} iterations  ${count(progress.requests)} requests${failed}${p95}${p50}`;
}

interface Room {
  readonly paint: Paint;
  readonly width: number;
  readonly names: number;
}

function scenarioLine(scenario: LoadScenarioProgress, { paint, width, names }: Room): string {
  const { name, state, fraction, activeVus, maxVus, dropped } = scenario;
  const label = name.length > names ? `${name.slice(0, names - 1)}…` : name.padEnd(names);
  const share = `${Math.floor(fraction * 100)}`.padStart(3);
  const lost = dropped === 0 ? '' : paint.yellow(`  ${count(dropped)} dropped`);
  const facts = detail(scenario, width)
    .map((fact) => `  ${fact}`)
    .join('');
  const painted = state === 'running' ? paint.cyan(bar(fraction)) : paint.dim(bar(fraction));
  return `${mark(state, paint)} ${label} ${painted} ${share} %  ${activeVus}/${maxVus} VUs${lost}${facts}`;
}

function mark(state: LoadScenarioProgress['state'], paint: Paint): string {
  switch (state) {
    case 'waiting':
      return paint.dim('·');
    case 'running':
      return paint.cyan('●');
    case 'done':
      return paint.green('✓');
  }
}

/** How far it is by what ends it, and in wider terminals how fast it goes. */
function detail(
  { state, elapsedMs, durationMs, iterations, plannedIterations, startsPerSecond }: LoadScenarioProgress,
  width: number,
): readonly string[] {
  if (state === 'waiting') return ['waiting'];
  const time = `${clock(elapsedMs)}/${clock(durationMs)}`;
  const done =
    plannedIterations === undefined ? `${count(iterations)} iterations` : `${count(iterations)}/${count(plannedIterations)} iterations`;
  const rate = startsPerSecond === undefined ? [] : [`${rounded(startsPerSecond)} starts/s`];
  return plannedIterations === undefined ? [time, ...rate, ...(width < 100 ? [] : [done])] : [done, ...(width < 100 ? [] : [time])];
}

const clock = (ms: number): string =>
  ms < 120_000
    ? stretch(Math.floor(ms / 1000)).replace(' ', '')
    : `${Math.floor(ms / 60_000)}m${String(Math.floor(ms / 1000) % 60).padStart(2, '0')}s`;

const percent = (fraction: number | undefined): string => (fraction === undefined ? '' : `, ${Math.floor(fraction * 100)} %`);

const latency = (ms: number): string => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;

const rounded = (rate: number): string => (rate < 10 ? String(Math.round(rate * 10) / 10) : count(rate));
