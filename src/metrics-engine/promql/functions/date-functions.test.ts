import assert from 'node:assert/strict';
import { ask, readerOf } from '../evaluate/testing/ask.ts';

const READER = readerOf({ 'born{a="1"}': [[0, 1_136_239_445]] });

describe('the functions of a date', () => {
  const TABLE: readonly (readonly [name: string, ofBirth: number])[] = [
    ['year', 2006],
    ['month', 1],
    ['day_of_month', 2],
    ['day_of_year', 2],
    ['day_of_week', 1],
    ['days_in_month', 31],
    ['hour', 22],
    ['minute', 4],
  ];
  for (const [name, ofBirth] of TABLE) {
    it(`tell the ${name} of seconds since 1970, and take the name off`, () =>
      assert.deepEqual(ask(READER, `${name}(born)`, 0), { '{a=1}': ofBirth }));
  }
  it('are about the instant itself without an argument', () => {
    assert.deepEqual(ask(READER, 'hour()', [0, 10_800, 3600]), { '{}': [0, 1, 2, 3] });
    assert.deepEqual(ask(READER, 'minute() + 60 * hour()', 3659), { '{}': 60 });
  });
});
