import type { Root } from 'protobufjs';
import type { GrpcLibraries } from './grpc-libraries.ts';

/** What the engine itself says to servers: health (grpc.health.v1), reflection (grpc.reflection.v1, and v1alpha, which is the same), and google.rpc.Status. Field numbers: their published definitions. */
const source = `syntax = "proto3"; package grpc.health.v1;
message HealthCheckRequest { string service = 1; }
message HealthCheckResponse {
  enum ServingStatus { UNKNOWN = 0; SERVING = 1; NOT_SERVING = 2; SERVICE_UNKNOWN = 3; }
  ServingStatus status = 1;
}
service Health { rpc Check(HealthCheckRequest) returns (HealthCheckResponse); }
message ReflectionRequest { string host = 1; oneof asked { string file_by_filename = 3; string file_containing_symbol = 4; string list_services = 7; } }
message ReflectionFiles { repeated bytes file_descriptor_proto = 1; }
message ReflectionService { string name = 1; }
message ReflectionServices { repeated ReflectionService service = 1; }
message ReflectionError { int32 error_code = 1; string error_message = 2; }
message ReflectionResponse { oneof said { ReflectionFiles files = 4; ReflectionServices services = 6; ReflectionError error = 7; } }
message StatusDetail { string type_url = 1; bytes value = 2; }
message StatusDetails { int32 code = 1; string message = 2; repeated StatusDetail details = 3; }`;

let parsed: Root | undefined;

/** These definitions, parsed once; the service is under its own name, the rest under the package grpc.health.v1 too. */
export function engineProtos({ protobuf }: GrpcLibraries): Root {
  parsed ??= protobuf.parse(source, new protobuf.Root(), { keepCase: true }).root.resolveAll() as Root;
  return parsed;
}
