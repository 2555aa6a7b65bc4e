import { answerJson, answerText, numberPart, pauseFor, type TargetExchange, type TargetRoute } from './target-exchange.ts';

/** Routes about time: delays, stalls, bodies that come slowly or never end. */
export const timingRoutes: Readonly<Record<string, TargetRoute>> = {
  /** /delay/20 answers after 20 ms, /delay/20/50 after a time between. */
  delay: async (exchange) => {
    const least = numberPart(exchange, 0, 0);
    const most = numberPart(exchange, 1, least);
    const ms = least + Math.random() * Math.max(0, most - least);
    if (ms > 0) await pauseFor(exchange, ms);
    answerJson(exchange, { delayMs: ms });
  },

  /** /stall/1000/10000: whoever comes in the first second of each ten waits for that second's end. */
  stall: async (exchange) => {
    const [stallMs, everyMs] = [numberPart(exchange, 0, 1_000), numberPart(exchange, 1, 10_000)];
    const into = exchange.elapsedMs % Math.max(1, everyMs);
    if (into < stallMs) await pauseFor(exchange, stallMs - into);
    answerText(exchange, 'through');
  },

  /** /slow/5/20/10: five chunks of ten bytes, 20 ms before each. */
  slow: async (exchange) => {
    const [chunks, pauseMs, bytes] = [numberPart(exchange, 0, 5), numberPart(exchange, 1, 20), numberPart(exchange, 2, 10)];
    exchange.response.writeHead(200, { 'content-type': 'text/plain', 'content-length': chunks * bytes });
    exchange.response.flushHeaders();
    for (let chunk = 0; chunk < chunks; chunk += 1) {
      await pauseFor(exchange, pauseMs);
      exchange.response.write('x'.repeat(bytes));
    }
    exchange.response.end();
  },

  /** /endless/10: a chunk each 10 ms until the client has enough; 0 sends as fast as it is read. */
  endless: async (exchange) => {
    const { response } = exchange;
    const pauseMs = numberPart(exchange, 0, 10);
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    while (!response.destroyed && !response.closed) {
      const taken = response.write(Buffer.alloc(pauseMs === 0 ? 65_536 : 1_024, 'x'));
      if (pauseMs > 0) await pauseFor(exchange, pauseMs);
      else if (!taken) await drained(exchange);
    }
  },

  /** Never answers. */
  hang: () => undefined,
};

function drained({ response }: TargetExchange): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      response.off('drain', end).off('close', end);
      resolve();
    };
    response.on('drain', end).on('close', end);
  });
}
