import { compilePattern, type Pattern } from '../promql/pattern.ts';
import { QueryError } from '../query-result.ts';
import { isLabelName } from './config-values.ts';
import type { RelabelConfig } from './relabel-config.ts';

/** The labels whose values are joined into the text that a rule looks at. */
export interface RelabelSource {
  readonly labels: readonly string[];
  readonly separator: string;
}

/** One rule that keeps or drops what has the labels, or rewrites its labels. */
export type RelabelRule = RelabelFilter | RelabelRewrite;

/** A rule that keeps or drops. */
export type RelabelFilter =
  | { readonly kind: 'keep' | 'drop'; readonly source: RelabelSource; readonly pattern: Pattern }
  | { readonly kind: 'keepequal' | 'dropequal'; readonly source: RelabelSource; readonly target: string };

/** A rule that rewrites. */
export type RelabelRewrite =
  | { readonly kind: 'lowercase' | 'uppercase'; readonly source: RelabelSource; readonly target: string }
  | { readonly kind: 'hashmod'; readonly source: RelabelSource; readonly target: string; readonly modulus: number }
  | ReplaceRule
  | LabelMapRule
  | { readonly kind: 'labeldrop' | 'labelkeep'; readonly pattern: Pattern };

/** A rule that writes one label from a text that matches. */
export interface ReplaceRule {
  readonly kind: 'replace';
  readonly source: RelabelSource;
  readonly pattern: Pattern;
  readonly target: string;
  readonly replacement: string;
}

/** A rule that copies the labels whose names match to names made of theirs. */
export interface LabelMapRule {
  readonly kind: 'labelmap';
  readonly pattern: Pattern;
  readonly replacement: string;
}

const FILTERS: ReadonlySet<string> = new Set(['keep', 'drop', 'keepequal', 'dropequal']);

/** Answers whether a rule keeps or drops, and rewrites nothing. */
export function isFilter(rule: RelabelRule): rule is RelabelFilter {
  return FILTERS.has(rule.kind);
}

const SEPARATOR = ';';
const REGEX = '(.*)';
const REPLACEMENT = '$1';

/**
 * Makes a rule ready, with Prometheus' defaults for what is absent. Throws Error, which says what is wrong in Prometheus' own words, for
 * an action that is unknown, a bad pattern, and fields that an action needs or forbids.
 */
export function toRelabelRule(config: RelabelConfig): RelabelRule {
  const source = { labels: config.source_labels, separator: config.separator ?? SEPARATOR };
  switch (config.action) {
    case 'keep':
    case 'drop':
      return { kind: config.action, source, pattern: patternOf(config) };
    case 'keepequal':
    case 'dropequal':
      checkEqual(config);
      return { kind: config.action, source, target: plainTarget(config) };
    case 'lowercase':
    case 'uppercase':
      if ((config.replacement ?? REPLACEMENT) !== REPLACEMENT) throw new Error(`'replacement' can not be set for ${config.action} action`);
      return { kind: config.action, source, target: plainTarget(config) };
    case 'replace':
      return {
        kind: 'replace',
        source,
        pattern: patternOf(config),
        target: targetOf(config),
        replacement: config.replacement ?? REPLACEMENT,
      };
    case 'hashmod':
      return { kind: 'hashmod', source, modulus: modulusOf(config), target: plainTarget(config) };
    case 'labelmap':
      return { kind: 'labelmap', pattern: patternOf(config), replacement: mapTo(config) };
    case 'labeldrop':
    case 'labelkeep':
      checkByName(config);
      return { kind: config.action, pattern: patternOf(config) };
    case '':
      throw new Error('relabel action cannot be empty');
    default:
      throw new Error(`unknown relabel action ${JSON.stringify(config.action)}; known are ${ACTIONS.join(', ')}`);
  }
}

const ACTIONS = [
  'replace',
  'keep',
  'drop',
  'keepequal',
  'dropequal',
  'hashmod',
  'labelmap',
  'labeldrop',
  'labelkeep',
  'lowercase',
  'uppercase',
];

function patternOf({ regex = REGEX }: RelabelConfig): Pattern {
  try {
    return compilePattern(regex);
  } catch (error) {
    throw error instanceof QueryError ? new Error(`regex: ${error.message}`, { cause: error }) : error;
  }
}

/** A target that may hold references to groups. */
function targetOf({ target_label: target, action }: RelabelConfig): string {
  if (target === '') throw new Error(`relabel configuration for ${action} action requires 'target_label' value`);
  return target;
}

/** A target that is taken as it stands: a dollar sign in it is lawful and means itself. */
function plainTarget(config: RelabelConfig): string {
  const target = targetOf(config);
  if (!isLabelName(target)) throw new Error(`${JSON.stringify(target)} is invalid 'target_label' for ${config.action} action`);
  return target;
}

function modulusOf({ modulus = 0 }: RelabelConfig): number {
  if (modulus === 0) throw new Error('relabel configuration for hashmod requires non-zero modulus');
  return modulus;
}

function mapTo({ replacement = REPLACEMENT }: RelabelConfig): string {
  if (!isLabelName(replacement)) throw new Error(`${JSON.stringify(replacement)} is invalid 'replacement' for labelmap action`);
  return replacement;
}

function checkEqual(config: RelabelConfig): void {
  if (!isDefault(config) || (config.regex ?? REGEX) !== REGEX)
    throw new Error(`${config.action} action requires only 'source_labels' and \`target_label\`, and no other fields`);
}

function checkByName(config: RelabelConfig): void {
  if (!isDefault(config) || config.source_labels.length > 0 || config.target_label !== '')
    throw new Error(`${config.action} action requires only 'regex', and no other fields`);
}

function isDefault({ modulus = 0, separator = SEPARATOR, replacement = REPLACEMENT }: RelabelConfig): boolean {
  return modulus === 0 && separator === SEPARATOR && replacement === REPLACEMENT;
}
