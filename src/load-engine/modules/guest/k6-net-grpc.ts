import {
  base64Encode,
  grpcClient,
  grpcClose,
  grpcConnect,
  grpcEnd,
  grpcInvoke,
  grpcLoad,
  grpcStart,
  grpcStream,
  grpcWrite,
  type Held,
} from 'sluice:host';
import { asText } from './as-text.ts';
import { hostText } from './host-text.ts';
import { listen, operation, unlisten } from './runtime.ts';
import { tagText } from './tags.ts';
import { inputBytes } from './text.ts';

export * from './grpc-constants.ts';

type Loose = Readonly<Record<string, unknown>>;
type Handler = (data?: unknown, metadata?: object) => unknown;

function pairs(given: unknown): readonly (readonly [string, string])[] | undefined {
  if (given === undefined || given === null) return undefined;
  if (typeof given !== 'object') throw new TypeError('gRPC metadata must be an object');
  return Object.entries(given).map(([name, value]) => [
    name,
    name.toLowerCase().endsWith('-bin') ? base64Encode(inputBytes(value as string | ArrayBuffer), 'std') : asText(value),
  ]);
}

function callText(params: unknown): string {
  if (params === undefined || params === null) return '{}';
  if (typeof params !== 'object') throw new TypeError('gRPC parameters must be an object');
  const { metadata, tags, ...rest } = params as Loose;
  const texts = Object.entries((tags ?? {}) as Loose).map(([name, value]) => [name, tagText(name, value)]);
  return JSON.stringify({ ...rest, metadata: pairs(metadata), tags: Object.fromEntries(texts) });
}

const requestText = (request: unknown): string => JSON.stringify(request ?? {});

/** A client of a gRPC server: definitions are loaded at the top level, calls are made where the script runs. */
export class Client {
  readonly #held: Held = grpcClient();

  /** For Stream, which is handed a client. */
  static held(client: unknown): Held {
    if (!(client instanceof Client)) throw new TypeError('new Stream() needs a Client');
    return client.#held;
  }

  load(importPaths: unknown, ...files: unknown[]): void {
    if (files.length === 0) throw new TypeError('client.load(importPaths, ...files) needs a .proto file');
    const paths = (importPaths ?? []) as unknown;
    grpcLoad(
      this.#held,
      JSON.stringify({ kind: 'files', importPaths: (Array.isArray(paths) ? paths : [paths]).map(asText), files: files.map(asText) }),
    );
  }

  loadProtoset(path: unknown): void {
    grpcLoad(this.#held, JSON.stringify({ kind: 'protoset', path: asText(path) }));
  }

  connect(address: unknown, params?: unknown): void {
    const { reflectMetadata, ...rest } = (params ?? {}) as Loose;
    grpcConnect(this.#held, asText(address), JSON.stringify({ ...rest, reflectMetadata: pairs(reflectMetadata) }));
  }

  invoke(url: unknown, request?: unknown, params?: unknown): object {
    return JSON.parse(grpcInvoke(this.#held, asText(url), requestText(request), callText(params)));
  }

  async asyncInvoke(url: unknown, request?: unknown, params?: unknown): Promise<object> {
    const parts = [asText(url), requestText(request), callText(params)] as const;
    return JSON.parse((await operation((id) => grpcStart(id, this.#held, ...parts))) as string);
  }

  healthCheck(service: unknown = ''): object {
    const response = this.invoke('grpc.health.v1.Health/Check', { service: asText(service) }) as { message: { status: string } | null };
    return { ...response, Status: response.message?.status ?? 'UNKNOWN' };
  }

  close(): void {
    grpcClose(this.#held);
  }
}

const names = ['data', 'error', 'end', 'metadata'];

/** A streaming call: the iteration goes on until it has ended. */
export class Stream {
  readonly #id: number;
  readonly #handlers = new Map<string, Handler[]>();

  constructor(client: unknown, url: unknown, params?: unknown) {
    const held = Client.held(client);
    this.#id = listen((name, value, atMs) => this.#happened(name, hostText(value as string), atMs));
    try {
      grpcStream(this.#id, held, asText(url), callText(params));
    } catch (error) {
      unlisten(this.#id);
      throw error;
    }
  }

  on(name: unknown, handler: unknown): void {
    if (!names.includes(asText(name))) throw new TypeError(`a stream has the events ${names.join(', ')}, not ${asText(name)}`);
    if (typeof handler !== 'function') throw new TypeError('stream.on() needs a function');
    this.#handlers.set(asText(name), [...(this.#handlers.get(asText(name)) ?? []), handler as Handler]);
  }

  write(request: unknown): void {
    grpcWrite(this.#id, requestText(request));
  }

  end(): void {
    grpcEnd(this.#id);
  }

  #happened(name: string, json: string, ts: number): unknown {
    if (name === 'end') unlisten(this.#id);
    const handlers = this.#handlers.get(name) ?? [];
    const results = handlers.map((handler) => (name === 'end' ? handler() : handler(JSON.parse(json), { ts })));
    return results.some((result) => result instanceof Promise) ? Promise.all(results) : undefined;
  }
}
