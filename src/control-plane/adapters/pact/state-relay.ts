import { createServer, type IncomingMessage } from 'node:http';
import { request } from 'undici';
import { z } from 'zod';
import type { StateProblem } from './verifier-job.ts';

const stateChange = z.object({ state: z.string(), action: z.string() });

/** A running relay: its URL for the verifier, and what went wrong since the last call of `takeProblems`. */
export interface StateRelay {
  readonly url: string;
  takeProblems(): readonly StateProblem[];
  close(): Promise<void>;
}

/**
 * Stands between the verifier and the URL that sets provider states, on a loopback port of its own.
 *
 * The verifier repeats a state change that was answered with a 5xx for minutes and reports no more than that it failed; the relay asks
 * once, with a deadline, and keeps what was answered. An interaction without a state is not passed on: there is nothing to set up.
 */
export async function openStateRelay(config: { readonly target: string; readonly timeoutMs: number }): Promise<StateRelay> {
  let problems: StateProblem[] = [];
  const server = createServer((incoming, response) => {
    void relay(incoming, config).then((problem) => {
      if (problem !== undefined) problems.push(problem);
      // 400 is what the verifier doesn't repeat.
      response.writeHead(problem === undefined ? 200 : 400, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the state relay has no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    takeProblems() {
      const taken = problems;
      problems = [];
      return taken;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function relay(
  incoming: IncomingMessage,
  config: { readonly target: string; readonly timeoutMs: number },
): Promise<StateProblem | undefined> {
  let state = '';
  try {
    const body = await bodyOf(incoming);
    const change = stateChange.parse(JSON.parse(body));
    state = change.state;
    if (state === '') return undefined;
    const answer = await request(config.target, {
      method: 'POST',
      headers: passedOn(incoming),
      body,
      signal: AbortSignal.timeout(config.timeoutMs),
    });
    const text = await answer.body.text();
    if (answer.statusCode < 300) return undefined;
    return {
      kind: 'refused',
      state,
      sentence: `${change.action} of the state was answered with ${answer.statusCode} ${text.slice(0, 200)}`.trim(),
    };
  } catch (error) {
    return {
      kind: 'unreachable',
      state,
      sentence: `no answer from ${config.target}: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
}

/** The headers of the verifier that belong to the message and not to its connection. */
function passedOn(incoming: IncomingMessage): Record<string, string | string[]> {
  const ofConnection = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive', 'expect']);
  return Object.fromEntries(
    Object.entries(incoming.headers).flatMap(([name, value]) => (value === undefined || ofConnection.has(name) ? [] : [[name, value]])),
  );
}
