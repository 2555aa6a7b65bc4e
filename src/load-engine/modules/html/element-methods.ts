import { textContent } from './field-value.ts';
import {
  childTags,
  type HtmlArgument,
  type HtmlElement,
  type HtmlMethod,
  type HtmlMethods,
  type HtmlNode,
  type HtmlTag,
  isTag,
  textData,
  textOf,
} from './html-thing.ts';

type Method = HtmlMethod<HtmlElement>;

const nodeNames: Readonly<Record<string, string>> = { root: '#document', directive: 'html' };
const nodeTypes: Readonly<Record<string, number>> = { text: 3, comment: 8, root: 9, directive: 10 };

/** A method that reads something off a node. */
export const reads = (run: (node: HtmlNode, args: readonly HtmlArgument[], thing: HtmlElement) => unknown): Method => ({
  gives: 'value',
  run: (thing, args) => run(thing.node, args, thing),
});

/** A method that reads something off an element, and off other nodes nothing. */
export const readsTag = (run: (tag: HtmlTag, args: readonly HtmlArgument[], thing: HtmlElement) => unknown): Method =>
  reads((node, args, thing) => (isTag(node) ? run(node, args, thing) : undefined));

/** A method that finds another node of the document, or none. */
export const finds = (run: (node: HtmlNode, args: readonly HtmlArgument[], thing: HtmlElement) => HtmlNode | null | undefined): Method => ({
  gives: 'thing',
  run: (thing, args) => {
    const node = run(thing.node, args, thing);
    return node === null || node === undefined ? undefined : { kind: 'element', document: thing.document, node };
  },
});

/** A method that finds any number of nodes of the document. */
export const findsAll = (run: (node: HtmlNode, args: readonly HtmlArgument[], thing: HtmlElement) => readonly HtmlNode[]): Method => ({
  gives: 'list',
  run: (thing, args) => run(thing.node, args, thing).map((node): HtmlElement => ({ kind: 'element', document: thing.document, node })),
});

const childNodes = (node: HtmlNode): readonly HtmlNode[] => ('children' in node ? node.children : []);
const within = ({ document, node }: HtmlElement, selector: string): readonly HtmlTag[] => document(node).find(selector).get().filter(isTag);
const classes = (tag: HtmlTag): readonly string[] => (tag.attribs['class'] ?? '').split(/\s+/).filter((name) => name !== '');

/** The nearest element on one side. */
function sibling(node: HtmlNode, side: 'next' | 'prev'): HtmlTag | undefined {
  for (let next = node[side]; next !== null; next = next[side]) if (isTag(next)) return next;
  return undefined;
}

function contains(outer: HtmlNode, inner: HtmlArgument): boolean {
  if (typeof inner !== 'object' || inner.kind !== 'element') return false;
  for (let node: HtmlNode | null = inner.node; node !== null; node = node.parent) if (node === outer) return true;
  return false;
}

function root(node: HtmlNode): HtmlNode {
  let top = node;
  while (top.parent !== null) top = top.parent;
  return top;
}

const same = (thing: HtmlElement, other: HtmlArgument, by: (element: HtmlElement) => unknown): boolean =>
  typeof other === 'object' && other.kind === 'element' && by(thing) === by(other);

const outerHtml = ({ document, node }: HtmlElement): string => document.html(document(node));

const attributesOf = (tag: HtmlTag): readonly object[] =>
  Object.entries(tag.attribs).map(([name, value]) => ({
    name,
    value,
    namespace: tag['x-attribsNamespace']?.[name] ?? '',
    prefix: tag['x-attribsPrefix']?.[name] ?? '',
  }));

/** What every Element of k6/html can be asked. */
export const elementMethods: HtmlMethods<HtmlElement> = {
  attributeList: reads((node) => (isTag(node) ? attributesOf(node) : [])),
  childElementCount: reads((node) => childTags(node).length),
  childNodes: findsAll(childNodes),
  children: findsAll(childTags),
  classList: reads((node) => (isTag(node) ? classes(node) : [])),
  className: readsTag((tag) => tag.attribs['class']),
  contains: reads((node, [other]) => contains(node, other)),
  firstChild: finds((node) => childNodes(node)[0]),
  firstElementChild: finds((node) => childTags(node)[0]),
  getAttribute: readsTag((tag, [name]) => tag.attribs[textOf(name)]),
  getElementsByClassName: findsAll((_node, [names], thing) => {
    const wanted = textOf(names)
      .split(/\s+/)
      .filter((name) => name !== '');
    return wanted.length === 0 ? [] : within(thing, '*').filter((tag) => wanted.every((name) => classes(tag).includes(name)));
  }),
  getElementsByTagName: findsAll((_node, [name], thing) =>
    within(thing, '*').filter((tag) => name === '*' || tag.name === textOf(name).toLowerCase()),
  ),
  hasAttribute: reads((node, [name]) => isTag(node) && Object.hasOwn(node.attribs, textOf(name))),
  hasAttributes: reads((node) => isTag(node) && Object.keys(node.attribs).length > 0),
  hasChildNodes: reads((node) => childNodes(node).length > 0),
  id: reads((node) => (isTag(node) ? (node.attribs['id'] ?? '') : '')),
  innerHTML: reads((node, _args, { document }) => document(node).html() ?? undefined),
  isDefaultNamespace: reads((node) => !isTag(node) || node.namespace === undefined || node.namespace === xhtml),
  isEqualNode: reads((_node, [other], thing) => same(thing, other, outerHtml)),
  isSameNode: reads((_node, [other], thing) => same(thing, other, (element) => element.node)),
  lang: readsTag((tag) => tag.attribs['lang']),
  lastChild: finds((node) => childNodes(node).at(-1)),
  lastElementChild: finds((node) => childTags(node).at(-1)),
  matches: reads((node, [selector], { document }) => document(node).is(textOf(selector))),
  namespaceURI: reads((node) => (isTag(node) ? (node.namespace ?? xhtml) : '')),
  nextElementSibling: finds((node) => sibling(node, 'next')),
  nextSibling: finds((node) => node.next),
  nodeName: reads((node) => (isTag(node) ? node.name : (nodeNames[node.type] ?? `#${node.type}`))),
  nodeType: reads((node) => (isTag(node) ? 1 : nodeTypes[node.type])),
  nodeValue: reads((node) => textData(node, 'text') ?? textData(node, 'comment')),
  ownerDocument: finds(root),
  parentElement: finds((node) => (isTag(node.parent) ? node.parent : undefined)),
  parentNode: finds((node) => node.parent),
  previousElementSibling: finds((node) => sibling(node, 'prev')),
  previousSibling: finds((node) => node.prev),
  querySelector: finds((_node, [selector], thing) => within(thing, textOf(selector))[0]),
  querySelectorAll: findsAll((_node, [selector], thing) => within(thing, textOf(selector))),
  selection: { gives: 'thing', run: ({ document, node }) => ({ kind: 'selection', document, nodes: document(node) }) },
  textContent: reads(textContent),
  toString: reads((node) => (isTag(node) ? '[object html.Node]' : `[object html.${node.type}]`)),
};

const xhtml = 'http://www.w3.org/1999/xhtml';
