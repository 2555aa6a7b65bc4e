import { parseDuration } from '../options/duration.ts';
import type { Tags } from '../virtual-user.ts';

/** What a script may say about a connection. */
export interface ConnectParams {
  readonly plaintext: boolean;
  readonly reflect: boolean;
  readonly reflectMetadata: MetadataPairs;
  readonly timeoutMs: number;
  readonly maxReceiveSize: number | undefined;
  readonly maxSendSize: number | undefined;
  readonly authority: string | undefined;
  readonly tls: TlsParams;
}

/** TLS of one connection, on top of what the test's options say. */
export interface TlsParams {
  readonly cert: string | undefined;
  readonly key: string | undefined;
  readonly password: string | undefined;
  readonly cacerts: readonly string[];
  readonly insecureSkipVerify: boolean;
}

/** What a script may say about one call. */
export interface CallParams {
  readonly metadata: MetadataPairs;
  readonly tags: Tags;
  /** undefined where the script says nothing. */
  readonly timeoutMs: number | undefined;
  readonly discard: boolean;
  readonly authority: string | undefined;
}

/** Names and values as guest code sends them; values of names in -bin are base64. */
export type MetadataPairs = readonly (readonly [name: string, value: string])[];

type Loose = Readonly<Record<string, unknown>>;

const ofConnect = ['plaintext', 'reflect', 'reflectMetadata', 'timeout', 'maxReceiveSize', 'maxSendSize', 'tls', 'authority'];
const ofTls = ['cert', 'key', 'password', 'cacerts', 'insecureSkipVerify'];
const ofCall = ['metadata', 'tags', 'timeout', 'discardResponseMessage', 'authority'];
/** k6's default for both a connection and a call. */
export const defaultTimeoutMs = 60_000;

/** Reads the parameters of connect(); throws an Error that names the parameter. */
export function connectParams(json: string): ConnectParams {
  const given = known('client.connect()', JSON.parse(json) as Loose, ofConnect);
  return {
    plaintext: given['plaintext'] === true,
    reflect: given['reflect'] === true,
    reflectMetadata: (given['reflectMetadata'] ?? []) as MetadataPairs,
    timeoutMs: timeout(given['timeout']) ?? defaultTimeoutMs,
    maxReceiveSize: size('maxReceiveSize', given['maxReceiveSize']),
    maxSendSize: size('maxSendSize', given['maxSendSize']),
    authority: text('authority', given['authority']),
    tls: tlsParams(known('client.connect() tls', (given['tls'] ?? {}) as Loose, ofTls)),
  };
}

/** Reads the parameters of a call; throws an Error that names the parameter. */
export function callParams(json: string): CallParams {
  const given = known('a gRPC call', JSON.parse(json) as Loose, ofCall);
  return {
    metadata: (given['metadata'] ?? []) as MetadataPairs,
    tags: (given['tags'] ?? {}) as Tags,
    timeoutMs: timeout(given['timeout']),
    discard: given['discardResponseMessage'] === true,
    authority: text('authority', given['authority']),
  };
}

function known(what: string, given: Loose, names: readonly string[]): Loose {
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown === undefined) return given;
  throw new Error(`${what} has no parameter "${unknown}": it has ${names.join(', ')}`);
}

/** Says nothing of the values: a key in the wrong form is a key all the same. */
function tlsParams(given: Loose): TlsParams {
  const cacerts = given['cacerts'] ?? [];
  return {
    cert: text('tls.cert', given['cert']),
    key: text('tls.key', given['key']),
    password: text('tls.password', given['password']),
    cacerts: (Array.isArray(cacerts) ? cacerts : [cacerts]).map((pem) => text('tls.cacerts', pem) ?? ''),
    insecureSkipVerify: given['insecureSkipVerify'] === true,
  };
}

function text(name: string, value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  throw new Error(`the gRPC parameter ${name} must be a text`);
}

function size(name: string, value: unknown): number | undefined {
  if (value === undefined || value === null || value === 0) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
  throw new Error(`the gRPC parameter ${name} must be a number of bytes, not ${JSON.stringify(value)}`);
}

function timeout(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  const ms = parseDuration(value);
  if (ms !== undefined) return ms;
  throw new Error(`the gRPC parameter timeout must be milliseconds or a duration such as '5s', not ${JSON.stringify(value)}`);
}
