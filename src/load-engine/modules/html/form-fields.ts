import { fieldValue, isCheckable } from './field-value.ts';
import { type HtmlDocument, type HtmlTag, isTag } from './html-thing.ts';

/** A field as it is sent. */
export interface FormField {
  readonly name: string;
  readonly value: string;
}

const controls = 'input,select,textarea,button,output,object,fieldset';
const neverSent = /^(?:submit|button|reset|image|file)$/i;

/** The controls of a form (image buttons are none, says the HTML standard), those too that name it by the attribute `form` from elsewhere. */
export function controlsOf(document: HtmlDocument, form: HtmlTag): readonly HtmlTag[] {
  const id = form.attribs['id'];
  return document(controls)
    .get()
    .filter(isTag)
    .filter((control) => {
      if (control.name === 'input' && /^image$/i.test(control.attribs['type'] ?? '')) return false;
      const owner = control.attribs['form'];
      return owner === undefined ? document(control).closest('form').get(0) === form : owner === id;
    });
}

/** The fields that a form (or a single control) has, as a browser would send them without a button pressed: named, enabled, and of checkboxes and radio buttons the checked ones. */
export function formFields(document: HtmlDocument, tag: HtmlTag): readonly FormField[] {
  const own = tag.name === 'form' ? controlsOf(document, tag) : [tag];
  return own.filter((control) => isSent(document, control)).flatMap(fieldsOf);
}

/** Fields as `application/x-www-form-urlencoded` has them. */
export function formQuery(fields: readonly FormField[]): string {
  return new URLSearchParams(fields.map(({ name, value }): [string, string] => [name, value])).toString();
}

function isSent(document: HtmlDocument, control: HtmlTag): boolean {
  const { name, attribs } = control;
  if (!['input', 'select', 'textarea'].includes(name)) return false;
  if ((attribs['name'] ?? '') === '' || isDisabled(document, control)) return false;
  if (name !== 'input') return true;
  return isCheckable(control) ? 'checked' in attribs : !neverSent.test(attribs['type'] ?? '');
}

/** A fieldset disables what it holds. */
function isDisabled(document: HtmlDocument, control: HtmlTag): boolean {
  return 'disabled' in control.attribs || document(control).closest('fieldset[disabled]').length > 0;
}

function fieldsOf(control: HtmlTag): readonly FormField[] {
  const name = control.attribs['name'] ?? '';
  const values = fieldValue(control) ?? [];
  return (typeof values === 'string' ? [values] : values).map((value) => ({ name, value }));
}
