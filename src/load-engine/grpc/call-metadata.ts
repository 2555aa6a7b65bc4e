import type { CallOptions, Metadata } from '@grpc/grpc-js';
import { traceContext } from '../http/trace-context.ts';
import type { GrpcLibraries } from './grpc-libraries.ts';
import type { CallParams, MetadataPairs } from './grpc-params.ts';

/** Makes the metadata of a call; throws an Error for a name or value that no header may have. */
export function callMetadata({ grpc }: GrpcLibraries, pairs: MetadataPairs): Metadata {
  const metadata = new grpc.Metadata();
  for (const [name, value] of pairs) metadata.add(name, name.toLowerCase().endsWith('-bin') ? Buffer.from(value, 'base64') : value);
  return metadata;
}

/** The parameters of a call as part of a trace, where the test is traced: the one that the script named, or a new one. `traceId` is '' for none. */
export function tracedCall(params: CallParams, traced: boolean): { readonly params: CallParams; readonly traceId: string } {
  if (!traced) return { params, traceId: '' };
  const { trace, own } = traceContext(params.metadata.flat());
  const metadata: MetadataPairs = own ? params.metadata : [...params.metadata, ['traceparent', trace.traceparent]];
  return { params: { ...params, metadata }, traceId: trace.traceId };
}

/** Makes the options of a call; without a time the call may take as long as the iteration. */
export function callOptions({ authority }: CallParams, timeoutMs: number | undefined): CallOptions {
  return {
    ...(timeoutMs === undefined ? {} : { deadline: Date.now() + timeoutMs }),
    ...(authority === undefined ? {} : { host: authority }),
  };
}

/** Messages are encoded and decoded apart from the call, so that the script is told where they are wrong. */
export const asItIs = (bytes: Buffer): Buffer => bytes;
