import { finds, findsAll, readsTag } from './element-methods.ts';
import { chosenOptions, fieldValue, optionsOf, optionValue, textContent } from './field-value.ts';
import { controlsOf } from './form-fields.ts';
import { hrefMethods } from './href-methods.ts';
import { type HtmlElement, type HtmlMethods, type HtmlNode, type HtmlTag, isTag } from './html-thing.ts';
import { tableMethods } from './table-methods.ts';

type Methods = HtmlMethods<HtmlElement>;

const attribute = (name: string, otherwise = '') => readsTag((tag) => tag.attribs[name] ?? otherwise);
const flag = (name: string) => readsTag((tag) => name in tag.attribs);
const number = (name: string, otherwise: number) =>
  readsTag((tag) => {
    const value = Number.parseFloat(tag.attribs[name] ?? '');
    return Number.isNaN(value) ? otherwise : value;
  });
const closest = (name: string) =>
  finds((node, _args, { document }) => {
    const id = isTag(node) ? node.attribs['form'] : undefined;
    return name === 'form' && id !== undefined ? byId(document, id) : document(node).closest(name).get(0);
  });
const text = readsTag(textContent);

/** By comparison, not by a selector: an id may hold any character. */
function byId(document: HtmlElement['document'], id: string): HtmlNode | undefined {
  return document('[id]')
    .get()
    .filter(isTag)
    .find((tag) => tag.attribs['id'] === id);
}

const form: Methods = { form: closest('form') };
const labels: Methods = {
  labels: findsAll((node, _args, { document }) =>
    document('label')
      .get()
      .filter(isTag)
      .filter(
        (label) =>
          (isTag(node) && node.attribs['id'] !== undefined && label.attribs['for'] === node.attribs['id']) ||
          document(node).closest('label').get(0) === label,
      ),
  ),
};

const fromForm = (own: string, ofForm: string, otherwise: string) =>
  readsTag((tag, _args, { document }) => tag.attribs[own] ?? document(tag).closest('form').attr(ofForm) ?? otherwise);

const field: Methods = {
  ...form,
  ...labels,
  disabled: flag('disabled'),
  formAction: fromForm('formaction', 'action', ''),
  formEnctype: fromForm('formenctype', 'enctype', 'application/x-www-form-urlencoded'),
  formMethod: readsTag((tag, _args, { document }) =>
    (tag.attribs['formmethod'] ?? document(tag).closest('form').attr('method') ?? 'get').toLowerCase(),
  ),
  formNoValidate: readsTag(
    (tag, _args, { document }) => 'formnovalidate' in tag.attribs || document(tag).closest('form').is('[novalidate]'),
  ),
  formTarget: fromForm('formtarget', 'target', ''),
  name: attribute('name'),
};

const inputControls = ['button', 'input', 'keygen', 'meter', 'object', 'output', 'progress', 'select', 'textarea'];

const descendant = (selector: string) => findsAll((node, _args, { document }) => document(node).find(selector).get());

const media: Methods = { src: attribute('src'), textTracks: descendant('track') };
const modification: Methods = { cite: attribute('cite'), datetime: attribute('datetime') };
const source: Methods = { src: attribute('src') };

function optionIndex(tag: HtmlTag, { document }: HtmlElement): number {
  const owner = document(tag).closest('select,datalist').get(0);
  return owner !== undefined && isTag(owner) ? Math.max(0, optionsOf(owner).indexOf(tag)) : 0;
}

const meterPosition = readsTag((tag) => {
  const max = Number.parseFloat(tag.attribs['max'] ?? '1') || 1;
  return 'value' in tag.attribs ? Math.min(1, Math.max(0, (Number.parseFloat(tag.attribs['value'] ?? '') || 0) / max)) : -1;
});

function labelled(label: HtmlTag, { document }: HtmlElement): HtmlNode | undefined {
  const id = label.attribs['for'];
  return id === undefined ? document(label).find(inputControls.join(',')).get(0) : byId(document, id);
}

