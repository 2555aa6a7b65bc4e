import type { Cheerio, CheerioAPI } from 'cheerio';

/** A parsed document, as the library hands it out. */
export type HtmlDocument = CheerioAPI;
type DocumentNode = ReturnType<HtmlDocument['root']>[number];
/** Any node of a document: itself, elements, texts, comments. */
export type HtmlNode = DocumentNode | DocumentNode['children'][number];
/** An element of a document. */
export type HtmlTag = Extract<HtmlNode, { readonly name: string; readonly attribs: object }>;

/** What a script holds as a Selection: nodes of one document, in their order. */
export interface HtmlSelection {
  readonly kind: 'selection';
  readonly document: HtmlDocument;
  readonly nodes: Cheerio<HtmlNode>;
}

/** What a script holds as an Element: one node. */
export interface HtmlElement {
  readonly kind: 'element';
  readonly document: HtmlDocument;
  readonly node: HtmlNode;
}

/** What a script holds between asking for several and reading them one by one. */
export interface HtmlList {
  readonly kind: 'list';
  readonly things: readonly HtmlThing[];
}

/** What a script may ask something of. */
export type HtmlThing = HtmlSelection | HtmlElement;

/** What a script passes along. */
export type HtmlArgument = string | number | undefined | HtmlThing;

/** One method: what it gives, so that guest code knows how to take it, and how. */
export interface HtmlMethod<Thing> {
  readonly gives: 'value' | 'thing' | 'list';
  readonly run: (thing: Thing, args: readonly HtmlArgument[]) => unknown;
}

/** Methods by their names. */
export type HtmlMethods<Thing> = Readonly<Record<string, HtmlMethod<Thing>>>;

/** The text of a text or a comment; undefined for other nodes. */
export function textData(node: HtmlNode, kind: 'text' | 'comment'): string | undefined {
  return 'data' in node && (node.type as string) === kind ? node.data : undefined;
}

/** Whether a node is an element, and not a text, a comment or the document. */
export function isTag(node: HtmlNode | null | undefined): node is HtmlTag {
  return node !== null && node !== undefined && 'attribs' in node && 'name' in node;
}

/** The elements among the children of a node. */
export function childTags(node: HtmlNode): readonly HtmlTag[] {
  return 'children' in node ? node.children.filter(isTag) : [];
}

/** A text argument; the empty text where it was left out. */
export function textOf(argument: HtmlArgument): string {
  return typeof argument === 'string' || typeof argument === 'number' ? String(argument) : '';
}
