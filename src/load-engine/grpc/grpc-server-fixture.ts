import { createRequire } from 'node:module';
import {
  type handleBidiStreamingCall,
  type handleClientStreamingCall,
  type handleServerStreamingCall,
  type handleUnaryCall,
  Metadata,
  type MethodDefinition,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  status,
} from '@grpc/grpc-js';
import type { Root, Type } from 'protobufjs';
import { engineProtos } from './engine-protos.ts';
import { grpcLibraries } from './grpc-libraries.ts';
import { ProtoLibrary } from './proto-library.ts';

/** The definitions of the test's service, as files beside a script. */
export const shopFiles: Readonly<Record<string, string>> = {
  'protos/shop.proto': `syntax = "proto3"; package shop; import "common/money.proto"; import "google/protobuf/timestamp.proto"; import "google/api/annotations.proto";
    message Wanted { string id = 1; int32 count = 2; int64 delay_ms = 3; }
    message Item { string id = 1; common.Money unit_price = 2; google.protobuf.Timestamp made_at = 3; repeated string tags_seen = 4; bool in_stock = 5; }
    message Total { int64 item_count = 1; }
    service Shop {
      rpc Get(Wanted) returns (Item) { option (google.api.http) = { get: "/items" }; }
      rpc List(Wanted) returns (stream Item);
      rpc Sum(stream Item) returns (Total);
      rpc Chat(stream Item) returns (stream Item);
    }`,
  'protos/common/money.proto':
    'syntax = "proto3"; package common; enum Currency { CURRENCY_UNKNOWN = 0; EUR = 1; } message Money { int64 minor_units = 1; Currency currency = 2; }',
};

interface Wanted {
  readonly id: string;
  readonly count: number;
}
type Plain = Readonly<Record<string, unknown>>;

/** The definitions, parsed. */
export function shopRoot(): Root {
  return new ProtoLibrary().root([{ kind: 'files', importPaths: ['protos'], files: ['shop.proto'] }], grpcLibraries(), (path) => {
    const text = shopFiles[path];
    if (text === undefined) throw new Error(path, { cause: { code: 'ENOENT' } });
    return Buffer.from(text);
  });
}

function definition(
  path: string,
  request: Type,
  response: Type,
  requestStream: boolean,
  responseStream: boolean,
): MethodDefinition<Plain, Plain> {
  const encode =
    (type: Type) =>
    (value: Plain): Buffer =>
      Buffer.isBuffer(value) ? value : Buffer.from(type.encode(type.fromObject(value)).finish());
  const decode =
    (type: Type) =>
    (bytes: Buffer): Plain =>
      type.toObject(type.decode(bytes), { defaults: true, longs: Number });
  return {
    path,
    requestStream,
    responseStream,
    requestSerialize: encode(request),
    requestDeserialize: decode(request),
    responseSerialize: encode(response),
    responseDeserialize: decode(response),
  };
}

const price = { minor_units: '1250', currency: 1 };

