import type { Metadata, StatusObject } from '@grpc/grpc-js';
import type { Root } from 'protobufjs';
import { engineProtos } from './engine-protos.ts';
import type { GrpcLibraries } from './grpc-libraries.ts';
import { showMessage } from './show-message.ts';
import { showAny } from './show-well-known.ts';

/** The metadata of one direction as k6 shows it: names with lists of values, bytes as base64. */
export function shownMetadata(metadata: Metadata | undefined): Readonly<Record<string, readonly string[]>> {
  const values = Object.entries(metadata?.toJSON() ?? {});
  return Object.fromEntries(
    values.map(([name, list]) => [name, list.map((value) => (typeof value === 'string' ? value : value.toString('base64')))]),
  );
}

/** A status whose code is one of gRPC's: a server that sends another one, or none that is a number, has said UNKNOWN. */
export function knownStatus(status: StatusObject, { grpc }: GrpcLibraries): StatusObject {
  return status.code in grpc.status ? status : { ...status, code: grpc.status.UNKNOWN };
}

interface StatusDetails {
  readonly details?: readonly { readonly type_url?: string; readonly value?: Uint8Array }[];
}

/** A status that is not OK as k6 shows it: google.rpc.Status in JSON, its details by the types that are loaded. */
export function shownError({ code, details, metadata }: StatusObject, root: Root, libraries: GrpcLibraries): object {
  return { code, message: details, details: detailsOf(metadata, root, libraries) };
}

function detailsOf(metadata: Metadata, root: Root, libraries: GrpcLibraries): readonly object[] {
  const [packed] = metadata.get('grpc-status-details-bin');
  if (packed === undefined || typeof packed === 'string') return [];
  try {
    const status = engineProtos(libraries).lookupType('StatusDetails').decode(packed) as StatusDetails;
    return (status.details ?? []).map(({ type_url = '', value = new Uint8Array() }) => showAny(root, type_url, value, showMessage));
  } catch {
    // Details that are none take nothing from what the status itself says.
    return [];
  }
}
