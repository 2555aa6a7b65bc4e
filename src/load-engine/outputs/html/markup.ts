/** A piece of HTML that is safe to put into a page: everything from elsewhere in it is escaped. */
export interface Markup {
  readonly html: string;
}

/** What may stand in a template: markup as it is, all else as text. */
export type MarkupPart = Markup | readonly Markup[] | string | number | undefined;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A template of HTML whose values are escaped, so that no name, address or message can become markup; undefined is nothing. Attributes must be quoted. */
export function html(strings: TemplateStringsArray, ...parts: readonly MarkupPart[]): Markup {
  return { html: strings.map((text, index) => text + (index < parts.length ? partHtml(parts[index]) : '')).join('') };
}

function partHtml(part: MarkupPart): string {
  if (part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return 'html' in part ? part.html : part.map((one) => one.html).join('');
}

/** Text as it shows itself: what is no character of a page (controls, halves of surrogates) becomes U+FFFD. */
function escapeHtml(text: string): string {
  return (
    text
      .toWellFormed()
      // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
      .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g, '\uFFFD')
      .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
  );
}

/** JSON for a data block of a page: nothing in it can end the block. */
export function jsonBlock(value: unknown): Markup {
  return { html: JSON.stringify(value).replaceAll('<', '\\u003c') };
}
