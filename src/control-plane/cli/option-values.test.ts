import assert from 'node:assert/strict';
import { InvalidArgumentError } from 'commander';
import { countValue, durationValue, instantValue, portValue, reasonValue, urlValue } from './option-values.ts';

describe('values of options', () => {
  it('are read', () => {
    assert.equal(durationValue('2h'), 7200);
    assert.equal(urlValue('http://h:1/base/'), 'http://h:1/base');
    assert.equal(portValue('0'), 0);
    assert.equal(countValue(5)('5'), 5);
    assert.equal(instantValue('2026-12-24T18:00:00+01:00'), Date.UTC(2026, 11, 24, 17));
    assert.equal(reasonValue(' why '), 'why');
  });

  it('are refused in words that show the right form', () => {
    const refused: readonly (readonly [(text: string) => unknown, string])[] = [
      [durationValue, '10'],
      [durationValue, '0s'],
      [urlValue, 'localhost:80'],
      [urlValue, 'http://user:pass@h'],
      [urlValue, 'http://h?x=1'],
      [portValue, '65536'],
      [portValue, '-1'],
      [countValue(5), '6'],
      [countValue(5), '0'],
      [countValue(5), '1.5'],
      [instantValue, 'tomorrow'],
      [instantValue, '2026-12-24T18:00:00'],
      [instantValue, '2026-13-24T18:00:00Z'],
      [reasonValue, '  '],
    ];
    for (const [read, text] of refused) assert.throws(() => read(text), InvalidArgumentError, text);
  });
});
