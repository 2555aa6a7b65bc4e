import assert from 'node:assert/strict';
import { liveBlock } from './live-block.ts';
import { memoryScreen, shown } from './testing/memory-screen.ts';

describe('liveBlock', () => {
  it('paints over itself, and keeps what is printed above', () => {
    const screen = memoryScreen({ isLive: true });
    const block = liveBlock(screen);
    block.paint(['one', 'two', 'three']);
    block.paint(['ONE']);
    block.print('news\n');
    block.paint(['One', 'Two']);
    assert.deepEqual(shown(screen.written()), ['news', 'One', 'Two']);
  });

  it('wipes itself at the end, gives the cursor back once, and stays closed when closed again', () => {
    const screen = memoryScreen({ isLive: true });
    const block = liveBlock(screen);
    block.print('first\n');
    block.paint(['status']);
    block.close();
    block.close();
    assert.deepEqual(shown(screen.written()), ['first']);
    assert.equal(screen.written().split('\u001B[?25h').length, 2);
    assert.equal(screen.written().split('\u001B[?25l').length, 2);
  });

  it('cuts lines that would wrap and blocks that would scroll, since both spoil the count', () => {
    const screen = memoryScreen({ isLive: true, columns: 10, rows: 4 });
    liveBlock(screen).paint(['a'.repeat(30), 'b', 'c', 'd', 'e']);
    assert.deepEqual(shown(screen.written()), [`${'a'.repeat(8)}…`, 'b', 'c']);
  });
});
