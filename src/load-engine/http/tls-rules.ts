import { isIP } from 'node:net';
import type { ConnectionOptions, SecureVersion } from 'node:tls';
import { hostMatches } from './host-pattern.ts';

/** What the options of a test say about TLS. */
export interface TlsRules {
  /** false accepts every certificate. */
  readonly verify: boolean;
  readonly minVersion: SecureVersion | undefined;
  readonly maxVersion: SecureVersion | undefined;
  readonly clientCertificates: readonly ClientCertificate[];
}

interface ClientCertificate {
  /** Hosts that are shown it; none means all. */
  readonly domains: readonly string[];
  readonly cert: string;
  readonly key: string;
  readonly passphrase: string | undefined;
}

type Loose = Readonly<Record<string, unknown>>;

/** Reads insecureSkipTLSVerify, tlsVersion and tlsAuth; throws an Error that names a version nobody should speak, or that this Node can't. */
export function tlsRules(options: Loose): TlsRules {
  const version = options['tlsVersion'];
  const range = typeof version === 'object' && version !== null ? (version as Loose) : { min: version, max: version };
  return {
    verify: options['insecureSkipTLSVerify'] !== true,
    minVersion: secureVersion(range['min']),
    maxVersion: secureVersion(range['max']),
    clientCertificates: Array.isArray(options['tlsAuth']) ? options['tlsAuth'].map((each: Loose) => clientCertificate(each)) : [],
  };
}

const versions: Readonly<Record<string, SecureVersion>> = {
  'tls1.0': 'TLSv1',
  'tls1.1': 'TLSv1.1',
  'tls1.2': 'TLSv1.2',
  'tls1.3': 'TLSv1.3',
};

function secureVersion(name: unknown): SecureVersion | undefined {
  if (name === undefined || name === '') return undefined;
  const known = typeof name === 'string' && Object.hasOwn(versions, name) ? versions[name] : undefined;
  if (known === undefined) throw new Error(`the option tlsVersion knows ${Object.keys(versions).join(', ')}, not ${JSON.stringify(name)}`);
  return known;
}

function clientCertificate({ domains, cert, key, password }: Loose): ClientCertificate {
  if (typeof cert !== 'string' || typeof key !== 'string')
    throw new Error('the option tlsAuth needs cert and key as PEM text, such as open() reads');
  return {
    domains: Array.isArray(domains) ? domains.map(String) : [],
    cert,
    key,
    passphrase: typeof password === 'string' ? password : undefined,
  };
}

/** What a connection to a host tells Node's TLS. */
export function tlsOptions(
  { verify, minVersion, maxVersion, clientCertificates }: TlsRules,
  hostname: string,
  port: number,
): ConnectionOptions {
  const shown = clientCertificates.find(
    ({ domains }) => domains.length === 0 || domains.some((domain) => hostMatches(domain, hostname, port)),
  );
  return {
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: verify,
    ...(isIP(hostname) === 0 ? { servername: hostname } : { host: hostname }),
    ...(minVersion === undefined ? {} : { minVersion }),
    ...(maxVersion === undefined ? {} : { maxVersion }),
    ...(shown === undefined
      ? {}
      : { cert: shown.cert, key: shown.key, ...(shown.passphrase === undefined ? {} : { passphrase: shown.passphrase }) }),
  };
}
