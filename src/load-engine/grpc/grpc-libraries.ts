import { createRequire } from 'node:module';
import type * as GrpcJs from '@grpc/grpc-js';
import type * as Protobuf from 'protobufjs';

/** The libraries behind k6/net/grpc. */
export interface GrpcLibraries {
  readonly grpc: typeof GrpcJs;
  readonly protobuf: typeof Protobuf;
}

/** Loads them when a script first asks for a gRPC client: they cost a tenth of a second that no other script should pay. */
export function grpcLibraries(): GrpcLibraries {
  const require = createRequire(import.meta.url);
  return { grpc: require('@grpc/grpc-js') as typeof GrpcJs, protobuf: require('protobufjs') as typeof Protobuf };
}
