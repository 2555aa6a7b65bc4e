import { checkNumber, enterGroup, leaveGroup, recordCheck, sleepSeconds } from 'sluice:host';
import { asText } from './as-text.ts';
import { randomSeed } from './random.ts';
import { tagsText } from './tags.ts';

export { randomSeed };

const numbers = new Map<string, number>();

/** Judges a value by named conditions, counts each one, and answers whether all held. */
export function check(value: unknown, sets: Readonly<Record<string, unknown>>, tags?: object): boolean {
  if (typeof sets !== 'object' || sets === null) throw new TypeError('check() needs an object of named conditions');
  const sampleTags = tags === undefined ? '' : tagsText(tags);
  let all = true;
  const names = Object.keys(sets);
  // An iterator would double the cost of this loop.
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] as string;
    if (!judge(name, sets[name], value, sampleTags)) all = false;
  }
  return all;
}

function judge(name: string, condition: unknown, value: unknown, tags: string): boolean {
  const number = numberOf(name);
  let answer: unknown;
  try {
    answer = typeof condition === 'function' ? condition(value) : condition;
    // A promise is truthy whatever it brings: a check that can't fail is worse than none.
    if (typeof answer === 'object' && answer instanceof Promise)
      throw new TypeError(`the check '${name}' returns a promise, which always counts as true: await it before check()`);
  } catch (error) {
    record(number, 0, tags);
    throw error;
  }
  const held = Boolean(answer);
  record(number, held ? 1 : 0, tags);
  return held;
}

function record(number: number, passed: number, tags: string): void {
  if (tags === '') recordCheck(number, passed);
  else recordCheck(number, passed, tags);
}

function numberOf(name: string): number {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  const number = checkNumber(name.replaceAll('\0', '\uFFFD'));
  numbers.set(name, number);
  return number;
}

/** Ends the iteration with a message. */
export function fail(message?: string): never {
  const error = new Error(message ?? 'fail() was called without a message');
  error.name = '';
  throw error;
}

/** Runs a function in a named group and returns what it returns; groups nest. */
export function group<R>(name: unknown, fn: () => R): R {
  if (typeof fn !== 'function') throw new TypeError('group() needs a function');
  enterGroup(asText(name).replaceAll('\0', '\uFFFD'));
  try {
    const result = fn();
    if (result instanceof Promise) throw new TypeError(`group('${asText(name)}') got an async function: k6 groups are synchronous`);
    return result;
  } finally {
    leaveGroup();
  }
}

/** Suspends the virtual user for a number of seconds. */
export function sleep(seconds: unknown): void {
  const duration = Number(seconds);
  if (Number.isNaN(duration)) throw new TypeError(`sleep() needs a number of seconds, not ${asText(seconds)}`);
  sleepSeconds(duration);
}
