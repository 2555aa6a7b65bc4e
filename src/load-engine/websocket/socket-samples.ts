import type { VuTags } from '../modules/vu-tags.ts';
import type { SampleSink, Tags } from '../virtual-user.ts';
import type { SocketRequest } from './socket-request.ts';

/** What the handshake found out. */
export interface Opened {
  readonly status: number;
  readonly subprotocol: string;
  readonly tlsVersion: string;
  readonly ip: string;
}

/** The samples of one WebSocket session, all with the tags of the place that opened it: https://grafana.com/docs/k6/latest/using-k6/metrics/reference/#websockets. */
export class SocketSamples {
  readonly #sink: SampleSink;
  readonly #tags: Tags;
  readonly #metadata: Tags | undefined;

  /** `traceId` is '' where the session belongs to no trace. */
  constructor(sink: SampleSink, tags: Tags, traceId: string) {
    this.#sink = sink;
    this.#tags = tags;
    this.#metadata = traceId === '' ? undefined : { trace_id: traceId };
  }

  opened(connectingMs: number): void {
    this.#add('ws_sessions', 1);
    this.#add('ws_connecting', connectingMs);
  }

  sent(): void {
    this.#add('ws_msgs_sent', 1);
  }

  received(): void {
    this.#add('ws_msgs_received', 1);
  }

  ponged(afterMs: number): void {
    this.#add('ws_ping', afterMs);
  }

  ended(sessionMs: number): void {
    this.#add('ws_session_duration', sessionMs);
  }

  #add(metric: string, value: number): void {
    this.#sink.add(metric, value, this.#tags, Date.now(), this.#metadata);
  }
}

/** Tags of a session's samples: as for HTTP, `tags.name` names the address wherever it would make a series of an id. `group` is where it was opened. */
export function socketTags(
  tags: VuTags,
  group: string,
  { address, params }: SocketRequest,
  { status, subprotocol, tlsVersion, ip }: Opened,
): Tags {
  const label = params.tags['name'] ?? address;
  const key = `ws|${label}|${status}|${subprotocol}|${tlsVersion}|${ip}|${JSON.stringify(params.tags)}`;
  return tags.variantIn(group, key, () => ({
    user: params.tags,
    system: {
      url: label,
      name: label,
      status: String(status),
      ip,
      ...(subprotocol === '' ? {} : { subproto: subprotocol }),
      ...(tlsVersion === '' ? {} : { tls_version: tlsVersion }),
    },
  }));
}
