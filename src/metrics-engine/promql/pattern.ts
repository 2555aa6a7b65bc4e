import { RE2JS } from 're2js';
import { QueryError } from '../query-result.ts';
import { patternSize } from './pattern-size.ts';

/** A regular expression that must match the whole of a text. */
export interface Pattern {
  readonly matches: (text: string) => boolean;
  /** The capture groups (whole match first), undefined when the text does not match. A group that took no part is ''. */
  readonly groups: (text: string) => readonly string[] | undefined;
  /** The numbers of the capture groups that have a name: `(?P<name>…)`. */
  readonly groupNames: ReadonlyMap<string, number>;
}

// Long enough for an alternation of a few hundred pod names; a longer one is a mistake or an attack.
const MAX_PATTERN_LENGTH = 16_384;
// Compiling takes about 3 microseconds an instruction, in which nobody else is served.
const MAX_PATTERN_SIZE = 50_000;
const LITERAL_ALTERNATION = /^[\w \-/:@]*(?:\|[\w \-/:@]*)*$/;

/**
 * Compiles an RE2 pattern as Prometheus does: anchored at both ends, `.` matches a newline too. Matching takes time linear in the text.
 *
 * Throws QueryError 'bad-query' when the pattern is malformed, longer than 16,384 characters, or larger than 50,000 instructions.
 */
export function compilePattern(source: string): Pattern {
  if (source.length > MAX_PATTERN_LENGTH) {
    throw new QueryError('bad-query', `the regular expression has ${source.length} characters; at most ${MAX_PATTERN_LENGTH} are allowed`);
  }
  if (patternSize(source) > MAX_PATTERN_SIZE) {
    throw new QueryError(
      'bad-query',
      `the counted repetitions of the regular expression come to more than ${MAX_PATTERN_SIZE} instructions`,
    );
  }
  const compiled = compileRe2(source);
  const groupNames = new Map(Object.entries(compiled.namedGroups()));
  return { matches: matcherFor(source, compiled), groups: (text) => groupsOf(compiled, text), groupNames };
}

function compileRe2(source: string): RE2JS {
  try {
    return RE2JS.compile(`^(?s:${source})$`);
  } catch (cause) {
    throw new QueryError('bad-query', `malformed regular expression ${JSON.stringify(source)}: ${messageOf(cause)}`, cause);
  }
}

/** A plain word, or words parted by `|`, needs no machine: a set answers it. */
function matcherFor(source: string, compiled: RE2JS): (text: string) => boolean {
  if (LITERAL_ALTERNATION.test(source)) {
    const words = new Set(source.split('|'));
    return (text) => words.has(text);
  }
  return (text) => compiled.testExact(text);
}

function groupsOf(compiled: RE2JS, text: string): readonly string[] | undefined {
  const matcher = compiled.matcher(text);
  if (!matcher.matches()) return undefined;
  return Array.from({ length: matcher.groupCount() + 1 }, (_, index) => matcher.group(index) ?? '');
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
