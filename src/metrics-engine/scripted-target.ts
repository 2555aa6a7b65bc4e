import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How many scrapes change what the target shows; after them it stands still. */
export const SCRIPT_LENGTH = 8;

/** A target whose nth scrape shows the nth line of a script. */
export interface ScriptedTarget {
  readonly address: string;
  /** The time that `stamped` bears. */
  readonly stampedAtMs: number;
  /** Closes the port, so that a scrape finds nobody. Closing twice does nothing. */
  close(): Promise<void>;
}

/** Opens a scripted target on a free port of the loopback. */
export async function openScriptedTarget(): Promise<ScriptedTarget> {
  const stampedAtMs = Date.now() - 1000;
  let scrapes = 0;
  const server = createServer((_request, response) => {
    scrapes++;
    response.setHeader('content-type', 'text/plain; version=0.0.4; charset=utf-8');
    response.end(exposition(Math.min(scrapes, SCRIPT_LENGTH), stampedAtMs));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    stampedAtMs,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What scrape number `step` shows: a counter that starts anew at the fifth, a series that vanishes with it, and things that never change. */
function exposition(step: number, stampedAtMs: number): string {
  const steps = step <= 4 ? step * 100 : (step - 4) * 100 - 50;
  return `# HELP script_step the line of the script
# TYPE script_step gauge
script_step ${step}
# TYPE steps_total counter
steps_total ${steps}
requests_total{version="v1",code="200"} ${1000 + 90 * step}
requests_total{version="v1",code="500"} ${1000 + 10 * step}
requests_total{version="v2",code="200"} ${1000 + 50 * step}
requests_total{version="v2",code="500"} ${1000 + 50 * step}
${step <= 4 ? `fleeting ${step}` : ''}
not_a_number NaN
beyond_numbers -Inf
renamed_job{job="its own"} 1
unwanted_series 1
stamped 42 ${stampedAtMs}
# TYPE latency_seconds histogram
latency_seconds_bucket{le="0.1"} 50
latency_seconds_bucket{le="0.2"} 90
latency_seconds_bucket{le="0.5"} 99
latency_seconds_bucket{le="+Inf"} 100
latency_seconds_sum 12.5
latency_seconds_count 100
`;
}
