import { createServer, type Server } from 'node:net';
import { fileURLToPath } from 'node:url';
import { MetricRegistry } from '../metrics/metric-registry.ts';
import type { IterationContext, LoadScript, OpenScript, TestFacts, VirtualUser } from '../virtual-user.ts';
import { warmUpScript } from './warm-up-script.ts';

/** A thousand iterations of two requests each: after them V8 has compiled what it will compile. */
const [USERS, ROUNDS] = [8, 125];

/** On a machine that is busy with other things a test should not wait for all of them. */
const MOST_MS = 600;

const answer = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{"warm":true}';

/** A script has to have a place, though its text is given: this folder. */
const scriptPath = fileURLToPath(new URL('./warm-up.js', import.meta.url));

/**
 * Runs a script of the engine's own against a server of its own on loopback, for 600 ms at most, so that what a test needs is compiled before
 * its schedule begins: the first thousand iterations cost five times what later ones do, and a test of many starts a second would begin late and
 * drop what it can't make in time. Nothing of it is counted. Never rejects: where it can't run, the test begins as cold as it was.
 */
export async function warmUp(openScript: OpenScript): Promise<void> {
  const server = createServer((socket) => socket.on('data', () => socket.write(answer)).on('error', () => socket.destroy()));
  try {
    await goRound(openScript, `http://127.0.0.1:${await listen(server)}/`);
  } catch {
    // The test itself will meet what went wrong, and say so.
  } finally {
    server.close();
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
    });
  });
}

async function goRound(openScript: OpenScript, url: string): Promise<void> {
  const limits = { memoryBytes: 16 * 1024 * 1024, initMs: 10_000, allowedHosts: undefined };
  const script = await openScript({ path: scriptPath, text: warmUpScript, env: { TARGET: url }, limits, log: () => undefined });
  const users = await makeUsers(script);
  const until = performance.now() + MOST_MS;
  try {
    await Promise.all(users.map((user) => iterate(user, until)));
  } finally {
    await Promise.all(users.map((user) => user.dispose()));
    await script.dispose();
  }
}

function makeUsers(script: LoadScript): Promise<readonly VirtualUser[]> {
  const sink = new MetricRegistry();
  return Promise.all(
    Array.from({ length: USERS }, (_, index) => script.createVirtualUser(index + 1, index === 0 ? connectingFacts : facts, sink)),
  );
}

async function iterate(user: VirtualUser, until: number): Promise<void> {
  const { signal } = new AbortController();
  for (let round = 0; round < ROUNDS && performance.now() < until; round += 1) {
    await user.iterate({ ...frame, iterationInScenario: round }, undefined, signal);
  }
}

const frame: Omit<IterationContext, 'iterationInScenario'> = {
  scenario: 'warm-up',
  executor: 'constant-vus',
  exec: 'default',
  scenarioTags: {},
  scenarioEnv: {},
  scenarioStartMs: 0,
  progress: () => 0,
};

const facts: TestFacts = {
  startMs: 0,
  instance: () => ({ iterationsCompleted: 0, iterationsInterrupted: 0, vusActive: 0, vusInitialized: 0 }),
  options: {},
  globalTags: {},
};

/** A test begins with a connection for each user that it needs, all within the time of an answer: opening one must be compiled code as well. */
const connectingFacts: TestFacts = { ...facts, options: { noConnectionReuse: true } };
