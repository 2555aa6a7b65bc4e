import type { Client, Metadata, StatusObject } from '@grpc/grpc-js';
import { asItIs, callMetadata, callOptions } from './call-metadata.ts';
import type { GrpcLibraries } from './grpc-libraries.ts';
import { type CallParams, defaultTimeoutMs } from './grpc-params.ts';
import { knownStatus } from './rpc-response.ts';

/** How a unary call ended. */
export interface UnaryOutcome {
  readonly status: StatusObject;
  readonly headers: Metadata | undefined;
  /** undefined unless the status is OK. */
  readonly message: Buffer | undefined;
  readonly durationMs: number;
}

/** A unary call under way. */
export interface UnaryCall {
  /** Never rejects: every end is a status. */
  readonly outcome: Promise<UnaryOutcome>;
  readonly cancel: () => void;
}

/** Makes a unary call; throws an Error for metadata that no header may have. */
export function invokeUnary(libraries: GrpcLibraries, client: Client, path: string, request: Buffer, params: CallParams): UnaryCall {
  const metadata = callMetadata(libraries, params.metadata);
  const options = callOptions(params, params.timeoutMs ?? defaultTimeoutMs);
  const startedMs = performance.now();
  const { promise, resolve } = Promise.withResolvers<UnaryOutcome>();
  let message: Buffer | undefined;
  let headers: Metadata | undefined;
  const call = client.makeUnaryRequest(path, asItIs, asItIs, request, metadata, options, (_error, response) => {
    message = response;
  });
  call.on('metadata', (received) => {
    headers = received;
  });
  call.on('status', (status) =>
    resolve({ status: knownStatus(status, libraries), headers, message, durationMs: performance.now() - startedMs }),
  );
  return { outcome: promise, cancel: () => call.cancel() };
}
