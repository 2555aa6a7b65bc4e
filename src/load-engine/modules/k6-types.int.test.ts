import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { openFixture } from '../script/script-fixture.ts';
import { elementMethods } from './html/element-methods.ts';
import { selectionMethods } from './html/selection-methods.ts';
import { typedElements } from './html/typed-elements.ts';

/** The public types of k6: what scripts may take for given. */
const types = (module: string): Promise<string> =>
  readFile(
    createRequire(import.meta.url)
      .resolve(`@types/k6/package.json`)
      .replace('package.json', `${module}/index.d.ts`),
    'utf8',
  );

/** Names that are there when a script runs: no types, and nothing that can't be made by a script itself. */
function exportedValues(text: string): readonly string[] {
  const names = [...text.matchAll(/^export (?:declare )?(?:function|const|(?:abstract )?class) (\w+)/gm)].map(([, name = '']) => name);
  return [...new Set(names)];
}

function membersOf(text: string, name: string): readonly string[] {
  const body = new RegExp(`class ${name}(?: extends \\w+)? \\{\\n([^]*?)\\n\\}`).exec(text)?.[1] ?? '';
  return [...body.matchAll(/^ {4}(\w+)\??[(:]/gm)].map(([, member = '']) => member).filter((member) => member !== 'constructor');
}

const onlyTyped: Readonly<Record<string, readonly string[]>> = {
  'k6/http': ['FileData'],
  'k6/crypto': ['Hasher'],
  'k6/metrics': ['Metric'],
};

describe('what @types/k6 declares', () => {
  for (const module of ['k6', 'k6/http', 'k6/metrics', 'k6/execution', 'k6/data', 'k6/encoding', 'k6/crypto', 'k6/timers']) {
    it(`is all there in ${module}, by name and by default`, async () => {
      const text = await types(module === 'k6' ? '.' : module.slice('k6/'.length));
      const names = exportedValues(text).filter((name) => !onlyTyped[module]?.includes(name));
      assert.ok(names.length > 0);
      await using fixture = await openFixture(
        `import * as named from '${module}'; import whole from '${module}'; export default function () { console.log(${JSON.stringify(names)}.filter((n) => named[n] === undefined || whole[n] === undefined).join()); }`,
        { entry: 'script.js' },
      );
      await fixture.iterate();
      assert.deepEqual(fixture.logs, ['info: ']);
    });
  }

  it('is all there in k6/execution, member by member', async () => {
    const text = await types('execution');
    const parts = [...text.matchAll(/^export const (\w+): \{([^]*?)\n\};/gm)].map(
      ([, part = '', body = '']) => [part, [...body.matchAll(/^ {4}(\w+)[(:]/gm)].map(([, name = '']) => name)] as const,
    );
    assert.deepEqual(
      parts.map(([part]) => part),
      ['scenario', 'instance', 'test', 'vu'],
    );
    await using fixture = await openFixture(
      `import exec from 'k6/execution'; export default function () { for (const [part, names] of ${JSON.stringify(parts)}) console.log(names.filter((n) => exec[part][n] === undefined).join()); }`,
      { entry: 'script.js' },
    );
    await fixture.iterate();
    assert.deepEqual(fixture.logs, Array<string>(4).fill('info: '));
  });

  it('is all there of a Selection and an Element', async () => {
    const text = await types('html');
    const guestSide = ['each', 'map', 'attributes', 'getAttributeNode'];
    const missing = (members: readonly string[], methods: object): readonly string[] =>
      members.filter((name) => !(name in methods) && !guestSide.includes(name));
    assert.ok(membersOf(text, 'Selection').length > 30 && membersOf(text, 'Element').length > 35);
    assert.deepEqual(missing(membersOf(text, 'Selection'), selectionMethods), []);
    assert.deepEqual(
      missing(
        membersOf(text, 'Element').filter((name) => name !== '__brand'),
        elementMethods,
      ),
      [],
    );
  });

  it('is all there of the elements that have a type of their own', async () => {
    const text = await types('html');
    const classes = [...text.matchAll(/HTML <(\w+)> element\.[^]*?class (\w+) extends (\w+)/g)];
    assert.ok(classes.length > 40);
    const inherited = (name: string): readonly string[] => {
      const base = new RegExp(`class ${name} extends (\\w+)`).exec(text)?.[1];
      return [...membersOf(text, name), ...(base === undefined || base === 'Element' ? [] : inherited(base))];
    };
    const missing = classes.flatMap(([, tag = '', name = '']) =>
      inherited(name)
        .filter((member) => member !== '__brand' && !(member in { ...elementMethods, ...typedElements[tag] }))
        .map((member) => `${tag}.${member}`),
    );
    assert.deepEqual(missing, []);
  });

  it('is all there of a response, but what the engine says it has not', async () => {
    const text = await types('http');
    const body = /export interface Response \{([^]*?)\n\}/.exec(text)?.[1] ?? '';
    const members = [...body.matchAll(/^ {4}(\w+)[(:<]/gm)].map(([, name = '']) => name);
    assert.ok(members.length > 15);
    await using fixture = await openFixture(
      `import http from 'k6/http'; export default function () { const r = http.get('http://127.0.0.1:1/'); console.log(${JSON.stringify(members)}.filter((n) => !(n in r)).join()); }`,
      { entry: 'script.js' },
    );
    await fixture.iterate();
    assert.deepEqual(fixture.logs.at(-1), 'info: ');
  });
});
