import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { NodeRunner } from './node-runner.ts';
import { parseParameters } from './parse-parameters.ts';

const operators = ['equals', 'not-equals', 'greater-than', 'less-than', 'contains', 'is-empty'] as const;
const parametersSchema = z.object({ left: z.unknown(), operator: z.enum(operators), right: z.unknown().optional() });

type Comparison = z.output<typeof parametersSchema>;

/** `if`: compares `left` and `right`; its output is `{ result }`, and the connections of that branch are followed. */
export const ifNode: NodeRunner = async ({ parameters }) => {
  const parsed = parseParameters(parametersSchema, parameters);
  if (!parsed.ok) return parsed;
  const result = compare(parsed.value);
  return result === undefined
    ? { ok: false, reason: `${parsed.value.operator} can not compare a ${typeof parsed.value.left} with a ${typeof parsed.value.right}` }
    : { ok: true, output: { result } };
};

function compare({ left, operator, right }: Comparison): boolean | undefined {
  switch (operator) {
    case 'equals':
      return isDeepStrictEqual(left, right);
    case 'not-equals':
      return !isDeepStrictEqual(left, right);
    case 'greater-than':
      return ordered(left, right, (a, b) => a > b);
    case 'less-than':
      return ordered(left, right, (a, b) => a < b);
    case 'contains':
      return contains(left, right);
    case 'is-empty':
      return left === undefined || left === null || left === '' || (Array.isArray(left) && left.length === 0);
  }
}

function ordered(left: unknown, right: unknown, holds: (a: number | string, b: number | string) => boolean): boolean | undefined {
  if (typeof left === 'number' && typeof right === 'number') return holds(left, right);
  if (typeof left === 'string' && typeof right === 'string') return holds(left, right);
  return undefined;
}

function contains(left: unknown, right: unknown): boolean | undefined {
  if (typeof left === 'string' && typeof right === 'string') return left.includes(right);
  return Array.isArray(left) ? left.some((item) => isDeepStrictEqual(item, right)) : undefined;
}
