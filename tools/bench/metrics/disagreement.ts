import type { Answers } from './asked.ts';

/** How far two answers are apart: relative to the larger number, at the place where they differ most. 1 when one has a number that the other has not. */
export function disagreement(one: Answers, other: Answers): number {
  const names = new Set([...one.keys(), ...other.keys()]);
  let most = 0;
  for (const name of names) most = Math.max(most, farthest(one.get(name) ?? new Map(), other.get(name) ?? new Map()));
  return most;
}

function farthest(one: ReadonlyMap<number, number>, other: ReadonlyMap<number, number>): number {
  let most = 0;
  for (const at of new Set([...one.keys(), ...other.keys()])) most = Math.max(most, distance(one.get(at), other.get(at)));
  return most;
}

function distance(one: number | undefined, other: number | undefined): number {
  if (one === undefined || other === undefined || Number.isNaN(one - other)) return 1;
  return one === other ? 0 : Math.abs(one - other) / Math.max(Math.abs(one), Math.abs(other));
}

/** The mean of all numbers of an answer; NaN when there are none. */
export function meanOf(answers: Answers): number {
  const numbers = [...answers.values()].flatMap((series) => [...series.values()]);
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
