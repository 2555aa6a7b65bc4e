import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import { manualClock } from '../manual-clock.ts';
import type { ByteTarget } from './byte-target.ts';
import { LineWriter, MOST_WAITING } from './line-writer.ts';

interface MemoryTarget extends ByteTarget {
  readonly writes: Uint8Array[];
  readonly state: { closed: boolean; dropped: boolean; fault: Error | undefined; stuck: boolean };
}

const memoryTarget = (): MemoryTarget => {
  const state = { closed: false, dropped: false, fault: undefined as Error | undefined, stuck: false };
  const writes: Uint8Array[] = [];
  return {
    writes,
    state,
    write: async (bytes) => {
      if (state.fault !== undefined) throw state.fault;
      if (state.stuck) await new Promise(() => {});
      writes.push(bytes);
    },
    close: async () => {
      state.closed = true;
    },
    drop: () => {
      state.dropped = true;
    },
  };
};

const start = (compressed = false) => {
  const [clock, target] = [manualClock(), memoryTarget()];
  const losses: string[] = [];
  const writer = new LineWriter({ target, compressed, clock, saveIntervalMs: 1000, onLoss: (why) => losses.push(why) });
  const text = (): string => Buffer.concat(target.writes).toString();
  return { clock, target, losses, writer, text };
};

describe('LineWriter', () => {
  it('writes what waits at each interval, and the rest at the end', async () => {
    const { clock, target, writer, text } = start();
    writer.write('a\n');
    writer.write('b\n');
    assert.equal(text(), '');
    await clock.advance(1000);
    assert.equal(text(), 'a\nb\n');
    writer.write('c\n');
    assert.deepEqual(await writer.close(), []);
    assert.deepEqual([text(), target.state.closed], ['a\nb\nc\n', true]);
  });

  it('does not wait for the interval when there is much', async () => {
    const { clock, writer, text } = start();
    const line = `${'x'.repeat(1023)}\n`;
    for (let index = 0; index < 300; index += 1) writer.write(line);
    await clock.advance(0);
    assert.equal(text().length, 256 * 1024);
    await writer.close();
    assert.equal(text().length, 300 * 1024);
  });

  it('writes gzip members, each of which can be read without those after it', async () => {
    const { clock, target, writer } = start(true);
    writer.write('a\n');
    await clock.advance(1000);
    while (target.writes.length === 0) await clock.breathe();
    writer.write('b\n');
    await writer.close();
    assert.equal(gunzipSync(target.writes[0] ?? '').toString(), 'a\n');
    assert.equal(gunzipSync(Buffer.concat(target.writes)).toString(), 'a\nb\n');
  });

  it('holds no more than it may while its target stands still, and counts and tells what it drops', async () => {
    const { clock, target, writer, losses } = start();
    target.state.stuck = true;
    const line = 'x'.repeat(64 * 1024);
    const taken = Array.from({ length: 300 }, () => writer.write(line)).filter((kept) => kept).length;
    assert.equal(taken, MOST_WAITING / line.length);
    assert.deepEqual(losses, ['what they are written to is too slow']);
    const closing = writer.close();
    await clock.advance(10_000);
    assert.deepEqual(await closing, ['300 samples were not written: what they are written to did not take them within 10 s of the end']);
    assert.deepEqual([target.state.closed, target.state.dropped], [false, true]);
  });

  it('takes lines again when a slow target has caught up, and tells at the end how many it dropped', async () => {
    const [clock, target] = [manualClock(), memoryTarget()];
    const gate = Promise.withResolvers<void>();
    const slow = { ...target, write: (bytes: Uint8Array) => gate.promise.then(() => target.write(bytes)) };
    const writer = new LineWriter({ target: slow, compressed: false, clock, saveIntervalMs: 1000, onLoss: () => {} });
    const line = 'x'.repeat(1024 * 1024);
    for (let index = 0; index < 20; index += 1) writer.write(line);
    gate.resolve();
    await clock.advance(1000);
    assert.equal(writer.write(line), true);
    assert.deepEqual(await writer.close(), ['4 samples were not written: what they are written to is too slow']);
    assert.equal(Buffer.concat(target.writes).length, 17 * line.length);
  });

  it('writes nothing more after an error, and counts all that it did not write', async () => {
    const { clock, target, writer, losses } = start();
    writer.write('a\n');
    await clock.advance(1000);
    target.state.fault = new Error('ENOSPC: no space left on device, write');
    writer.write('b\n');
    writer.write('c\n');
    await clock.advance(1000);
    target.state.fault = undefined;
    assert.equal(writer.write('d\n'), false);
    assert.deepEqual(await writer.close(), ['3 samples were not written: ENOSPC: no space left on device, write']);
    assert.deepEqual([Buffer.concat(target.writes).toString(), losses.length], ['a\n', 1]);
  });

  it('counts no sample for a header', async () => {
    const { target, writer } = start();
    target.state.fault = new Error('EPIPE');
    writer.write('name,value\n', 0);
    assert.deepEqual(await writer.close(), ['0 samples were not written: EPIPE']);
  });
});
