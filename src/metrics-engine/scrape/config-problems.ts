import { z } from 'zod';
import { nearestWord } from './nearest-word.ts';
import { insteadOf } from './unsupported-keys.ts';

/**
 * Everything that a schema found wrong, one problem a line with its path. A key that Prometheus knows is answered with what to do instead,
 * any other unknown one with the key that was probably meant.
 */
export function configProblems(schema: z.core.$ZodType, issues: readonly z.core.$ZodIssue[]): readonly string[] {
  return issues.flatMap((issue) => describeIssue(schema, issue));
}

function describeIssue(schema: z.core.$ZodType, issue: z.core.$ZodIssue): readonly string[] {
  const path = issue.path.map(String);
  const place = path.join('.');
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => `${place}: ${message}`);
  if (issue.code !== 'unrecognized_keys') return [`${place || 'the file'}: ${issue.message}`];
  return issue.keys.map((key) => `${[...path, key].join('.')}: ${describeKey(key, keysAt(schema, path))}`);
}

function describeKey(key: string, lawful: readonly string[]): string {
  const instead = insteadOf(key);
  if (instead !== undefined) return `Prometheus knows this key, the embedded engine does not act on it: ${instead}`;
  const meant = nearestWord(key, lawful);
  return `unknown key${meant === undefined ? '' : `; did you mean ${meant}?`}`;
}

/** The keys that may stand at a path. */
function keysAt(schema: z.core.$ZodType, path: readonly string[]): readonly string[] {
  const plain = unwrap(schema);
  if (plain instanceof z.ZodArray) return keysAt(plain.element, path.slice(1));
  if (!(plain instanceof z.ZodObject)) return [];
  const [key, ...rest] = path;
  if (key === undefined) return Object.keys(plain.shape);
  const next = (plain.shape as Readonly<Record<string, z.core.$ZodType>>)[key];
  return next === undefined ? [] : keysAt(next, rest);
}

/** A schema without what is wrapped around it: defaults, null, transformations. */
function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodPipe) return unwrap(schema.in);
  const isWrapper =
    schema instanceof z.ZodReadonly || schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault;
  return isWrapper ? unwrap(schema.unwrap()) : schema;
}
