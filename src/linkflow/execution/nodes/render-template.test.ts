import assert from 'node:assert/strict';
import { renderTemplate } from './render-template.ts';

const scope = { input: { name: 'Ada', count: 3, tags: ['x', 'y'] }, nodes: { 'fetch-1': { output: { body: { price: 7 } } } } };
const rendered = (value: unknown) => {
  const result = renderTemplate(value, scope);
  return result.ok ? result.value : result.problem;
};

describe('renderTemplate', () => {
  it('keeps the type of a value that stands alone', () => {
    assert.equal(rendered('{{input.count}}'), 3);
    assert.deepEqual(rendered('{{ input.tags }}'), ['x', 'y']);
  });

  it('writes values into text', () => {
    assert.equal(rendered('{{input.name}} pays {{nodes.fetch-1.output.body.price}} for {{input.tags}}'), 'Ada pays 7 for ["x","y"]');
  });

  it('reaches into objects and lists', () => {
    assert.deepEqual(rendered({ a: ['{{input.tags.1}}'], b: { c: '{{input.name}}' }, d: 1 }), { a: ['y'], b: { c: 'Ada' }, d: 1 });
  });

  it('names a path that leads nowhere', () => {
    assert.match(String(rendered('{{nodes.other.output}}')), /nodes\.other\.output.*"other"/);
    assert.match(String(rendered('x {{input.name.first}}')), /"first"/);
  });

  it('reads own members only', () => {
    for (const path of ['input.constructor', 'input.__proto__', 'input.tags.length.constructor'])
      assert.match(String(rendered(`{{${path}}}`)), /nowhere/);
  });

  it('runs nothing: what is not a path stays text', () => {
    assert.equal(rendered('{{1+1}} {{process.exit()}}'), '{{1+1}} {{process.exit()}}');
  });
});
