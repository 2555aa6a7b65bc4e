import { wirePairs } from './wire-pairs.ts';

/** Tags as the engine takes them, '' for none. Numbers and booleans become text; anything else is refused by its name. */
export function tagsText(tags: unknown): string {
  if (tags === undefined || tags === null) return '';
  if (typeof tags !== 'object') throw new TypeError('tags must be an object');
  return wirePairs(tags, tagText);
}

/** One tag's value as text. */
export function tagText(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TypeError(`the tag ${name} must be a string, number or boolean`);
}
