import type { Socket } from 'node:net';
import { createSecureContext } from 'node:tls';
import type { ChannelCredentials } from '@grpc/grpc-js';
import { type TlsRules, tlsOptions } from '../http/tls-rules.ts';
import { messageOf } from '../message-of.ts';
import type { GrpcLibraries } from './grpc-libraries.ts';
import type { ConnectParams } from './grpc-params.ts';

/** Makes the credentials of a channel by the test's TLS rules and what connect() says on top; throws an Error for certificates that are none. */
export function channelCredentials(
  { grpc }: GrpcLibraries,
  rules: TlsRules,
  { plaintext, tls }: ConnectParams,
  { hostname, port }: { readonly hostname: string; readonly port: number },
): ChannelCredentials {
  if (plaintext) return grpc.credentials.createInsecure();
  const { rejectUnauthorized = true, ...options } = tlsOptions(rules, hostname, port);
  const own = {
    ...(tls.cert === undefined ? {} : { cert: tls.cert }),
    ...(tls.key === undefined ? {} : { key: tls.key }),
    ...(tls.password === undefined ? {} : { passphrase: tls.password }),
    ...(tls.cacerts.length === 0 ? {} : { ca: [...tls.cacerts] }),
  };
  return grpc.credentials.createFromSecureContext(secureContext({ ...options, ...own }), {
    rejectUnauthorized: rejectUnauthorized && !tls.insecureSkipVerify,
  });
}

function secureContext(options: Parameters<typeof createSecureContext>[0]): ReturnType<typeof createSecureContext> {
  try {
    return createSecureContext(options);
  } catch (error) {
    throw new Error(`client.connect() tls: cert, key and cacerts are no certificates in PEM: ${messageOf(error)}`, { cause: error });
  }
}

/**
 * The same credentials, which tell of every connection that they secure: the library keeps its sockets to itself, and bytes are counted on them.
 * It has no public way to that; the version is pinned, and a test counts bytes.
 */
export function tellingCredentials(credentials: ChannelCredentials, tell: (wire: Socket) => void): ChannelCredentials {
  const telling = Object.create(credentials) as ChannelCredentials;
  telling._createSecureConnector = (target, options, callCredentials) => {
    const connector = credentials._createSecureConnector(target, options, callCredentials);
    return {
      connect: (wire) => {
        tell(wire);
        return connector.connect(wire);
      },
      waitForReady: () => connector.waitForReady(),
      getCallCredentials: () => connector.getCallCredentials(),
      destroy: () => connector.destroy(),
    };
  };
  return telling;
}
