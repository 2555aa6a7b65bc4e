import { createHash } from 'node:crypto';
import { expandTemplate } from '../promql/expand-template.ts';
import { isLabelName } from './config-values.ts';
import { LabelEdit } from './label-edit.ts';
import { lowerCase, upperCase } from './letter-case.ts';
import {
  isFilter,
  type LabelMapRule,
  type RelabelFilter,
  type RelabelRewrite,
  type RelabelRule,
  type RelabelSource,
  type ReplaceRule,
} from './relabel-rule.ts';

/** Applies rules in their order. Answers the labels, none of them empty, or undefined when a rule drops what has them. */
export function relabel(labels: ReadonlyMap<string, string>, rules: readonly RelabelRule[]): ReadonlyMap<string, string> | undefined {
  const edit = new LabelEdit(labels);
  return rules.every((rule) => applyRule(edit, rule)) ? edit.toMap() : undefined;
}

/** Rewrites labels by one rule; false when the rule drops what has them. */
function applyRule(labels: LabelEdit, rule: RelabelRule): boolean {
  if (isFilter(rule)) return isKept(labels, rule);
  rewrite(labels, rule);
  return true;
}

function isKept(labels: LabelEdit, rule: RelabelFilter): boolean {
  const text = joined(labels, rule.source);
  switch (rule.kind) {
    case 'keep':
      return rule.pattern.matches(text);
    case 'drop':
      return !rule.pattern.matches(text);
    case 'keepequal':
      return labels.get(rule.target) === text;
    case 'dropequal':
      return labels.get(rule.target) !== text;
  }
}

function rewrite(labels: LabelEdit, rule: RelabelRewrite): void {
  switch (rule.kind) {
    case 'lowercase':
      return labels.set(rule.target, lowerCase(joined(labels, rule.source)));
    case 'uppercase':
      return labels.set(rule.target, upperCase(joined(labels, rule.source)));
    case 'hashmod':
      return labels.set(rule.target, hashModulo(joined(labels, rule.source), rule.modulus));
    case 'replace':
      return replace(labels, rule);
    case 'labelmap':
      return mapNames(labels, rule);
    case 'labeldrop':
      return dropNames(labels, (name) => rule.pattern.matches(name));
    case 'labelkeep':
      return dropNames(labels, (name) => !rule.pattern.matches(name));
  }
}

function joined(labels: LabelEdit, { labels: names, separator }: RelabelSource): string {
  return names.map((name) => labels.get(name)).join(separator);
}

function replace(labels: LabelEdit, { source, pattern, target, replacement }: ReplaceRule): void {
  const groups = pattern.groups(joined(labels, source));
  if (groups === undefined) return;
  const captures = { groups, names: pattern.groupNames };
  const name = expandTemplate(target, captures);
  // A name that comes out empty writes nothing, as in Prometheus.
  if (isLabelName(name)) labels.set(name, expandTemplate(replacement, captures));
}

function mapNames(labels: LabelEdit, { pattern, replacement }: LabelMapRule): void {
  for (const [name, value] of labels.entries()) {
    const groups = pattern.groups(name);
    const mapped = groups === undefined ? '' : expandTemplate(replacement, { groups, names: pattern.groupNames });
    if (isLabelName(mapped)) labels.set(mapped, value);
  }
}

function dropNames(labels: LabelEdit, isDropped: (name: string) => boolean): void {
  for (const [name] of labels.entries()) if (isDropped(name)) labels.delete(name);
}

const HASH_TAIL = 8;

/** The last eight bytes of the MD5 sum as a big-endian number, modulo. Source: Prometheus, so that both shard targets alike. */
function hashModulo(text: string, modulus: number): string {
  const tail = createHash('md5').update(text, 'utf8').digest().readBigUInt64BE(HASH_TAIL);
  return String(tail % BigInt(modulus));
}
