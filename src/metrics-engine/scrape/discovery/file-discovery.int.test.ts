import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../collector-clock.ts';
import type { DiscoveryUpdate } from './discovery.ts';
import { fileDiscovery } from './file-discovery.ts';

/** How long a test waits for what the file system should tell, far longer than it takes. */
const PATIENCE_MS = 10_000;

describe('fileDiscovery', () => {
  let folder: string;
  let stop: AbortController;
  let running: Promise<void> | undefined;
  let targets: Map<string, readonly string[]>;
  let problems: Map<string, string>;
  let onChange: (() => void) | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'targets-'));
    stop = new AbortController();
    running = undefined;
    targets = new Map();
    problems = new Map();
  });
  afterEach(async () => {
    stop.abort();
    await running;
    await rm(folder, { recursive: true, force: true });
  });

  function take(update: DiscoveryUpdate): void {
    const source = update.source.slice(folder.length + 1);
    problems.delete(source);
    if (update.kind === 'gone') targets.delete(source);
    else if (update.kind === 'failed') problems.set(source, update.problem);
    else targets.set(source, addressesOf(update));
  }
  const look = (pattern = '*.json', refreshMs = 3_600_000) => {
    const config = { kind: 'file', patterns: [join(folder, pattern)], refreshMs } as const;
    running = fileDiscovery(config, systemClock).run(stop.signal, (updates) => {
      updates.forEach((update) => take(update));
      onChange?.();
    });
  };
  const put = (name: string, content: unknown) =>
    writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  const state = () => ({ targets: Object.fromEntries(targets), problems: Object.keys(Object.fromEntries(problems)) });

  /** Waits until what was told amounts to a state. */
  async function becomes(expected: ReturnType<typeof state>): Promise<void> {
    const isSo = () => JSON.stringify(state()) === JSON.stringify(expected);
    const deadline = AbortSignal.timeout(PATIENCE_MS);
    while (!isSo() && !deadline.aborted) {
      await new Promise<void>((resolve) => {
        onChange = resolve;
        deadline.addEventListener('abort', () => resolve());
      });
    }
    assert.deepEqual(state(), expected);
  }

  it('finds the targets of files that come, change and go', async () => {
    await put('a.json', [{ targets: ['x:1', 'y:1'] }]);
    look();
    await becomes({ targets: { 'a.json': ['x:1', 'y:1'] }, problems: [] });
    await put('b.json', [{ targets: ['z:1'] }]);
    await becomes({ targets: { 'a.json': ['x:1', 'y:1'], 'b.json': ['z:1'] }, problems: [] });
    await put('a.json', [{ targets: ['x:2'] }]);
    await becomes({ targets: { 'a.json': ['x:2'], 'b.json': ['z:1'] }, problems: [] });
    await rm(join(folder, 'a.json'));
    await becomes({ targets: { 'b.json': ['z:1'] }, problems: [] });
  });

  it('keeps the last good targets of a file that broke, and says so until it is mended', async () => {
    await put('a.json', [{ targets: ['x:1'] }]);
    look();
    await becomes({ targets: { 'a.json': ['x:1'] }, problems: [] });
    await put('a.json', '[{ "targets": ');
    await becomes({ targets: { 'a.json': ['x:1'] }, problems: ['a.json'] });
    await put('a.json', []);
    await becomes({ targets: { 'a.json': [] }, problems: [] });
  });

  it('sees a file that is replaced by another in one step', async () => {
    await put('a.yml', '- targets: [x:1]');
    look('a.yml');
    await becomes({ targets: { 'a.yml': ['x:1'] }, problems: [] });
    await put('new', '- targets: [x:2]');
    await rename(join(folder, 'new'), join(folder, 'a.yml'));
    await becomes({ targets: { 'a.yml': ['x:2'] }, problems: [] });
  });

  it('sees a folder that comes later', async () => {
    look('later/*.yaml');
    await becomes({ targets: {}, problems: [] });
    await mkdir(join(folder, 'later'));
    await put('later/a.yaml', '- targets: [x:1]\n  labels: { version: 1.10 }');
    await becomes({ targets: { 'later/a.yaml': ['x:1'] }, problems: [] });
  });

  it('sees a folder that is replaced whole', async () => {
    await mkdir(join(folder, 'sub'));
    await put('sub/a.json', [{ targets: ['x:1'] }]);
    look('sub/*.json');
    await becomes({ targets: { 'sub/a.json': ['x:1'] }, problems: [] });
    await mkdir(join(folder, 'next'));
    await put('next/b.json', [{ targets: ['x:2'] }]);
    await rm(join(folder, 'sub'), { recursive: true });
    await becomes({ targets: {}, problems: [] });
    await rename(join(folder, 'next'), join(folder, 'sub'));
    await becomes({ targets: { 'sub/b.json': ['x:2'] }, problems: [] });
  });

  it('looks now and then, too', async () => {
    look('far/away/*.yaml', 20);
    await becomes({ targets: {}, problems: [] });
    await mkdir(join(folder, 'far/away'), { recursive: true });
    await put('far/away/a.yaml', '- targets: [x:1]');
    await becomes({ targets: { 'far/away/a.yaml': ['x:1'] }, problems: [] });
  });

  it('reports a path that is no folder', async () => {
    await put('file', '');
    look('file/*.json');
    await becomes({ targets: {}, problems: ['file/*.json'] });
  });
});

function addressesOf({ groups }: Extract<DiscoveryUpdate, { kind: 'found' }>): readonly string[] {
  return groups.flatMap((group) => group.targets.map((target) => target['__address__'] ?? ''));
}
