import { messageOf } from '../message-of.ts';
import type { GrpcLibraries } from './grpc-libraries.ts';
import type { UnaryOutcome } from './invoke-unary.ts';
import type { PlainMessage } from './plain-message.ts';
import type { RpcMethod } from './rpc-method.ts';
import { shownError, shownMetadata } from './rpc-response.ts';
import { showMessage } from './show-message.ts';

/** k6's response: the message where the status is OK and the script wants it, the error elsewhere. */
export interface ShownResponse {
  readonly status: number;
  readonly message: unknown;
  readonly error: object | null;
  readonly headers: object;
  readonly trailers: object;
}

/** Shows how a unary call ended; a message that is none of its type is the status INTERNAL, as the library has it. */
export function shownResponse(
  { responseType }: RpcMethod,
  { status, headers, message }: UnaryOutcome,
  discard: boolean,
  libraries: GrpcLibraries,
): ShownResponse {
  const { OK, INTERNAL } = libraries.grpc.status;
  const shared = { headers: shownMetadata(headers), trailers: shownMetadata(status.metadata) };
  if (status.code !== OK) return { status: status.code, message: null, error: shownError(status, responseType.root, libraries), ...shared };
  if (discard) return { status: OK, message: null, error: null, ...shared };
  try {
    const decoded = responseType.decode(message ?? Buffer.alloc(0)) as unknown as PlainMessage;
    return { status: OK, message: showMessage(responseType, decoded), error: null, ...shared };
  } catch (error) {
    const text = `the message is no ${responseType.name}: ${messageOf(error)}`;
    return { status: INTERNAL, message: null, error: { code: INTERNAL, message: text, details: [] }, ...shared };
  }
}
