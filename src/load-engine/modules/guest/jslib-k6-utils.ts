import { executionNumber, executionText, setVuTag } from 'sluice:host';
import { check } from './k6.ts';
import { randomUUID } from './random-uuid.ts';

export { check, randomUUID as uuidv4 };

/** A whole number between two, both included. */
export function randomIntBetween(min: number, max: number): number {
  return Math.floor(Math.random() * (max - min + 1) + min);
}

/** One element of an array; undefined of an empty one. */
export function randomItem<T>(items: readonly T[]): T | undefined {
  return items[Math.floor(Math.random() * items.length)];
}

/** A text of random characters of a set. */
export function randomString(length: number, characters = 'abcdefghijklmnopqrstuvwxyz'): string {
  return Array.from({ length }, () => characters[Math.floor(Math.random() * characters.length)]).join('');
}

/** The text between two marks, or with `repeat` all such texts; '' or [] where there is none. */
export function findBetween(content: string, left: string, right: string, repeat = false): string | string[] {
  const found: string[] = [];
  for (let start = content.indexOf(left); start >= 0; start = content.indexOf(left, start)) {
    const from = start + left.length;
    const to = content.indexOf(right, from);
    if (to < 0) break;
    found.push(content.slice(from, to));
    start = to + right.length;
    if (!repeat) break;
  }
  return repeat ? found : (found[0] ?? '');
}

/** Stages whose targets follow a bell curve over ±2 standard deviations and end at 0. */
export function normalDistributionStages(maxVUs: number, durationSeconds: number, numberOfStages = 10): object[] {
  const duration = `${durationSeconds / (numberOfStages + 1)}s`;
  const targets = Array.from({ length: numberOfStages }, (_, index) => {
    const x = numberOfStages === 1 ? 0 : (4 * index) / (numberOfStages - 1) - 2;
    return Math.round(maxVUs * Math.exp(-(x * x) / 2));
  });
  return [...targets, 0].map((target) => ({ duration, target }));
}

interface Stage {
  readonly duration: string | number;
  readonly target: number;
}

/** Which stage of its scenario the test is in, from 0; the last one once all are over. */
export function getCurrentStageIndex(): number {
  const stages = currentStages();
  let left = Date.now() - executionNumber('scenario.startTime');
  const index = stages.findIndex(({ duration }) => {
    left -= milliseconds(duration);
    return left < 0;
  });
  return index < 0 ? stages.length - 1 : index;
}

/** Tags this user's samples with the stage. */
export function tagWithCurrentStageIndex(): void {
  setVuTag('stage', String(getCurrentStageIndex()));
}

/** Tags this user's samples with the direction of the stage: ramp-up, steady or ramp-down. */
export function tagWithCurrentStageProfile(): void {
  const stages = currentStages();
  const index = getCurrentStageIndex();
  const change = (stages[index]?.target ?? 0) - (stages[index - 1]?.target ?? 0);
  setVuTag('stage_profile', change > 0 ? 'ramp-up' : change < 0 ? 'ramp-down' : 'steady');
}

function currentStages(): readonly Stage[] {
  const options = JSON.parse(executionText('test.options')) as { stages?: Stage[]; scenarios?: Record<string, { stages?: Stage[] }> };
  const stages = options.scenarios?.[executionText('scenario.name')]?.stages ?? options.stages;
  if (stages === undefined || stages.length === 0) throw new Error('only scenarios with stages have a current stage');
  return stages;
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function milliseconds(duration: string | number): number {
  if (typeof duration === 'number') return duration;
  const parts = duration.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g);
  return [...parts].reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (units[unit] ?? 0), 0);
}
