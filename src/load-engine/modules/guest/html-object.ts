import { type Held, htmlCall, htmlItem, htmlKind, htmlLength, htmlMethods } from 'sluice:host';
import { hostText } from './host-text.ts';

type Gives = 'value' | 'thing' | 'list';
type Chosen = (index: number, part: unknown) => unknown;
type Part = Record<string, (...args: unknown[]) => unknown>;

const helds = new WeakMap<object, Held>();
const prototypes = new Map<string, object>();

/** A Selection or an Element by the engine's handle; its methods are read from the engine when the first of its kind comes. */
export function htmlObject(held: Held | undefined): unknown {
  if (held === undefined) return undefined;
  const object: object = Object.create(prototypeOf(htmlKind(held)));
  helds.set(object, held);
  return object;
}

function prototypeOf(kind: string): object {
  const known = prototypes.get(kind);
  if (known !== undefined) return known;
  const prototype: Part = {};
  for (const [name, gives] of Object.entries(JSON.parse(htmlMethods(kind)) as Record<string, Gives>)) {
    prototype[name] = function (this: object, ...args) {
      return ask(this, name, gives, args);
    };
  }
  const made = kind === 'selection' ? withFunctions(prototype) : withAttributes(prototype);
  prototypes.set(kind, made);
  return made;
}

function ask(object: object, name: string, gives: Gives, args: readonly unknown[]): unknown {
  const held = helds.get(object);
  if (held === undefined) throw new TypeError(`${name}() was called on something that is no part of a document`);
  const other = helds.get(args[0] as object);
  const texts = JSON.stringify(other === undefined ? args : [null, ...args.slice(1)]);
  const answer = other === undefined ? htmlCall(held, name, texts) : htmlCall(held, name, texts, other);
  if (answer === undefined) return undefined;
  if (gives === 'value') return JSON.parse(hostText(answer as string));
  if (gives === 'thing') return htmlObject(answer as Held);
  return Array.from({ length: htmlLength(answer as Held) }, (_, index) => htmlObject(htmlItem(answer as Held, index)));
}

const parts = (selection: object, name: 'toArray' | 'elements'): unknown[] => ask(selection, name, 'list', []) as unknown[];

const places = (selection: object, fn: Chosen, wanted: boolean): number[] =>
  parts(selection, 'toArray').flatMap((part, index) => (Boolean(fn(index, part)) === wanted ? [index] : []));

/** What takes a function of the script runs here, where functions are. */
function withFunctions(methods: Part): object {
  const choosing = (name: 'filter' | 'not' | 'is', withFn: (selection: object, fn: Chosen) => unknown): void => {
    const plain = methods[name];
    methods[name] = function (this: object, by, ...more) {
      return typeof by === 'function' ? withFn(this, by as Chosen) : plain?.call(this, by, ...more);
    };
  };
  choosing('filter', (selection, fn) => ask(selection, 'pick', 'thing', places(selection, fn, true)));
  choosing('not', (selection, fn) => ask(selection, 'pick', 'thing', places(selection, fn, false)));
  choosing('is', (selection, fn) => places(selection, fn, true).length > 0);
  methods['map'] = function (this: object, fn) {
    return parts(this, 'toArray').map((part, index) => (fn as Chosen)(index, part));
  };
  methods['each'] = function (this: object, fn) {
    parts(this, 'elements').every((part, index) => (fn as Chosen)(index, part) !== false);
    return this;
  };
  return methods;
}

interface AttributeFacts {
  readonly name: string;
  readonly value: string;
  readonly namespace: string;
  readonly prefix: string;
}

function attributes(this: object): Record<string, unknown> {
  const facts = ask(this, 'attributeList', 'value', []) as AttributeFacts[];
  return Object.fromEntries(facts.map((fact) => [fact.name, attribute(this, fact)]));
}

function withAttributes(methods: Part): object {
  methods['attributes'] = attributes;
  methods['getAttributeNode'] = function (this: object, name) {
    return attributes.call(this)[String(name)];
  };
  return methods;
}

function attribute(ownerElement: object, { name, value, namespace, prefix }: AttributeFacts): object {
  const localName = (): string => name.slice(prefix === '' ? 0 : prefix.length + 1);
  return { name, value, ownerElement, localName, namespaceURI: () => namespace, prefix: () => prefix };
}
