import { createHash, createHmac } from 'node:crypto';
import { type HostFunction, type HostValue } from '../sandbox/host-function.ts';

/** Names that k6 and Node give the same algorithm. */
const algorithms: Readonly<Record<string, string>> = {
  md5: 'md5',
  sha1: 'sha1',
  sha256: 'sha256',
  sha384: 'sha384',
  sha512: 'sha512',
  sha512_224: 'sha512-224',
  sha512_256: 'sha512-256',
  ripemd160: 'ripemd160',
};

/** Host functions of k6/encoding and k6/crypto. */
export function cryptoFunctions(): Readonly<Record<string, HostFunction>> {
  return {
    base64Encode: (args) => encodeBase64(Buffer.from(args.bytes(0)), args.text(1)),
    base64Decode: (args) => decodeBase64(args.text(0), args.text(1)),
    hashBytes: (args) =>
      encoded(
        createHash(algorithm(args.text(0)))
          .update(args.bytes(2))
          .digest(),
        args.text(1),
      ),
    hmacBytes: (args) =>
      encoded(
        createHmac(algorithm(args.text(0)), args.bytes(2))
          .update(args.bytes(3))
          .digest(),
        args.text(1),
      ),
    parseUrl: (args) => partsOf(URL.parse(args.text(0), args.text(1) === '' ? undefined : args.text(1))),
    setUrlPart: (args) => partsOf(withPart(args.text(0), args.text(1), args.text(2))),
  };
}

function encodeBase64(bytes: Buffer, variant: string): string {
  switch (variant) {
    case 'std':
      return bytes.toString('base64');
    case 'rawstd':
      return bytes.toString('base64').replace(/=+$/, '');
    case 'rawurl':
      return bytes.toString('base64url');
    case 'url':
      return bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
    default:
      throw new Error(`base64 knows the variants std, rawstd, url and rawurl, not ${JSON.stringify(variant)}`);
  }
}

function decodeBase64(text: string, variant: string): Uint8Array {
  const alphabet = variant.endsWith('url') ? /^[\w-]*={0,2}$/ : /^[A-Za-z0-9+/]*={0,2}$/;
  encodeBase64(Buffer.alloc(0), variant);
  if (!alphabet.test(text.replace(/[\r\n]/g, ''))) throw new Error(`not base64 of the variant ${variant}`);
  return new Uint8Array(Buffer.from(text, 'base64'));
}

function algorithm(name: string): string {
  const known = Object.hasOwn(algorithms, name) ? algorithms[name] : undefined;
  if (known === undefined)
    throw new Error(`the hash ${JSON.stringify(name)} is not supported by this engine: it has ${Object.keys(algorithms).join(', ')}`);
  return known;
}

function encoded(digest: Buffer, encoding: string): HostValue {
  switch (encoding) {
    case 'hex':
      return digest.toString('hex');
    case 'base64':
      return encodeBase64(digest, 'std');
    case 'base64url':
      return encodeBase64(digest, 'url');
    case 'base64rawurl':
      return encodeBase64(digest, 'rawurl');
    case 'binary':
      return new Uint8Array(digest);
    default:
      throw new Error(`the output encoding ${JSON.stringify(encoding)} is none of hex, base64, base64url, base64rawurl and binary`);
  }
}

type UrlPart = 'protocol' | 'username' | 'password' | 'host' | 'hostname' | 'port' | 'pathname' | 'search' | 'hash';

/** An address with one of its parts set; null where it is none any more. */
function withPart(href: string, part: string, value: string): URL | null {
  if (part === 'href') return URL.parse(value);
  const url = URL.parse(href);
  if (url !== null) url[part as UrlPart] = value;
  return url;
}

/** '' where it is no address. */
function partsOf(url: URL | null): string {
  if (url === null) return '';
  const { href, protocol, username, password, host, hostname, port, pathname, search, hash, origin } = url;
  return JSON.stringify({ href, protocol, username, password, host, hostname, port, pathname, search, hash, origin });
}
