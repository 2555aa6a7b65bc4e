import assert from 'node:assert/strict';
import { chooseVersion } from './choose-version.ts';

const versions = [
  { version: 'v1', url: 'http://127.0.0.1:1' },
  { version: 'v2', url: 'http://127.0.0.1:2' },
];

function choose({ header, strict = true, known = versions }: { header?: string; strict?: boolean; known?: typeof versions }) {
  let turns = 0;
  const choice = chooseVersion({
    versions: known,
    header,
    strict,
    nextByWeight: () => {
      turns += 1;
      return 'v1';
    },
  });
  return { choice, turns };
}

describe('chooseVersion', () => {
  it('follows the header before the weights and uses up no turn', () => {
    const { choice, turns } = choose({ header: 'v2' });
    assert.deepEqual(choice, { kind: 'chosen', entry: versions[1], by: 'header' });
    assert.equal(turns, 0);
  });

  it('goes by weight without a header', () => {
    assert.deepEqual(choose({}).choice, { kind: 'chosen', entry: versions[0], by: 'weight' });
  });

  it('refuses a header for a version nobody registered, instead of serving another one', () => {
    assert.deepEqual(choose({ header: 'v3' }).choice, { kind: 'unknown-version', version: 'v3' });
  });

  it('overlooks such a header where versions are not compared', () => {
    assert.equal(choose({ header: 'v3', strict: false }).choice.kind, 'chosen');
  });

  it('says when nobody is there', () => {
    assert.deepEqual(choose({ known: [] }).choice, { kind: 'none-registered' });
  });
});