/** What elements of one name can be asked on top of what all can. */
export const typedElements: Readonly<Record<string, Methods>> = {
  a: { ...hrefMethods, href: attribute('href'), rel: attribute('rel'), target: attribute('target') },
  area: { ...hrefMethods, href: attribute('href'), rel: attribute('rel'), target: attribute('target') },
  audio: media,
  base: { href: attribute('href'), target: attribute('target') },
  button: {
    ...field,
    type: attribute('type', 'submit'),
    value: readsTag((tag, _args, { document }) => tag.attribs['value'] ?? document(tag).html() ?? ''),
  },
  canvas: { height: number('height', 150), width: number('width', 300) },
  data: { value: attribute('value') },
  datalist: { options: findsAll((node) => (isTag(node) ? optionsOf(node) : [])) },
  del: modification,
  embed: source,
  fieldset: {
    ...form,
    elements: descendant('button,input,object,output,select,textarea'),
    name: attribute('name'),
    type: readsTag(() => 'fieldset'),
    validity: readsTag(() => undefined),
  },
  form: {
    action: attribute('action'),
    elements: findsAll((node, _args, { document }) => (isTag(node) ? controlsOf(document, node) : [])),
    enctype: attribute('enctype', 'application/x-www-form-urlencoded'),
    length: readsTag((tag, _args, { document }) => controlsOf(document, tag).length),
    method: readsTag((tag) => (tag.attribs['method'] ?? 'get').toLowerCase()),
    name: attribute('name'),
    target: attribute('target'),
  },
  iframe: source,
  img: { ...source, alt: attribute('alt') },
  input: {
    ...field,
    checked: flag('checked'),
    type: readsTag((tag) => (tag.attribs['type'] ?? 'text').toLowerCase()),
    value: readsTag(fieldValue),
  },
  ins: modification,
  keygen: { ...form, ...labels },
  label: { ...form, control: finds((node, _args, thing) => (isTag(node) ? labelled(node, thing) : undefined)) },
  legend: form,
  link: { href: attribute('href'), rel: attribute('rel'), relList: readsTag((tag) => words(tag.attribs['rel'])) },
  map: {
    areas: descendant('area'),
    images: findsAll((node, _args, { document }) => {
      const name = isTag(node) ? `#${node.attribs['name'] ?? ''}` : '#';
      return document('img,object')
        .get()
        .filter((each) => isTag(each) && each.attribs['usemap'] === name);
    }),
    name: attribute('name'),
  },
  meta: { content: attribute('content'), name: attribute('name') },
  meter: labels,
  object: form,
  optgroup: { disabled: flag('disabled'), label: attribute('label') },
  option: {
    ...form,
    disabled: readsTag(
      (tag) => 'disabled' in tag.attribs || (isTag(tag.parent) && tag.parent.name === 'optgroup' && 'disabled' in tag.parent.attribs),
    ),
    index: readsTag((tag, _args, thing) => optionIndex(tag, thing)),
    label: readsTag((tag) => tag.attribs['label'] ?? textContent(tag)),
    selected: flag('selected'),
    text,
    value: readsTag(optionValue),
  },
  output: { ...form, ...labels, defaultValue: text, name: attribute('name'), value: text },
  progress: { ...labels, max: number('max', 1), position: meterPosition, value: number('value', 0) },
  script: { ...source, text, type: attribute('type') },
  select: {
    ...form,
    ...labels,
    disabled: flag('disabled'),
    length: readsTag((tag) => optionsOf(tag).length),
    name: attribute('name'),
    options: findsAll((node) => (isTag(node) ? optionsOf(node) : [])),
    selectedIndex: readsTag((tag) => {
      const [first] = chosenOptions(tag);
      return first === undefined ? -1 : optionsOf(tag).indexOf(first);
    }),
    selectedOptions: findsAll((node) => (isTag(node) ? chosenOptions(node) : [])),
    size: readsTag((tag) => Number.parseInt(tag.attribs['size'] ?? '', 10) || ('multiple' in tag.attribs ? 4 : 1)),
    type: readsTag((tag) => ('multiple' in tag.attribs ? 'select-multiple' : 'select-one')),
    value: readsTag((tag) => chosenOptions(tag).map(optionValue)[0] ?? ''),
  },
  source,
  style: { text, type: attribute('type') },
  textarea: { ...field, length: readsTag((tag) => Buffer.byteLength(textContent(tag))), value: text },
  time: { datetime: attribute('datetime') },
  title: { text },
  track: source,
  video: media,
  ...tableMethods,
};

function words(list: string | undefined): readonly string[] {
  return (list ?? '').split(/\s+/).filter((word) => word !== '');
}
