import type { Root } from 'protobufjs';
import { HostRefused } from '../http/host-refused.ts';
import type { HttpSession } from '../http/http-session.ts';
import type { NetworkRules } from '../http/network-rules.ts';
import type { VuTags } from '../modules/vu-tags.ts';
import type { Waits } from '../modules/waits.ts';
import type { SampleSink } from '../virtual-user.ts';
import { tracedCall } from './call-metadata.ts';
import { engineProtos } from './engine-protos.ts';
import { type GrpcLibraries, grpcLibraries } from './grpc-libraries.ts';
import { type CallParams, callParams, connectParams } from './grpc-params.ts';
import { GrpcStream, type StreamEvent } from './grpc-stream.ts';
import { invokeUnary } from './invoke-unary.ts';
import { type OpenChannel, openChannel } from './open-channel.ts';
import type { ProtoLibrary, ProtoLoad, ReadFile } from './proto-library.ts';
import { readMessage } from './read-message.ts';
import { reflectServices } from './reflect-services.ts';
import { type RpcMethod, rpcMethod } from './rpc-method.ts';
import { RpcSamples } from './rpc-samples.ts';
import { shownResponse } from './shown-response.ts';

/** What a client is made of. */
export interface GrpcSetup {
  readonly network: NetworkRules;
  readonly http: HttpSession;
  readonly sink: SampleSink;
  readonly tags: VuTags;
  readonly waits: Waits;
  readonly closing: Set<() => void>;
  readonly protos: ProtoLibrary;
  readonly readFile: ReadFile;
  /** Ends the run under way without the script being able to catch it. */
  readonly interrupt: () => void;
}

/** One gRPC client of a script: what it has loaded, and its connection, which outlives iterations until it is closed. */
export class GrpcClient {
  readonly #setup: GrpcSetup;
  readonly #libraries: GrpcLibraries = grpcLibraries();
  readonly #loads: ProtoLoad[] = [];
  readonly #streams = new Set<GrpcStream>();
  readonly #close = (): void => this.close();
  #loaded: Root | undefined;
  #reflected: Root | undefined;
  #channel: OpenChannel | undefined;

  constructor(setup: GrpcSetup) {
    this.#setup = setup;
  }

  /** Loads definitions on top of those it has; throws an Error that names file and line. */
  load(load: ProtoLoad): void {
    this.#loads.push(load);
    this.#loaded = this.#setup.protos.root(this.#loads, this.#libraries, this.#setup.readFile);
  }

  /** Connects, and asks for definitions where the script wants that; throws an Error where it can't. An earlier connection is closed. */
  async connect(address: string, json: string): Promise<void> {
    const params = connectParams(json);
    this.close();
    const deadlineMs = Date.now() + params.timeoutMs;
    const abort = new AbortController();
    const forget = this.#setup.waits.add(() => abort.abort());
    try {
      this.#warnOfLocalAddress();
      const channel = await openChannel(this.#libraries, this.#setup.network, address, params, abort.signal);
      this.#channel = channel;
      this.#setup.closing.add(this.#close);
      abort.signal.addEventListener('abort', channel.close);
      if (params.reflect) this.#reflected = await reflectServices(this.#libraries, channel.client, params.reflectMetadata, deadlineMs);
      this.#countBytes();
    } catch (error) {
      this.close();
      // Nothing was sent, and nothing more will be: the test ends here.
      if (error instanceof HostRefused) this.#setup.interrupt();
      throw error;
    } finally {
      forget();
    }
  }

  /** Makes a unary call and gives k6's response as JSON; throws an Error for what was never sent: an unknown method, a message that is none, no connection. */
  async invoke(url: string, requestJson: string, paramsJson: string): Promise<string> {
    const method = this.#method(url);
    if (method.sendsStream || method.receivesStream) throw new Error(`${method.path} is a streaming method: use new Stream(client, …)`);
    const channel = this.#connected();
    const { params, traceId } = this.#params(paramsJson);
    const request = encoded(method, requestJson);
    const samples = this.#samples(channel, method, params, traceId);
    const call = invokeUnary(this.#libraries, channel.client, method.path, request, params);
    let interrupted = false;
    const forget = this.#setup.waits.add(() => {
      interrupted = true;
      call.cancel();
    });
    const outcome = await call.outcome;
    forget();
    this.#countBytes();
    const response = shownResponse(method, outcome, params.discard, this.#libraries);
    // What was cut off by the end of its iteration says nothing about the service.
    if (!interrupted) samples.ended(outcome.durationMs, response.status);
    return JSON.stringify(response);
  }

  /** Opens a stream; throws an Error as invoke() does. `tell` gets its events. */
  stream(url: string, paramsJson: string, tell: (event: StreamEvent) => void): GrpcStream {
    const method = this.#method(url);
    if (!method.sendsStream && !method.receivesStream) throw new Error(`${method.path} is a unary method: use client.invoke()`);
    const channel = this.#connected();
    const { params, traceId } = this.#params(paramsJson);
    const stream = new GrpcStream({
      libraries: this.#libraries,
      channel,
      root: method.responseType.root,
      method,
      params,
      samples: this.#samples(channel, method, params, traceId),
      mostBytes: this.#setup.network.options.mostBodyBytes,
      tell: (event) => {
        if (event.name === 'end') {
          forget();
          this.#streams.delete(stream);
          this.#countBytes();
        }
        tell(event);
      },
    });
    const forget = this.#setup.waits.add(() => {
      this.#streams.delete(stream);
      stream.cancel(true);
      this.#countBytes();
    });
    this.#streams.add(stream);
    return stream;
  }

  /** Closes the connection; streams that are open are cancelled. Without a connection it is nothing. */
  close(): void {
    const channel = this.#channel;
    this.#channel = undefined;
    this.#setup.closing.delete(this.#close);
    this.#reflected = undefined;
    for (const stream of this.#streams) stream.cancel(false);
    if (channel === undefined) return;
    this.#countBytesOf(channel);
    channel.close();
  }

  #method(url: string): RpcMethod {
    const roots = [this.#reflected, this.#loaded, engineProtos(this.#libraries)];
    return rpcMethod(
      roots.filter((root) => root !== undefined),
      url,
    );
  }

  #connected(): OpenChannel {
    if (this.#channel === undefined) throw new Error('no gRPC connection: call client.connect() first');
    return this.#channel;
  }

  #params(json: string): ReturnType<typeof tracedCall> {
    return tracedCall(callParams(json), this.#setup.network.traced);
  }

  #samples(channel: OpenChannel, method: RpcMethod, params: CallParams, traceId: string): RpcSamples {
    return new RpcSamples(this.#setup.sink, this.#setup.tags, channel, method, params, traceId);
  }

  /** The library dials on its own, from where the system says. */
  #warnOfLocalAddress(): void {
    const { localAddress, complain } = this.#setup.network;
    if (localAddress !== undefined)
      complain('gRPC localIPs', 'the option localIPs has no effect on gRPC: its connections come from the address the system chooses');
  }

  #countBytes(): void {
    if (this.#channel !== undefined) this.#countBytesOf(this.#channel);
  }

  #countBytesOf({ bytes }: OpenChannel): void {
    const { sent, received } = bytes.take();
    this.#setup.http.countBytes(sent, received);
  }
}

function encoded({ requestType }: RpcMethod, json: string): Buffer {
  return Buffer.from(requestType.encode(readMessage(requestType, JSON.parse(json))).finish());
}
