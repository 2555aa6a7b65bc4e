import { abortTest, deleteVuTag, executionNumber, executionText, failTest, setVuTag } from 'sluice:host';
import { asText } from './as-text.ts';
import { tagText } from './tags.ts';

type Facts = Readonly<Record<string, () => unknown>>;

function facts(numbers: readonly string[], prefix: string, more: Facts = {}): object {
  const target = {};
  for (const name of numbers) Object.defineProperty(target, name, { enumerable: true, get: () => executionNumber(`${prefix}.${name}`) });
  for (const [name, get] of Object.entries(more)) Object.defineProperty(target, name, { enumerable: true, get });
  return target;
}

function readTags(): Record<string, string> {
  return JSON.parse(executionText('vu.tags')) as Record<string, string>;
}

const tags = new Proxy<Record<string, string>>(
  {},
  {
    get: (_target, name) => (typeof name === 'string' ? readTags()[name] : undefined),
    has: (_target, name) => typeof name === 'string' && name in readTags(),
    set: (_target, name, value) => {
      setVuTag(String(name), tagText(String(name), value));
      return true;
    },
    deleteProperty: (_target, name) => {
      deleteVuTag(String(name));
      return true;
    },
    ownKeys: () => Object.keys(readTags()),
    getOwnPropertyDescriptor: (_target, name) => {
      const value = typeof name === 'string' ? readTags()[name] : undefined;
      return value === undefined ? undefined : { value, writable: true, enumerable: true, configurable: true };
    },
  },
);

/** Replaces all tags of this virtual user by those of an object. */
function replaceTags(wanted: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(readTags())) if (!(name in wanted)) deleteVuTag(name);
  for (const [name, value] of Object.entries(wanted)) setVuTag(name, tagText(name, value));
}

const tagged = {
  get tags(): Record<string, string> {
    return tags;
  },
  set tags(wanted: Readonly<Record<string, unknown>>) {
    replaceTags(wanted);
  },
  metadata: {},
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
