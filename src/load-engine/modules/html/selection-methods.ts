import type { Cheerio } from 'cheerio';
import { fieldValue } from './field-value.ts';
import { type FormField, formFields, formQuery } from './form-fields.ts';
import {
  type HtmlArgument,
  type HtmlElement,
  type HtmlMethod,
  type HtmlMethods,
  type HtmlNode,
  type HtmlSelection,
  type HtmlTag,
  type HtmlThing,
  isTag,
  textOf,
} from './html-thing.ts';

type Nodes = HtmlSelection['nodes'];
type Method = HtmlMethod<HtmlSelection>;
type Filter = string | Cheerio<HtmlTag>;

const value = (run: (nodes: Nodes, ...args: readonly HtmlArgument[]) => unknown): Method => ({
  gives: 'value',
  run: ({ nodes }, args) => run(nodes, ...args),
});

/** A method that selects other nodes, by a selector, by other nodes or by nothing. */
const select = (run: (nodes: Nodes, by: Filter | undefined, more: Filter | undefined) => { readonly get: () => HtmlNode[] }): Method => ({
  gives: 'thing',
  run: ({ document, nodes }, [by, more]): HtmlSelection => ({
    kind: 'selection',
    document,
    nodes: document(run(nodes, filterOf(by), filterOf(more)).get()),
  }),
});

const index = (argument: HtmlArgument): number => (typeof argument === 'number' ? argument : Number(textOf(argument)));

function filterOf(argument: HtmlArgument): Filter | undefined {
  if (typeof argument !== 'object') return argument === undefined ? undefined : String(argument);
  const nodes = argument.kind === 'selection' ? argument.nodes.get() : [argument.node];
  return argument.document(nodes.filter(isTag));
}

const elementOf = ({ document }: HtmlSelection, node: HtmlNode | undefined): HtmlElement | undefined =>
  node === undefined ? undefined : { kind: 'element', document, node };

const selectionOf = ({ document }: HtmlSelection, node: HtmlNode): HtmlSelection => ({
  kind: 'selection',
  document,
  nodes: document(node),
});

const nothing = '';

/** What a Selection of k6/html can be asked, by the names that scripts use; `each`, `map` and what takes a function stand on the guest's side. */
export const selectionMethods: HtmlMethods<HtmlSelection> = {
  attr: value((nodes, name) => nodes.attr(textOf(name))),
  children: select((nodes, by) => nodes.children(by)),
  closest: select((nodes, by) => nodes.closest(by)),
  contents: select((nodes) => nodes.contents()),
  data: value((nodes, key) => (key === undefined ? nodes.data() : nodes.data(camelCase(textOf(key))))),
  elements: { gives: 'list', run: (thing): readonly HtmlThing[] => thing.nodes.get().flatMap((node) => elementOf(thing, node) ?? []) },
  eq: { gives: 'thing', run: ({ document, nodes }, [at]): HtmlSelection => ({ kind: 'selection', document, nodes: nodes.eq(index(at)) }) },
  filter: select((nodes, by) => nodes.filter(by ?? nothing)),
  find: select((nodes, by) => nodes.find(by)),
  first: select((nodes) => nodes.first()),
  get: { gives: 'thing', run: (thing, [at]) => elementOf(thing, thing.nodes.get(index(at))) },
  has: select((nodes, by) =>
    typeof by === 'object' ? nodes.filter((_at, node) => by.get().some((other) => within(node, other))) : nodes.has(by ?? nothing),
  ),
  html: value((nodes) => nodes.html() ?? undefined),
  is: value((nodes, by) => nodes.is(filterOf(by))),
  last: select((nodes) => nodes.last()),
  next: select((nodes, by) => nodes.next(by)),
  nextAll: select((nodes, by) => nodes.nextAll(by)),
  nextUntil: select((nodes, by, more) => nodes.nextUntil(by, more)),
  not: select((nodes, by) => nodes.not(by ?? nothing)),
  parent: select((nodes, by) => nodes.parent(by)),
  parents: select((nodes, by) => nodes.parents(by)),
  parentsUntil: select((nodes, by, more) => nodes.parentsUntil(by, more)),
  /** Nodes by their places, which a function of the script chose. */
  pick: {
    gives: 'thing',
    run: ({ document, nodes }, places): HtmlSelection => ({
      kind: 'selection',
      document,
      nodes: nodes.filter((at) => places.includes(at)),
    }),
  },
  prev: select((nodes, by) => nodes.prev(by)),
  prevAll: select((nodes, by) => nodes.prevAll(by)),
  prevUntil: select((nodes, by, more) => nodes.prevUntil(by, more)),
  serialize: { gives: 'value', run: (thing) => formQuery(fieldsOf(thing)) },
  serializeArray: { gives: 'value', run: (thing) => fieldsOf(thing) },
  serializeObject: { gives: 'value', run: (thing) => Object.fromEntries(fieldsOf(thing).map(({ name, value: text }) => [name, text])) },
  size: value((nodes) => nodes.length),
  slice: {
    gives: 'thing',
    run: ({ document, nodes }, [from, to]): HtmlSelection => ({
      kind: 'selection',
      document,
      nodes: nodes.slice(index(from), to === undefined ? undefined : index(to)),
    }),
  },
  text: value((nodes) => nodes.text()),
  toArray: { gives: 'list', run: (thing): readonly HtmlThing[] => thing.nodes.get().map((node) => selectionOf(thing, node)) },
  val: value((nodes) => {
    const first = nodes.get(0);
    return isTag(first) ? fieldValue(first) : undefined;
  }),
};

function fieldsOf({ document, nodes }: HtmlSelection): readonly FormField[] {
  return nodes
    .get()
    .filter(isTag)
    .flatMap((tag) => formFields(document, tag));
}

function camelCase(key: string): string {
  return key.replace(/-([a-z])/g, (_all, letter: string) => letter.toUpperCase());
}

function within(outer: HtmlNode, inner: HtmlNode): boolean {
  for (let node = inner.parent; node !== null; node = node.parent) if (node === outer) return true;
  return false;
}
