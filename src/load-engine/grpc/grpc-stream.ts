import type { ClientDuplexStream, StatusObject } from '@grpc/grpc-js';
import type { Root } from 'protobufjs';
import { messageOf } from '../message-of.ts';
import { Backlog } from '../modules/backlog.ts';
import { asItIs, callMetadata, callOptions } from './call-metadata.ts';
import type { GrpcLibraries } from './grpc-libraries.ts';
import type { CallParams } from './grpc-params.ts';
import type { OpenChannel } from './open-channel.ts';
import type { PlainMessage } from './plain-message.ts';
import { readMessage } from './read-message.ts';
import type { RpcMethod } from './rpc-method.ts';
import { knownStatus, shownError, shownMetadata } from './rpc-response.ts';
import type { RpcSamples } from './rpc-samples.ts';
import { showMessage } from './show-message.ts';

/** What a stream tells its script; `end` is told once, last. `json` is '' where there is nothing to say, `bytes` the size of what came. */
export interface StreamEvent {
  readonly name: 'metadata' | 'data' | 'error' | 'end';
  readonly json: string;
  readonly bytes: number;
}

/** What a stream is made of. */
export interface StreamSetup {
  readonly libraries: GrpcLibraries;
  readonly channel: OpenChannel;
  /** Where the types of details are looked up. */
  readonly root: Root;
  readonly method: RpcMethod;
  readonly params: CallParams;
  readonly samples: RpcSamples;
  /** More than this many bytes are held for the script, or for the server. */
  readonly mostBytes: number;
  readonly tell: (event: StreamEvent) => void;
}

/** One streaming call, in whichever direction it streams. */
export class GrpcStream {
  readonly #setup: StreamSetup;
  readonly #call: ClientDuplexStream<Buffer, Buffer>;
  readonly #backlog: Backlog;
  readonly #startedMs = performance.now();
  #unsentBytes = 0;
  #status: StatusObject | undefined;
  #allRead = false;
  #writable = true;
  #over = false;

  constructor(setup: StreamSetup) {
    this.#setup = setup;
    const { libraries, channel, method, params, samples, mostBytes } = setup;
    const metadata = callMetadata(libraries, params.metadata);
    const call = channel.client.makeBidiStreamRequest(method.path, asItIs, asItIs, metadata, callOptions(params, params.timeoutMs));
    this.#call = call;
    this.#backlog = new Backlog(mostBytes / 4, call);
    samples.streamOpened();
    call.on('metadata', (headers) => this.#tell('metadata', JSON.stringify(shownMetadata(headers))));
    call.on('data', (bytes: Buffer) => this.#received(bytes));
    // The status says it all.
    call.on('error', () => undefined);
    call.on('status', (status) => {
      this.#status = knownStatus(status, libraries);
      this.#finish();
    });
    call.on('end', () => {
      this.#allRead = true;
      this.#finish();
    });
  }

  /** Sends a message; throws an Error for what is no such message, and where the stream is ended or too much waits. */
  write(json: string): void {
    const { method, samples, mostBytes } = this.#setup;
    if (!this.#writable) throw new Error('the stream has ended: nothing can be written any more');
    if (this.#unsentBytes > mostBytes)
      throw new Error(`${this.#unsentBytes} bytes wait to be sent already, and the server does not take them: write less at a time`);
    const bytes = Buffer.from(method.requestType.encode(readMessage(method.requestType, JSON.parse(json))).finish());
    this.#unsentBytes += bytes.length;
    this.#call.write(bytes, (error?: Error | null) => {
      this.#unsentBytes -= bytes.length;
      if (error === undefined || error === null) samples.sent();
    });
    // The one message that such a method takes is also the last.
    if (!method.sendsStream) this.end();
  }

  /** Nothing more is sent. */
  end(): void {
    if (!this.#writable) return;
    this.#writable = false;
    this.#call.end();
  }

  /** The script has taken an event. */
  taken({ bytes }: StreamEvent): void {
    this.#backlog.take(bytes);
  }

  /** Gives the call up; `quietly` where nobody wants to know, as after an interruption. */
  cancel(quietly: boolean): void {
    if (quietly) this.#over = true;
    this.#writable = false;
    this.#call.cancel();
    this.#call.resume();
  }

  #received(bytes: Buffer): void {
    const { method, params, samples } = this.#setup;
    if (this.#over) return;
    samples.received();
    try {
      const message = method.responseType.decode(bytes) as unknown as PlainMessage;
      this.#tell('data', params.discard ? '{}' : JSON.stringify(showMessage(method.responseType, message)), bytes.length);
    } catch (error) {
      this.#tell(
        'error',
        JSON.stringify({ code: 13, message: `the message is no ${method.responseType.name}: ${messageOf(error)}`, details: [] }),
      );
      this.#call.cancel();
    }
  }

  #tell(name: StreamEvent['name'], json: string, bytes = 0): void {
    if (this.#over) return;
    this.#backlog.put(bytes);
    this.#setup.tell({ name, json, bytes });
  }

  #finish(): void {
    if (this.#over || this.#status === undefined || !this.#allRead) return;
    const { libraries, root, samples } = this.#setup;
    this.#writable = false;
    samples.ended(performance.now() - this.#startedMs, this.#status.code);
    if (this.#status.code !== libraries.grpc.status.OK) this.#tell('error', JSON.stringify(shownError(this.#status, root, libraries)));
    this.#tell('end', '');
    this.#over = true;
  }
}