/** A gRPC server on a free port of loopback: its ids say how it behaves. */
export class ShopServer {
  readonly port: number;
  readonly seen: Metadata[] = [];
  /** Calls that the client cancelled. */
  cancelled = 0;
  readonly #server: Server;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
  }

  /** Starts one, with TLS where it gets a certificate, for the clients of a `clientCa` alone where it has one; `reflection` is the version that it speaks. */
  static async start({
    tls,
    reflection,
  }: {
    readonly tls?: { readonly cert: string; readonly key: string; readonly clientCa?: string };
    readonly reflection?: 'v1' | 'v1alpha';
  } = {}): Promise<ShopServer> {
    const server = new Server({ 'grpc.max_receive_message_length': -1 });
    const credentials =
      tls === undefined
        ? ServerCredentials.createInsecure()
        : ServerCredentials.createSsl(
            tls.clientCa === undefined ? null : Buffer.from(tls.clientCa),
            [{ cert_chain: Buffer.from(tls.cert), private_key: Buffer.from(tls.key) }],
            tls.clientCa !== undefined,
          );
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync('127.0.0.1:0', credentials, (error, bound) => (error === null ? resolve(bound) : reject(error)));
    });
    const shop = new ShopServer(server, port);
    shop.#addShop();
    shop.#addHealth();
    if (reflection !== undefined) shop.#addReflection(reflection);
    return shop;
  }

  #addShop(): void {
    const root = shopRoot();
    const [wanted, item, total] = ['shop.Wanted', 'shop.Item', 'shop.Total'].map((name) => root.lookupType(name)) as [Type, Type, Type];
    this.#server.addService(
      {
        get: definition('/shop.Shop/Get', wanted, item, false, false),
        list: definition('/shop.Shop/List', wanted, item, false, true),
        sum: definition('/shop.Shop/Sum', item, total, true, false),
        chat: definition('/shop.Shop/Chat', item, item, true, true),
      },
      { get: this.#get, list: this.#list, sum: this.#sum, chat: this.#chat },
    );
  }

  readonly #get: handleUnaryCall<Plain, Plain> = (call, callback) => {
    this.seen.push(call.metadata);
    call.on('cancelled', () => {
      this.cancelled += 1;
    });
    const { id } = call.request as unknown as Wanted;
    const headers = new Metadata();
    headers.set('x-shop', 'open');
    headers.set('x-raw-bin', Buffer.from([1, 2]));
    call.sendMetadata(headers);
    if (id === 'hang') return;
    if (id === 'missing') {
      const trailers = new Metadata();
      trailers.set('x-why', 'sold');
      trailers.set('grpc-status-details-bin', details());
      callback({ code: status.NOT_FOUND, details: 'no such item', metadata: trailers });
    } else if (id === 'garbage') callback(null, Buffer.from([0xff, 0xff]) as unknown as Plain);
    else callback(null, { id: id === 'big' ? 'x'.repeat(5 * 1024 * 1024) : id, unit_price: price, made_at: { seconds: '1770000000' } });
  };

  readonly #list: handleServerStreamingCall<Plain, Plain> = (call) => {
    call.on('cancelled', () => {
      this.cancelled += 1;
    });
    const { id, count } = call.request as unknown as Wanted;
    for (let sent = 0; sent < count; sent += 1) call.write({ id: `${id}${sent}` });
    if (id === 'hang') return;
    if (id === 'fail') call.emit('error', { code: status.ABORTED, details: 'half way' });
    else call.end();
  };

  readonly #sum: handleClientStreamingCall<Plain, Plain> = (call, callback) => {
    let count = 0;
    call.on('data', () => {
      count += 1;
    });
    call.on('end', () => callback(null, { item_count: count }));
  };

  readonly #chat: handleBidiStreamingCall<Plain, Plain> = (call) => {
    call.on('data', (item: Plain) => call.write(item));
    call.on('end', () => call.end());
  };

  #addHealth(): void {
    const protos = engineProtos(grpcLibraries());
    const check = definition(
      '/grpc.health.v1.Health/Check',
      protos.lookupType('HealthCheckRequest'),
      protos.lookupType('HealthCheckResponse'),
      false,
      false,
    );
    this.#server.addService({ check }, { check: checkHealth });
  }

  #addReflection(version: string): void {
    const protos = engineProtos(grpcLibraries());
    const path = `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`;
    const info = definition(path, protos.lookupType('ReflectionRequest'), protos.lookupType('ReflectionResponse'), true, true);
    const files = describedFiles();
    this.#server.addService(
      { info },
      {
        info: (call: ServerDuplexStream<Plain, Plain>) => {
          this.seen.push(call.metadata);
          call.on('data', (asked: Plain) => call.write(reflected(asked, files)));
          call.on('end', () => call.end());
        },
      },
    );
  }

  stop(): void {
    this.#server.forceShutdown();
  }
}

const checkHealth: handleUnaryCall<Plain, Plain> = (call, callback) => {
  if (call.request['service'] === 'nobody') callback({ code: status.NOT_FOUND, details: 'unknown service' });
  else callback(null, { status: call.request['service'] === 'ill' ? 2 : 1 });
};

/** google.rpc.Status with one item that the client knows, and one that it does not. */
function details(): Buffer {
  const root = shopRoot();
  const item = root.lookupType('shop.Item');
  const type = engineProtos(grpcLibraries()).lookupType('StatusDetails');
  const packed = [
    { type_url: 'type.googleapis.com/shop.Item', value: item.encode({ id: 'other' }).finish() },
    { type_url: 'type.googleapis.com/other.Thing', value: Buffer.from('hi') },
  ];
  return Buffer.from(type.encode({ code: 5, message: 'no such item', details: packed }).finish());
}

/** The shop's files as a server describes them, by name. */
function describedFiles(): ReadonlyMap<string, Uint8Array> {
  const extension = createRequire(import.meta.url)('protobufjs/ext/descriptor') as {
    readonly FileDescriptorProto: { encode(file: object): { finish(): Uint8Array } };
  };
  const described = shopRoot() as unknown as {
    toDescriptor(edition: string): { readonly file: readonly { name: string; dependency: string[] }[] };
  };
  const { file } = described.toDescriptor('proto3');
  const names = file.map(({ name }) => name);
  for (const each of file) each.dependency = each.name.includes('shop') ? names.filter((name) => name !== each.name) : [];
  return new Map(file.map((each) => [each.name, extension.FileDescriptorProto.encode(each).finish()]));
}

function reflected(asked: Plain, files: ReadonlyMap<string, Uint8Array>): Plain {
  if ('list_services' in asked) return { services: { service: [{ name: 'shop.Shop' }] } };
  const wanted = 'file_by_filename' in asked ? String(asked['file_by_filename']) : [...files.keys()].find((name) => name.includes('shop'));
  const bytes = files.get(wanted ?? '');
  if (bytes === undefined) return { error: { error_code: 5, error_message: `no file ${wanted}` } };
  return { files: { file_descriptor_proto: [bytes] } };
}

/** The shop's definitions as protoc writes them into a file. */
export function shopProtoset(): Buffer {
  const extension = createRequire(import.meta.url)('protobufjs/ext/descriptor') as {
    readonly FileDescriptorSet: { encode(set: object): { finish(): Uint8Array } };
  };
  const described = shopRoot() as unknown as { toDescriptor(edition: string): object };
  return Buffer.from(extension.FileDescriptorSet.encode(described.toDescriptor('proto3')).finish());
}
