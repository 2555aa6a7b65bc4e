import { fieldValue } from './field-value.ts';
import { type FormField, formFields } from './form-fields.ts';
import { type HtmlDocument, type HtmlTag, isTag } from './html-thing.ts';

/** What pressing a button of a form sends. */
export interface FormRequest {
  /** GET or POST: what forms can. */
  readonly method: string;
  readonly url: string;
  readonly enctype: string;
  readonly fields: readonly FormField[];
}

/**
 * What submitting a form of a page sends: its action (the page itself where it has none), method and encoding, each overridden by the button that
 * `submitSelector` finds in it, and the fields as the page has them, the button's own among them. Throws an Error where no form matches.
 */
export function formRequest(document: HtmlDocument, pageUrl: string, formSelector: string, submitSelector: string): FormRequest {
  const form = document(formSelector).get().find(isTag);
  if (form === undefined || form.name !== 'form')
    throw new Error(`no form matches ${JSON.stringify(formSelector)} in the response of ${pageUrl}`);
  const button = document(form).find(submitSelector).get().find(isTag);
  const said = (name: string): string | undefined => button?.attribs[`form${name}`] ?? form.attribs[name];
  return {
    method: said('method')?.toUpperCase() === 'POST' ? 'POST' : 'GET',
    url: resolved(document, pageUrl, said('action') ?? ''),
    enctype: (said('enctype') ?? 'application/x-www-form-urlencoded').toLowerCase(),
    fields: [...formFields(document, form), ...buttonField(button)],
  };
}

/** Where a link of a page leads; throws an Error where none matches, or it leads to no address. */
export function linkTarget(document: HtmlDocument, pageUrl: string, selector: string): string {
  const link = document(selector).get().find(isTag);
  const href = link?.attribs['href'];
  if (href === undefined) throw new Error(`no link with an href matches ${JSON.stringify(selector)} in the response of ${pageUrl}`);
  return resolved(document, pageUrl, href);
}

function buttonField(button: HtmlTag | undefined): readonly FormField[] {
  const name = button?.attribs['name'] ?? '';
  if (button === undefined || name === '') return [];
  const value = fieldValue(button) ?? '';
  return [{ name, value: typeof value === 'string' ? value : '' }];
}

/** An address as the page means it: from its `<base>` where it has one. An empty one is the page itself. */
function resolved(document: HtmlDocument, pageUrl: string, address: string): string {
  if (address === '') return pageUrl;
  const base = URL.parse(document('base[href]').first().attr('href') ?? '', pageUrl)?.href ?? pageUrl;
  const url = URL.parse(address, base);
  if (url === null) throw new Error(`${JSON.stringify(address)} in the response of ${pageUrl} is no address`);
  return url.href;
}
