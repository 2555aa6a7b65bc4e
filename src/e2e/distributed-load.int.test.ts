import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** It lasts some seconds: on a busy machine two processes begin a second or two apart, and must run at the same time. */
const SCRIPT = `
  import http from 'k6/http'; import { sleep } from 'k6';
  export const options = {
    scenarios: { gate: { executor: 'shared-iterations', vus: 6, iterations: 60 } },
    thresholds: { http_reqs: ['count==60'], http_req_duration: ['p(95)<10000'] },
  };
  export default () => { http.get(__ENV.BASE_URL); sleep(0.6); };`;

/** The commands of a page: its blocks of shell, as they are written. */
const commandsOf = (page: string): readonly string[] => [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block]) => block ?? '');

describe('docs/distributed-load.md', () => {
  let folder = '';
  let server: Server;
  let requests = 0;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'distributed-'));
    await writeFile(path.join(folder, 'script.ts'), SCRIPT);
    server = createServer((_, response) => {
      requests += 1;
      response.end('ok');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true });
  });

  const shell = async (script: string): Promise<{ readonly code: number | null; readonly out: string }> => {
    const { port } = server.address() as AddressInfo;
    const env = { ...process.env, PATH: `${path.join(ROOT, 'bin')}:${process.env['PATH']}`, BASE_URL: `http://127.0.0.1:${port}/` };
    const child = spawn('bash', ['-c', script], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const out = await text(child.stdout);
    return { code: await ended, out };
  };

  it('has commands that run as they are written, and come to one verdict on all requests', async () => {
    const [threads = '', processes = ''] = commandsOf(await readFile(path.join(ROOT, 'docs/distributed-load.md'), 'utf8'));
    const spread = await shell(threads);
    assert.deepEqual([spread.code, requests], [0, 60], spread.out);
    requests = 0;
    const merged = await shell(processes);
    assert.deepEqual([merged.code, requests], [0, 60], merged.out);
    assert.match(merged.out, /✓ 'count==60' count=60 \(n = 60\)/);
    assert.match(await readFile(path.join(folder, 'report.html'), 'utf8'), /^<!doctype html>/i);
    assert.match(await readFile(path.join(folder, 'whole.json'), 'utf8'), /"segment":"0:1"/);
  });
});
