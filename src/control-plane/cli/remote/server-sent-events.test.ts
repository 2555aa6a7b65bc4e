import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { reconnectDelayMs } from './reconnect-delay.ts';
import { eventStreamParser } from './server-sent-events.ts';

const stream =
  ': hello\nretry: 2000\n\nid: 1\nevent: news\ndata: {"a":1}\n\n: heartbeat\n\nid: 2\ndata: x\ndata:y\n\nevent: end\ndata: {}\n\nevent: unfinished\ndata: z';
const expected = [
  { kind: 'news', data: '{"a":1}', id: '1' },
  { kind: 'message', data: 'x\ny', id: '2' },
  { kind: 'end', data: '{}', id: '2' },
];

describe('eventStreamParser', () => {
  it('gives whole events, keeps the last id, and lets comments and the unfinished be', () => {
    assert.deepEqual(eventStreamParser()(stream), expected);
  });

  it('gives the same however the stream is cut into pieces and its lines are ended', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 5 }), fc.constantFrom('\n', '\r\n', '\r'), (cuts, end) => {
        const parse = eventStreamParser();
        let rest = stream.replaceAll('\n', end);
        const events = [];
        for (let turn = 0; rest !== ''; turn += 1) {
          const size = cuts[turn % cuts.length] ?? 1;
          events.push(...parse(rest.slice(0, size)));
          rest = rest.slice(size);
        }
        assert.deepEqual(events, expected);
      }),
    );
  });

  it('refuses a line without end', () => {
    const parse = eventStreamParser();
    assert.throws(() => {
      for (let n = 0; n < 10; n += 1) parse('x'.repeat(2 ** 20));
    }, /longer than 8 MiB/);
  });
});

describe('reconnectDelayMs', () => {
  it('doubles up to ten seconds, and spreads watchers over a quarter', () => {
    assert.deepEqual(
      [1, 2, 3, 4, 5, 6, 99].map((attempt) => reconnectDelayMs(attempt, 0)),
      [500, 1000, 2000, 4000, 8000, 10_000, 10_000],
    );
    assert.equal(reconnectDelayMs(1, 1), 375);
  });
});
