import assert from 'node:assert/strict';
import { findSecret } from './secret-sources.ts';

describe('findSecret', () => {
  it('asks the only source, or the one named default', () => {
    assert.equal(findSecret({ vault: { a: '1' } }, undefined, 'a'), '1');
    assert.equal(findSecret({ vault: { a: '1' }, default: { a: '2' } }, undefined, 'a'), '2');
    assert.equal(findSecret({ vault: { a: '1' }, default: { a: '2' } }, 'vault', 'a'), '1');
  });

  for (const [sources, source, problem] of [
    [{}, undefined, /no secret source is configured/],
    [{ x: {}, y: {} }, undefined, /none is the default/],
    [{ x: { b: 'secret' } }, 'toString', /no secret source named "toString"/],
    [{ x: { b: 'secret' } }, undefined, /"x" has no secret named "a"$/],
  ] as const) {
    it(`says that ${problem.source}`, () => assert.throws(() => findSecret(sources, source, 'a'), problem));
  }
});
