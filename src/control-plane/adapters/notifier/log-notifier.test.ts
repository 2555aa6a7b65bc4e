import assert from 'node:assert/strict';
import { pino } from 'pino';
import { logNotifier } from './log-notifier.ts';

describe('logNotifier', () => {
  it('writes one line with the id, the title and the text', async () => {
    const lines: string[] = [];
    const logger = pino({ base: null, timestamp: false }, { write: (line: string) => void lines.push(line) });
    await logNotifier({ logger }).notify({ id: 'r-1/ended', title: 'workflow-service v2 was rolled back', text: 'p95 412 ms > 200 ms' });
    assert.deepEqual(
      lines.map((line) => JSON.parse(line) as unknown),
      [{ level: 30, noticeId: 'r-1/ended', text: 'p95 412 ms > 200 ms', msg: 'workflow-service v2 was rolled back' }],
    );
  });
});
