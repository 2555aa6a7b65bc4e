import assert from 'node:assert/strict';
import { nextCursor, parseCursor } from './list-cursor.ts';

describe('parseCursor', () => {
  it('reads what nextCursor made', () => {
    const entry = { createdAt: '2026-01-02T03:04:05.678Z', id: 'w-1' };
    assert.deepEqual(parseCursor(nextCursor(entry)), entry);
  });

  it('knows what it never made', () => {
    for (const text of ['', 'x', Buffer.from('[1,2]').toString('base64url'), Buffer.from('["yesterday","w"]').toString('base64url')]) {
      assert.equal(parseCursor(text), undefined);
    }
  });
});
