import { METRIC_NAME } from '../promql/labels.ts';
import { compilePattern, type Pattern } from '../promql/pattern.ts';
import { QueryError } from '../query-result.ts';
import type { RelabelConfig } from './config-schema.ts';

/** One rule that keeps or drops a series, or rewrites its labels. */
export type RelabelRule =
  | { readonly kind: 'keep' | 'drop'; readonly source: RelabelSource; readonly pattern: Pattern }
  | {
      readonly kind: 'replace';
      readonly source: RelabelSource;
      readonly pattern: Pattern;
      readonly target: string;
      readonly replacement: string;
    }
  | { readonly kind: 'labeldrop' | 'labelkeep'; readonly pattern: Pattern };

/** The labels whose values are joined into the text that a rule's pattern is tried on. */
export interface RelabelSource {
  readonly labels: readonly string[];
  readonly separator: string;
}

const UNSUPPORTED_ACTIONS: ReadonlySet<string> = new Set(['hashmod', 'labelmap', 'lowercase', 'uppercase', 'keepequal', 'dropequal']);

/** Makes a rule ready. Throws Error, which says what is wrong, for an action that is unknown or not supported, a bad pattern, or no target. */
export function toRelabelRule(config: RelabelConfig): RelabelRule {
  const pattern = patternOf(config.regex);
  const source = { labels: config.source_labels, separator: config.separator };
  switch (config.action) {
    case 'keep':
    case 'drop':
      return { kind: config.action, source, pattern };
    case 'labeldrop':
    case 'labelkeep':
      return { kind: config.action, pattern };
    case 'replace':
      return { kind: 'replace', source, pattern, target: targetOf(config), replacement: checkReferences(config.replacement) };
    default:
      throw new Error(
        UNSUPPORTED_ACTIONS.has(config.action)
          ? `the action ${config.action} is not supported by the embedded collector`
          : `unknown action ${JSON.stringify(config.action)}; known are replace, keep, drop, labeldrop and labelkeep`,
      );
  }
}

function patternOf(regex: string): Pattern {
  try {
    return compilePattern(regex);
  } catch (error) {
    throw error instanceof QueryError ? new Error(`regex: ${error.message}`, { cause: error }) : error;
  }
}

function targetOf({ target_label: target }: RelabelConfig): string {
  if (target === undefined || target === '') throw new Error('the action replace needs a target_label');
  return checkReferences(target);
}

/** Groups are referred to by number; a reference by name would silently become nothing. */
function checkReferences(template: string): string {
  const named = /\$(?:\{(?!\d+\})|(?!\d+(?!\w))[a-zA-Z_0-9])/.exec(template);
  if (named !== null) throw new Error(`${JSON.stringify(template)} refers to a group by name; refer to it by number, such as \${1}`);
  return template;
}

/** Applies rules in their order. Answers the labels, or undefined when a rule drops the series. */
export function relabel(labels: ReadonlyMap<string, string>, rules: readonly RelabelRule[]): ReadonlyMap<string, string> | undefined {
  let current = new Map(labels);
  for (const rule of rules) {
    const next = applyRule(current, rule);
    if (next === undefined) return undefined;
    current = next;
  }
  return current;
}

function applyRule(labels: Map<string, string>, rule: RelabelRule): Map<string, string> | undefined {
  switch (rule.kind) {
    case 'keep':
      return rule.pattern.matches(joined(labels, rule.source)) ? labels : undefined;
    case 'drop':
      return rule.pattern.matches(joined(labels, rule.source)) ? undefined : labels;
    case 'labeldrop':
      return new Map([...labels].filter(([name]) => !rule.pattern.matches(name)));
    case 'labelkeep':
      return new Map([...labels].filter(([name]) => rule.pattern.matches(name)));
    case 'replace': {
      const groups = rule.pattern.groups(joined(labels, rule.source));
      return groups === undefined ? labels : replaced(labels, expand(rule.target, groups), expand(rule.replacement, groups));
    }
  }
}

function joined(labels: ReadonlyMap<string, string>, { labels: names, separator }: RelabelSource): string {
  return names.map((name) => labels.get(name) ?? '').join(separator);
}

function replaced(labels: ReadonlyMap<string, string>, target: string, value: string): Map<string, string> {
  const next = new Map(labels);
  if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(target)) return next;
  if (value === '') next.delete(target);
  else next.set(target, value);
  return next;
}

function expand(template: string, groups: readonly string[]): string {
  return template.replaceAll(/\$(?:\$|\{(\d+)\}|(\d+))/g, (whole, braced: string | undefined, bare: string | undefined) =>
    whole === '$$' ? '$' : (groups[Number(braced ?? bare)] ?? ''),
  );
}

/** Answers whether labels still name a metric after relabelling. */
export function hasMetricName(labels: ReadonlyMap<string, string>): boolean {
  return (labels.get(METRIC_NAME) ?? '') !== '';
}
