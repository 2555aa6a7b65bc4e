import { SYSTEM_TAGS } from '../options/system-tags.ts';
import type { Finding } from './finding.ts';
import type { LintInput } from './lint-input.ts';
import { type SourceText, sourceTexts, withoutTexts } from './source-texts.ts';

/** Tags whose values come from the target or the engine and not from the script. */
const MEASURED = [
  'proto',
  'subproto',
  'status',
  'method',
  'url',
  'error',
  'error_code',
  'tls_version',
  'service',
  'rpc_type',
  'ip',
  'ocsp_status',
];

/**
 * Finds thresholds on tags that no sample would ever bear.
 *
 * A value counts as possible when it stands in the sources as a text of its own. Where a script computes names, what it will say can't be
 * known, and nothing is found.
 */
export function lintTags({ options, sources }: LintInput): readonly Finding[] {
  const texts = sourceTexts(sources);
  const keys = new Map(options.thresholds.map(({ metric, key }) => [metric, key]));
  return [...keys].flatMap(([metric, key]) =>
    Object.entries(key.tags).flatMap(([tag, value]) => {
      const why = whyNever(tag, value, { options, sources }, texts);
      return why === undefined ? [] : [neverMatches(metric, why)];
    }),
  );
}

type Looked = Pick<LintInput, 'options' | 'sources'>;

function whyNever(tag: string, value: string, input: Looked, texts: readonly SourceText[]): string | undefined {
  if (givenByOptions(tag, value, input)) return undefined;
  if (SYSTEM_TAGS.includes(tag)) return whyNeverSystem(tag, value, input, texts);
  if (!texts.some(({ text }) => text === tag)) return `nothing in the script sets a tag "${tag}"`;
  return isComputed(tag, input.sources) || says(texts, value) ? undefined : `nothing in the script says "${value}"`;
}

function whyNeverSystem(tag: string, value: string, { options, sources }: Looked, texts: readonly SourceText[]): string | undefined {
  const wanted = options.effective['systemTags'];
  if (Array.isArray(wanted) && !wanted.includes(tag)) return `options.systemTags leaves "${tag}" out`;
  if (tag === 'expected_response') return ['true', 'false'].includes(value) ? undefined : '"expected_response" is true or false';
  if (tag === 'status') return /^\d{1,3}$/.test(value) ? undefined : `"${value}" is no HTTP status`;
  if (tag === 'method') return value === value.toUpperCase() ? undefined : `methods are written in capitals: "${value.toUpperCase()}"`;
  if (tag === 'group') return whyNeverGroup(value, texts);
  if (tag === 'scenario' || MEASURED.includes(tag) || isComputed(tag, sources)) return undefined;
  return says(texts, value) ? undefined : `nothing in the script says "${value}"`;
}

function whyNeverGroup(value: string, texts: readonly SourceText[]): string | undefined {
  if (['', '::setup', '::teardown'].includes(value)) return undefined;
  if (!value.startsWith('::')) return `the tag of a group starts with two colons: group:::${value}`;
  const missing = value
    .slice(2)
    .split('::')
    .find((name) => !['setup', 'teardown'].includes(name) && !says(texts, name));
  return missing === undefined ? undefined : `nothing in the script says "${missing}"`;
}

function givenByOptions(tag: string, value: string, { options }: Looked): boolean {
  return options.tags[tag] === value || options.scenarios.some((scenario) => scenario.tags[tag] === value);
}

/** Whether the script sets the tag to what it computes, `{ tag: user.plan }` or `{ tag }`: then what it will say can't be known. */
function isComputed(tag: string, sources: LintInput['sources']): boolean {
  const name = tag.replace(/[^\w]/g, '\\$&');
  const property = new RegExp(`[{,]\\s*${name}\\s*(?:[,}]|:\\s*(?!['"\`\\s]))`);
  const assigned = new RegExp(`tags\\[['"]${name}['"]\\]\\s*=\\s*(?!['"\`\\s])`);
  return sources.some(({ text }) => property.test(withoutTexts(text)) || assigned.test(text));
}

/** Computed texts may come to say anything. */
function says(texts: readonly SourceText[], value: string): boolean {
  return texts.some(({ text, computed }) => (computed ? mayBecome(text, value) : text === value));
}

function mayBecome(template: string, value: string): boolean {
  const fixed = template.split(/\$\{[^}]*\}/);
  return fixed.some((part) => part.trim() !== '') && fixed.every((part) => value.includes(part));
}

function neverMatches(metric: string, why: string): Finding {
  return {
    rule: 'tag-never-matches',
    severity: 'warning',
    place: `options.thresholds['${metric}']`,
    problem: `No sample would be part of it: ${why}. On k6 it would pass unseen; here it fails for want of samples.`,
    remedy: 'Name a tag that the script sets, or set it with params.tags, group() or the scenario.',
  };
}
