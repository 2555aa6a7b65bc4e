import { abortTest, deleteVuMetadata, deleteVuTag, executionNumber, executionText, failTest, setVuMetadata, setVuTag } from 'sluice:host';
import { asText } from './as-text.ts';
import { tagText } from './tags.ts';

type Facts = Readonly<Record<string, () => unknown>>;

function facts(numbers: readonly string[], prefix: string, more: Facts = {}): object {
  const target = {};
  for (const name of numbers) Object.defineProperty(target, name, { enumerable: true, get: () => executionNumber(`${prefix}.${name}`) });
  for (const [name, get] of Object.entries(more)) Object.defineProperty(target, name, { enumerable: true, get });
  return target;
}

interface Store {
  readonly read: () => Record<string, string>;
  readonly set: (name: string, value: string) => void;
  readonly remove: (name: string) => void;
}

/** Names and values that the engine keeps, as an object that scripts read and write. */
function live({ read, set, remove }: Store): Record<string, string> {
  return new Proxy<Record<string, string>>(
    {},
    {
      get: (_target, name) => (typeof name === 'string' ? read()[name] : undefined),
      has: (_target, name) => typeof name === 'string' && name in read(),
      set: (_target, name, value) => {
        set(String(name), tagText(String(name), value));
        return true;
      },
      deleteProperty: (_target, name) => {
        remove(String(name));
        return true;
      },
      ownKeys: () => Object.keys(read()),
      getOwnPropertyDescriptor: (_target, name) => {
        const value = typeof name === 'string' ? read()[name] : undefined;
        return value === undefined ? undefined : { value, writable: true, enumerable: true, configurable: true };
      },
    },
  );
}

/** Replaces all that a store has by what an object has. */
function replace({ read, set, remove }: Store, wanted: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(read())) if (!(name in wanted)) remove(name);
  for (const [name, value] of Object.entries(wanted)) set(name, tagText(name, value));
}

const tagStore: Store = { read: () => JSON.parse(executionText('vu.tags')), set: setVuTag, remove: deleteVuTag };
const metadataStore: Store = { read: () => JSON.parse(executionText('vu.metadata')), set: setVuMetadata, remove: deleteVuMetadata };
const tags = live(tagStore);
const metadata = live(metadataStore);

const tagged = {
  get tags(): Record<string, string> {
    return tags;
  },
  set tags(wanted: Readonly<Record<string, unknown>>) {
    replace(tagStore, wanted);
  },
  get metadata(): Record<string, string> {
    return metadata;
  },
  set metadata(wanted: Readonly<Record<string, unknown>>) {
    replace(metadataStore, wanted);
  },
};

export const scenario = facts(['startTime', 'progress', 'iterationInInstance', 'iterationInTest'], 'scenario', {
  name: () => executionText('scenario.name'),
  executor: () => executionText('scenario.executor'),
});

export const instance = facts(
  ['iterationsInterrupted', 'iterationsCompleted', 'vusActive', 'vusInitialized', 'currentTestRunDuration'],
  'instance',
);

export const vu = facts(['iterationInInstance', 'iterationInScenario', 'idInInstance', 'idInTest'], 'vu', {
  tags: () => tags,
  metrics: () => tagged,
});

export const test = {
  /** Ends the whole test. */
  abort(reason?: unknown): void {
    abortTest(asText(reason ?? 'test aborted'));
  },
  /** Lets the test go on, but it has failed. */
  fail(reason?: unknown): void {
    failTest(asText(reason ?? 'test failed'));
  },
  get options(): unknown {
    return JSON.parse(executionText('test.options'));
  },
};
