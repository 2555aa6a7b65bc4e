import type { VuTags } from '../modules/vu-tags.ts';
import type { SampleSink, Tags } from '../virtual-user.ts';
import type { CallParams } from './grpc-params.ts';
import type { OpenChannel } from './open-channel.ts';
import type { RpcMethod } from './rpc-method.ts';

/** The samples of one call, with the tags of the place that made it: https://grafana.com/docs/k6/latest/using-k6/metrics/reference/#grpc. */
export class RpcSamples {
  readonly #sink: SampleSink;
  readonly #tags: VuTags;
  readonly #group: string;
  readonly #user: Tags;
  readonly #system: Tags;
  readonly #key: string;
  readonly #metadata: Tags | undefined;

  constructor(
    sink: SampleSink,
    tags: VuTags,
    { address, ip }: Pick<OpenChannel, 'address' | 'ip'>,
    { path, service, name, sendsStream, receivesStream }: RpcMethod,
    params: CallParams,
    traceId: string,
  ) {
    this.#metadata = traceId === '' ? undefined : { trace_id: traceId };
    this.#sink = sink;
    this.#tags = tags;
    this.#group = tags.group;
    this.#user = params.tags;
    const label = params.tags['name'];
    this.#system = {
      ip,
      service,
      method: name,
      rpc_type: sendsStream || receivesStream ? 'streaming' : 'unary',
      name: label ?? path,
      url: label ?? `${address}${path}`,
    };
    this.#key = `grpc|${address}|${path}|${JSON.stringify(params.tags)}`;
  }

  /** A call is over, whichever way. */
  ended(durationMs: number, status: number): void {
    const tags = this.#tags.variantIn(this.#group, `${this.#key}|${status}`, () => ({
      user: this.#user,
      system: { ...this.#system, status: String(status) },
    }));
    this.#sink.add('grpc_req_duration', durationMs, tags, Date.now(), this.#metadata);
  }

  streamOpened(): void {
    this.#count('grpc_streams');
  }

  sent(): void {
    this.#count('grpc_streams_msgs_sent');
  }

  received(): void {
    this.#count('grpc_streams_msgs_received');
  }

  #count(metric: string): void {
    const tags = this.#tags.variantIn(this.#group, this.#key, () => ({ user: this.#user, system: this.#system }));
    this.#sink.add(metric, 1, tags, Date.now(), this.#metadata);
  }
}
