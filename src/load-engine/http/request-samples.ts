import type { SampleSink, Tags } from '../virtual-user.ts';
import type { Exchanged } from './exchange.ts';

/** k6's code for an address that is none. */
const INVALID_URL = 1020;

/**
 * Emits the samples of one request; `failed` undefined where the script measures no failures.
 *
 * A request whose address is none counts, and has failed; it took no time that could be measured, and a 0 would make latencies look better.
 */
export function emitRequest(
  sink: SampleSink,
  { timings, failure }: Exchanged,
  tags: Tags,
  failed: boolean | undefined,
  atMs: number,
  metadata: Tags | undefined,
): void {
  sink.add('http_reqs', 1, tags, atMs, metadata);
  if (failure?.code !== INVALID_URL) emitTimings(sink, timings, tags, atMs, metadata);
  if (failed !== undefined) sink.add('http_req_failed', failed ? 1 : 0, tags, atMs, metadata);
}

function emitTimings(sink: SampleSink, timings: Exchanged['timings'], tags: Tags, atMs: number, metadata: Tags | undefined): void {
  sink.add('http_req_duration', timings.sending + timings.waiting + timings.receiving, tags, atMs, metadata);
  sink.add('http_req_blocked', timings.blocked, tags, atMs, metadata);
  sink.add('http_req_connecting', timings.connecting, tags, atMs, metadata);
  sink.add('http_req_tls_handshaking', timings.tlsHandshaking, tags, atMs, metadata);
  sink.add('http_req_sending', timings.sending, tags, atMs, metadata);
  sink.add('http_req_waiting', timings.waiting, tags, atMs, metadata);
  sink.add('http_req_receiving', timings.receiving, tags, atMs, metadata);
}
