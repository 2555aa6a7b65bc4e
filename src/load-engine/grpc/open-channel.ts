import { isIP } from 'node:net';
import type { ChannelOptions, Client } from '@grpc/grpc-js';
import { splitPort } from '../http/host-pattern.ts';
import type { NetworkRules } from '../http/network-rules.ts';
import { channelCredentials, tellingCredentials } from './channel-credentials.ts';
import type { GrpcLibraries } from './grpc-libraries.ts';
import type { ConnectParams } from './grpc-params.ts';
import { WireBytes } from './wire-bytes.ts';

/** A channel to one server: one connection, of this client alone. */
export interface OpenChannel {
  readonly client: Client;
  /** As the script gave it. */
  readonly address: string;
  /** Where the name of the host led. */
  readonly ip: string;
  readonly bytes: WireBytes;
  readonly close: () => void;
}

/** gRPC's default for a received message. */
const defaultReceiveBytes = 4 * 1024 * 1024;

/** Opens a channel by the rules of the test, and waits until it is ready; throws an Error that says why it is not, at the latest when its time is over. */
export async function openChannel(
  libraries: GrpcLibraries,
  { options, resolve }: NetworkRules,
  address: string,
  params: ConnectParams,
  signal: AbortSignal,
): Promise<OpenChannel> {
  const { host: hostname, port } = splitPort(address);
  if (hostname === '' || port === undefined)
    throw new Error(`the gRPC address ${JSON.stringify(address)} must be host:port, without http:// before it`);
  const endpoint = await resolve(hostname, port);
  const bytes = new WireBytes();
  const credentials = channelCredentials(libraries, options.tls, params, { hostname, port });
  const client = new libraries.grpc.Client(
    isIP(endpoint.address) === 6 ? `ipv6:[${endpoint.address}]:${endpoint.port}` : `ipv4:${endpoint.address}:${endpoint.port}`,
    tellingCredentials(credentials, (wire) => bytes.add(wire)),
    channelOptions(params, hostname, address, options.userAgent, options.mostBodyBytes),
  );
  const close = (): void => {
    client.close();
    bytes.destroy();
  };
  signal.addEventListener('abort', close, { once: true });
  try {
    await ready(libraries, client, address, Date.now() + params.timeoutMs, signal);
  } catch (error) {
    close();
    throw error;
  } finally {
    signal.removeEventListener('abort', close);
  }
  return { client, address, ip: endpoint.address, bytes, close };
}

function channelOptions(
  { authority, maxReceiveSize, maxSendSize }: ConnectParams,
  hostname: string,
  address: string,
  userAgent: string,
  mostBytes: number,
): ChannelOptions {
  const name = authority === undefined ? hostname : splitPort(authority).host;
  return {
    'grpc.default_authority': authority ?? address,
    ...(isIP(name) === 0 ? { 'grpc.ssl_target_name_override': name } : {}),
    'grpc.primary_user_agent': userAgent,
    'grpc.max_receive_message_length': Math.min(maxReceiveSize ?? defaultReceiveBytes, mostBytes),
    'grpc.max_send_message_length': maxSendSize ?? -1,
    // A proxy of the environment is nowhere in the rules of the test.
    'grpc.enable_http_proxy': 0,
    'grpc.service_config_disable_resolution': 1,
    // Virtual users share no connection, and what failed once is counted as failed.
    'grpc.use_local_subchannel_pool': 1,
    'grpc.enable_retries': 0,
  };
}

/** Waits for the channel; the library would try again until the time is over, but k6's users want to know. */
async function ready({ grpc }: GrpcLibraries, client: Client, address: string, deadlineMs: number, signal: AbortSignal): Promise<void> {
  const { READY, TRANSIENT_FAILURE } = grpc.connectivityState;
  for (;;) {
    if (signal.aborted) throw new Error('the iteration was interrupted');
    const channel = client.getChannel();
    const state = channel.getConnectivityState(true);
    if (state === READY) return;
    if (state === TRANSIENT_FAILURE) throw new Error(`can't connect to ${address}: ${await lastError(client)}`);
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
      channel.watchConnectivityState(state, deadlineMs, (error) => {
        if (error === undefined) resolve();
        else
          reject(new Error(`can't connect to ${address}: not ready in time (does the server speak gRPC, and plaintext or TLS as asked?)`));
      });
    });
  }
}

/** A channel that has failed answers a call at once, without sending it, by saying why. */
function lastError(client: Client): Promise<string> {
  const nothing = Buffer.alloc(0);
  return new Promise((resolve) => {
    client.makeUnaryRequest(
      '/grpc.health.v1.Health/Check',
      (request: Buffer) => request,
      (response) => response,
      nothing,
      { deadline: Date.now() + 1_000 },
      (error) => resolve((error?.details ?? 'the connection failed').replace(/^No connection established\. Last error: (?:Error: )?/, '')),
    );
  });
}
