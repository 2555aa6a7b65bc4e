import assert from 'node:assert/strict';
import { parseMetricKey } from './metric-key.ts';

describe('parseMetricKey', () => {
  const understood: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    ['http_reqs', 'http_reqs', {}],
    ['http_req_duration{scenario:gate}', 'http_req_duration', { scenario: 'gate' }],
    ['checks{group:::login::form}', 'checks', { group: '::login::form' }],
    ['x{ a : b , c : d }', 'x', { a: 'b', c: 'd' }],
    ['x{name:"GET /a,b"}', 'x', { name: 'GET /a,b' }],
    ['x{url:http://h/p?q={1}}', 'x', { url: 'http://h/p?q={1}' }],
    ['x{__proto__:a}', 'x', Object.fromEntries([['__proto__', 'a']])],
  ];
  for (const [text, name, tags] of understood) {
    it(`reads ${text}`, () => assert.deepEqual(parseMetricKey(text), { ok: true, key: { name, tags } }));
  }

  const refused: readonly (readonly [string, RegExp])[] = [
    ['', /is neither/],
    ['9lives', /is neither/],
    ['x{}', /where tag:value belongs/],
    ['x{scenario}', /where tag:value belongs/],
    ['x{scenario:}', /where tag:value belongs/],
    ['x{vu:1}', /can't be told apart/],
    ['x{a:1,a:2}', /twice/],
  ];
  for (const [text, problem] of refused) {
    it(`does not understand "${text}"`, () => {
      const reading = parseMetricKey(text);
      assert.ok(!reading.ok && problem.test(reading.problem));
    });
  }
});
