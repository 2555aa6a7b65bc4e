import type { z } from 'zod';
import { nearestName } from '../domain/slo/nearest-name.ts';
import type { ConfigProblem } from './config-error.ts';
import { knownKeys } from './known-keys.ts';
import { pathText } from './path-text.ts';
import type { YamlDocument } from './read-yaml.ts';

type Issue = z.core.$ZodIssue;

interface Finding {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly suggestion: string | undefined;
}

const articles: Readonly<Record<string, string>> = {
  object: 'a section with keys',
  record: 'a section with keys',
  array: 'a list',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((here, key) => (typeof here === 'object' && here !== null ? Reflect.get(here, key) : undefined), value);
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return articles[typeof value] ?? typeof value;
}

function oneOf(path: readonly PropertyKey[], value: unknown, options: readonly unknown[]): Finding {
  const known = options.map(String);
  const closest = typeof value === 'string' ? nearestName(value, known) : undefined;
  const message = value === undefined ? 'is missing' : `${JSON.stringify(value)} is not known here`;
  const suggestion =
    closest === undefined ? `It must be ${known.join(', ')}.`.replace(/, ([^,]*)$/, ' or $1') : `Did you mean "${closest}"?`;
  return { path, message, suggestion };
}

function unknownKey(schema: z.ZodType, value: unknown, path: readonly PropertyKey[], key: string): Finding {
  const known = knownKeys(schema, value, path);
  const closest = nearestName(key, known);
  const suggestion = closest === undefined ? `Known here: ${known.join(', ')}.` : `Did you mean "${closest}"?`;
  return { path: [...path, key], message: 'unknown key', suggestion };
}

function wrongType(path: readonly PropertyKey[], value: unknown, expected: string): Finding {
  const wanted = articles[expected] ?? expected;
  if (value === undefined) return { path, message: 'is missing', suggestion: `It must be ${wanted}.` };
  const unquoted = expected === 'string' && (typeof value === 'number' || typeof value === 'boolean');
  return {
    path,
    message: `must be ${wanted}, not ${kindOf(value)}`,
    suggestion: unquoted ? `Write it in quotes: "${String(value)}".` : undefined,
  };
}

function customSuggestion(issue: Issue): string | undefined {
  const suggestion: unknown = issue.code === 'custom' ? issue.params?.['suggestion'] : undefined;
  return typeof suggestion === 'string' ? suggestion : undefined;
}

function findings(schema: z.ZodType, value: unknown, issue: Issue): readonly Finding[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(schema, value, path, key));
  if (issue.code === 'invalid_type') return [wrongType(path, valueAt(value, path), issue.expected)];
  if (issue.code === 'invalid_value') return [oneOf(path, valueAt(value, path), issue.values)];
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined)
    return [oneOf(path, valueAt(value, path), 'options' in issue ? (issue.options ?? []) : [])];
  if (issue.code === 'invalid_key') return [{ path, message: issue.issues[0]?.message ?? issue.message, suggestion: undefined }];
  return [{ path, message: issue.message.replace(/^Too (small|big): expected [a-z]+ to /, 'must '), suggestion: customSuggestion(issue) }];
}

/** What a schema found wrong with a document, in words a person can act on, each at its place in the file. */
export function describeIssues(
  file: string,
  schema: z.ZodType,
  document: YamlDocument,
  issues: readonly Issue[],
): readonly ConfigProblem[] {
  return issues
    .flatMap((issue) => findings(schema, document.value, issue))
    .map(({ path, message, suggestion }) => {
      const place = document.placeOf(path);
      return { file, line: place?.line, column: place?.column, path: pathText(path), message, suggestion };
    });
}
