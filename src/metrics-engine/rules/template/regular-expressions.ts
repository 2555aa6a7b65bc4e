import { RE2JS } from 're2js';
import { expandTemplate } from '../../promql/expand-template.ts';
import { TemplateError } from './template-error.ts';

/** Answers whether a pattern of RE2 matches anywhere in a text. Throws TemplateError for a malformed one. */
export function matchesAnywhere(pattern: string, text: string): boolean {
  return compiled(pattern).test(text);
}

const MAX_REPLACED = 10_000_000;

/**
 * Replaces whatever a pattern of RE2 matches, as Go's ReplaceAllString does: `$1`, `${1}` and `$name` stand for groups.
 *
 * Throws TemplateError for a malformed pattern, and where the result could have more than 10,000,000 characters.
 */
export function replaceAll(pattern: string, replacement: string, text: string): string {
  // Each character may be replaced by all of the replacement.
  if ((text.length + 1) * replacement.length > MAX_REPLACED) throw new TemplateError('the text and its replacement are too long');
  const expression = compiled(pattern, `regexp: Compile(\`${pattern}\`): `);
  const names = new Map(Object.entries(expression.namedGroups()));
  return expression.matcher(text).replaceAll((whole: string, ...found: readonly (string | undefined)[]) => {
    const groups = [whole, ...found.slice(0, expression.groupCount()).map((group) => group ?? '')];
    return expandTemplate(replacement, { groups, names });
  });
}

function compiled(pattern: string, prefix = ''): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    throw new TemplateError(prefix + (error instanceof Error ? error.message : String(error)), error);
  }
}
