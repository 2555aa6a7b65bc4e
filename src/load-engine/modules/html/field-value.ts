import { childTags, type HtmlNode, type HtmlTag, textData } from './html-thing.ts';

/** What a control of a form holds before anybody touched it: of a select the values of its chosen options, of the rest the attribute or the text. undefined where it has none. */
export function fieldValue(tag: HtmlTag): string | readonly string[] | undefined {
  switch (tag.name) {
    case 'select':
      return 'multiple' in tag.attribs ? chosenOptions(tag).map(optionValue) : chosenOptions(tag).map(optionValue)[0];
    case 'option':
      return optionValue(tag);
    case 'textarea':
      return textContent(tag);
    case 'input':
      return tag.attribs['value'] ?? (isCheckable(tag) ? 'on' : '');
    default:
      return tag.attribs['value'];
  }
}

/** Whether an input is a checkbox or a radio button. */
export function isCheckable({ attribs }: HtmlTag): boolean {
  return /^(?:checkbox|radio)$/i.test(attribs['type'] ?? '');
}

/** The options of a select or a datalist, those inside of groups too. */
export function optionsOf(tag: HtmlTag): readonly HtmlTag[] {
  return childTags(tag).flatMap((child) => (child.name === 'option' ? [child] : child.name === 'optgroup' ? optionsOf(child) : []));
}

/** The options that are chosen: those marked, and in a list that shows one the first that is not disabled where none is marked. */
export function chosenOptions(select: HtmlTag): readonly HtmlTag[] {
  const options = optionsOf(select);
  const marked = options.filter(({ attribs }) => 'selected' in attribs);
  if ('multiple' in select.attribs) return marked;
  const chosen = marked.at(-1) ?? options.find(({ attribs }) => !('disabled' in attribs));
  return chosen === undefined ? [] : [chosen];
}

/** The value of an option: its attribute, or its text with single spaces. */
export function optionValue(option: HtmlTag): string {
  return option.attribs['value'] ?? textContent(option).trim().replace(/\s+/g, ' ');
}

/** All text inside of a node, without recursion: documents from outside nest as deep as they like. */
export function textContent(node: HtmlNode): string {
  let text = '';
  const pending: HtmlNode[] = [node];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    text += textData(next, 'text') ?? '';
    if ('children' in next) for (let at = next.children.length - 1; at >= 0; at -= 1) pending.push(next.children[at] as HtmlNode);
  }
  return text;
}
