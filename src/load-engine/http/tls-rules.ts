import { isIP } from 'node:net';
import { type ConnectionOptions, createSecureContext, type SecureVersion } from 'node:tls';
import { ScriptRefused } from '../load-result.ts';
import { isMap } from '../options/field-kind.ts';
import { readFields, required } from '../options/read-fields.ts';
import { cipherList } from './cipher-suites.ts';
import { hostMatches } from './host-pattern.ts';

/** What the options of a test say about TLS. */
export interface TlsRules {
  /** false accepts every certificate. */
  readonly verify: boolean;
  readonly minVersion: SecureVersion | undefined;
  readonly maxVersion: SecureVersion | undefined;
  readonly clientCertificates: readonly ClientCertificate[];
  /** In OpenSSL's words; undefined leaves them to Node. */
  readonly ciphers: string | undefined;
}

interface ClientCertificate {
  /** Hosts that are shown it; none means all. */
  readonly domains: readonly string[];
  readonly cert: string;
  readonly key: string;
  readonly passphrase: string | undefined;
}

/**
 * Reads insecureSkipTLSVerify, tlsVersion, tlsCipherSuites and tlsAuth; throws ScriptRefused for versions that are none or the wrong way
 * round, for cipher suites that this Node has not, and for a certificate that is not whole or does not belong to its key.
 */
export function tlsRules(options: Readonly<Record<string, unknown>>): TlsRules {
  const { min, max } = versionRange(options['tlsVersion']);
  // No OpenSSL of today speaks it: as a lower end it leaves the lowest that there is.
  const [minVersion, maxVersion] = [secureVersion(min === 'ssl3.0' ? 'tls1.0' : min), secureVersion(max)];
  if (minVersion !== undefined && maxVersion !== undefined && minVersion > maxVersion)
    throw new ScriptRefused(`options.tlsVersion: min "${min}" is above max "${max}"`);
  return {
    verify: options['insecureSkipTLSVerify'] !== true,
    minVersion,
    maxVersion,
    clientCertificates: certificates(options['tlsAuth']),
    ciphers: cipherList(options['tlsCipherSuites']),
  };
}

function versionRange(version: unknown): { readonly min: string | undefined; readonly max: string | undefined } {
  if (version === undefined || version === null || typeof version === 'string')
    return { min: version ?? undefined, max: version ?? undefined };
  if (isMap(version)) return readFields('options.tlsVersion', version, { min: 'text', max: 'text' });
  throw new ScriptRefused(`options.tlsVersion: must be a text or { min, max }, not ${JSON.stringify(version)}`);
}

/** In Node's words, whose order as texts is their order as versions. */
const versions: Readonly<Record<string, SecureVersion>> = {
  'tls1.0': 'TLSv1',
  'tls1.1': 'TLSv1.1',
  'tls1.2': 'TLSv1.2',
  'tls1.3': 'TLSv1.3',
};

function secureVersion(name: string | undefined): SecureVersion | undefined {
  if (name === undefined || name === '') return undefined;
  const known = Object.hasOwn(versions, name) ? versions[name] : undefined;
  if (known === undefined) throw new ScriptRefused(`options.tlsVersion: "${name}" is none of ${Object.keys(versions).join(', ')}`);
  return known;
}

function certificates(given: unknown): readonly ClientCertificate[] {
  if (given === undefined || given === null) return [];
  if (!Array.isArray(given)) throw new ScriptRefused('options.tlsAuth: must be a list of { domains, cert, key, password }');
  return given.map((each: unknown, index) => clientCertificate(`options.tlsAuth[${index}]`, each));
}

function clientCertificate(path: string, given: unknown): ClientCertificate {
  if (!isMap(given)) throw new ScriptRefused(`${path}: must be an object with cert and key as PEM text, such as open() reads`);
  const fields = readFields(path, given, { domains: 'texts', cert: 'anything', key: 'anything', password: 'anything' });
  const [cert, key] = [pem(`${path}.cert`, fields.cert), pem(`${path}.key`, fields.key)];
  const passphrase = fields.password === undefined ? undefined : text(`${path}.password`, fields.password);
  const certificate = { domains: fields.domains ?? [], cert, key, passphrase };
  try {
    createSecureContext(certificate);
  } catch (error) {
    throw new ScriptRefused(`${path}: cert and key are no certificate in PEM with its key: ${(error as Error).message}`);
  }
  return certificate;
}

const pem = (path: string, value: unknown): string => text(path, required(path, value));

/** Says nothing of the value: a key in the wrong form is a key all the same. */
function text(path: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw new ScriptRefused(`${path}: must be a text, such as open() reads`);
}

/** What a connection to a host tells Node's TLS. */
export function tlsOptions(
  { verify, minVersion, maxVersion, clientCertificates, ciphers }: TlsRules,
  hostname: string,
  port: number,
): ConnectionOptions {
  const shown = clientCertificates.find(
    ({ domains }) => domains.length === 0 || domains.some((domain) => hostMatches(domain, hostname, port)),
  );
  return {
    requestOCSP: true,
    rejectUnauthorized: verify,
    ...(ciphers === undefined ? {} : { ciphers }),
    ...(isIP(hostname) === 0 ? { servername: hostname } : { host: hostname }),
    ...(minVersion === undefined ? {} : { minVersion }),
    ...(maxVersion === undefined ? {} : { maxVersion }),
    ...(shown === undefined
      ? {}
      : { cert: shown.cert, key: shown.key, ...(shown.passphrase === undefined ? {} : { passphrase: shown.passphrase }) }),
  };
}
