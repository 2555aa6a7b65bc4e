import { refuseMissingBody } from '../http/response-fields.ts';
import { type ResponseRecord, wholeBody } from '../http/response-record.ts';
import { messageOf } from '../message-of.ts';
import { type GuestArguments, type HostFunction, HostObject, type HostValue } from '../sandbox/host-function.ts';
import { elementMethods } from './html/element-methods.ts';
import { formRequest, linkTarget } from './html/form-request.ts';
import {
  type HtmlArgument,
  type HtmlDocument,
  type HtmlElement,
  type HtmlList,
  type HtmlMethods,
  type HtmlSelection,
  type HtmlThing,
  isTag,
} from './html/html-thing.ts';
import { selectionMethods } from './html/selection-methods.ts';
import { typedElements } from './html/typed-elements.ts';

/** Host functions of the module k6/html, and of the pages among responses: documents stay here, guest code holds handles. */
export function htmlFunctions(): Readonly<Record<string, HostFunction>> {
  const pages = new WeakMap<ResponseRecord, HtmlDocument>();
  const page = async (response: ResponseRecord): Promise<HtmlDocument> => {
    const known = pages.get(response);
    if (known !== undefined) return known;
    refuseMissingBody(response);
    const document = await parse(Buffer.from(wholeBody(response)).toString());
    pages.set(response, document);
    return document;
  };
  return {
    parseHtml: async (args) => handle(rootOf(await parse(args.text(0)))),
    responseHtml: async (args) => handle(rootOf(await page(record(args)))),
    responseForm: async (args) => {
      const [response, form, submit] = [record(args), args.text(1), args.text(2)];
      const document = await page(response);
      return JSON.stringify(shallow(() => formRequest(document, response.target.href, form, submit)));
    },
    responseLink: async (args) => {
      const [response, selector] = [record(args), args.text(1)];
      const document = await page(response);
      return shallow(() => linkTarget(document, response.target.href, selector));
    },
    htmlKind: (args) => kindOf(thing(args)),
    htmlMethods: (args) =>
      JSON.stringify(Object.fromEntries(Object.entries(methodsOf(args.text(0))).map(([name, { gives }]) => [name, gives]))),
    htmlCall: (args) => {
      const rest = JSON.parse(args.text(2)) as readonly (string | number | null)[];
      const first = args.count > 3 ? [args.object(3) as HtmlThing] : [];
      return call(thing(args), args.text(1), [...first, ...rest.slice(first.length).map((argument) => argument ?? undefined)]);
    },
    htmlLength: (args) => (args.object(0) as HtmlList).things.length,
    htmlItem: (args) => handle((args.object(0) as HtmlList).things[args.number(1)]),
  };
}

const record = (args: GuestArguments): ResponseRecord => args.object(0) as ResponseRecord;

const thing = (args: GuestArguments): HtmlThing => args.object(0) as HtmlThing;

/** The parser is loaded when the first document comes: most scripts have none. */
async function parse(html: string): Promise<HtmlDocument> {
  const { load } = await import('cheerio');
  return shallow(() => load(html));
}

function rootOf(document: HtmlDocument): HtmlSelection {
  return { kind: 'selection', document, nodes: document.root().slice(0) };
}

function kindOf(held: HtmlThing): string {
  if (held.kind === 'selection') return 'selection';
  return isTag(held.node) && Object.hasOwn(typedElements, held.node.name) ? held.node.name : 'element';
}

function methodsOf(kind: string): HtmlMethods<HtmlSelection> | HtmlMethods<HtmlElement> {
  return kind === 'selection' ? selectionMethods : { ...elementMethods, ...typedElements[kind] };
}

function call(held: HtmlThing, name: string, args: readonly HtmlArgument[]): HostValue {
  const result = shallow(() => {
    try {
      return run(held, name, args);
    } catch (error) {
      if (error instanceof RangeError) throw error;
      throw new Error(`${name}(${typeof args[0] === 'string' ? JSON.stringify(args[0]) : ''}): ${messageOf(error)}`, { cause: error });
    }
  });
  if (result === undefined) return undefined;
  if (Array.isArray(result) && isList(result)) return handle({ kind: 'list', things: result });
  return isThing(result) ? handle(result) : JSON.stringify(result);
}

function run(held: HtmlThing, name: string, args: readonly HtmlArgument[]): unknown {
  if (held.kind === 'selection') return selectionMethods[name]?.run(held, args);
  return (methodsOf(kindOf(held)) as HtmlMethods<HtmlElement>)[name]?.run(held, args);
}

function isThing(value: unknown): value is HtmlThing {
  return typeof value === 'object' && value !== null && 'document' in value;
}

const isList = (values: readonly unknown[]): values is readonly HtmlThing[] => values.every(isThing);

function handle(content: HtmlThing | HtmlList | undefined): HostObject | undefined {
  return content === undefined ? undefined : new HostObject(content);
}

/** A document that nests too deeply for the library's recursion is the page's fault, and not the end of this virtual user. */
function shallow<R>(run: () => R): R {
  try {
    return run();
  } catch (error) {
    if (error instanceof RangeError) throw new Error('the HTML is nested too deeply to be read', { cause: error });
    throw error;
  }
}
