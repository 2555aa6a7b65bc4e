import type { SampleSink, Tags } from '../virtual-user.ts';
import type { Exchanged } from './exchange.ts';

/** Emits the samples of one request; `failed` undefined where the script measures no failures. */
export function emitRequest(
  sink: SampleSink,
  { timings }: Exchanged,
  tags: Tags,
  failed: boolean | undefined,
  atMs: number,
  metadata: Tags | undefined,
): void {
  sink.add('http_reqs', 1, tags, atMs, metadata);
  sink.add('http_req_duration', timings.sending + timings.waiting + timings.receiving, tags, atMs, metadata);
  sink.add('http_req_blocked', timings.blocked, tags, atMs, metadata);
  sink.add('http_req_connecting', timings.connecting, tags, atMs, metadata);
  sink.add('http_req_tls_handshaking', timings.tlsHandshaking, tags, atMs, metadata);
  sink.add('http_req_sending', timings.sending, tags, atMs, metadata);
  sink.add('http_req_waiting', timings.waiting, tags, atMs, metadata);
  sink.add('http_req_receiving', timings.receiving, tags, atMs, metadata);
  if (failed !== undefined) sink.add('http_req_failed', failed ? 1 : 0, tags, atMs, metadata);
}
