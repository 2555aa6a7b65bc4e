import { finds, findsAll, readsTag } from './element-methods.ts';
import { childTags, type HtmlElement, type HtmlMethods, type HtmlNode, type HtmlTag, isTag } from './html-thing.ts';

const sections = ['thead', 'tbody', 'tfoot'];

const named = (node: HtmlNode, ...names: readonly string[]): readonly HtmlTag[] =>
  childTags(node).filter(({ name }) => names.includes(name));

/** The rows of a table: those of its head first and those of its foot last, wherever they stand. */
function rowsOf(table: HtmlNode): readonly HtmlTag[] {
  const between = childTags(table).flatMap((tag) => (tag.name === 'tr' ? [tag] : tag.name === 'tbody' ? named(tag, 'tr') : []));
  const edge = (name: string): readonly HtmlTag[] => named(table, name).flatMap((tag) => named(tag, 'tr'));
  return [...edge('thead'), ...between, ...edge('tfoot')];
}

function tableOf(row: HtmlTag): HtmlTag | undefined {
  const outer = isTag(row.parent) ? row.parent : undefined;
  if (outer === undefined || !sections.includes(outer.name)) return outer;
  return isTag(outer.parent) ? outer.parent : undefined;
}

const section: HtmlMethods<HtmlElement> = { rows: findsAll((node) => named(node, 'tr')) };
const cell: HtmlMethods<HtmlElement> = {
  cellIndex: readsTag((tag) => (tag.parent === null ? -1 : named(tag.parent, 'td', 'th').indexOf(tag))),
};
const column: HtmlMethods<HtmlElement> = { span: readsTag(({ attribs }) => Number.parseInt(attribs['span'] ?? '', 10) || 1) };

/** What the elements of tables can be asked, by their names. */
export const tableMethods: Readonly<Record<string, HtmlMethods<HtmlElement>>> = {
  col: column,
  colgroup: column,
  table: {
    caption: finds((node) => named(node, 'caption')[0]),
    rows: findsAll(rowsOf),
    tBodies: findsAll((node) => named(node, 'tbody')),
    tFoot: finds((node) => named(node, 'tfoot')[0]),
    tHead: finds((node) => named(node, 'thead')[0]),
  },
  tbody: section,
  td: cell,
  tfoot: section,
  th: cell,
  thead: section,
  tr: {
    cells: findsAll((node) => named(node, 'td', 'th')),
    rowIndex: readsTag((tag) => {
      const table = tableOf(tag);
      return table === undefined ? -1 : rowsOf(table).indexOf(tag);
    }),
    sectionRowIndex: readsTag((tag) => (tag.parent === null ? -1 : named(tag.parent, 'tr').indexOf(tag))),
  },
};
