import { getCiphers } from 'node:tls';
import { ScriptRefused } from '../load-result.ts';

/** TLS 1.3 has its own suites, which k6 (as Go) always offers, whatever an option says about the older ones. */
const always = ['TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256'];

/** OpenSSL's name of a suite that k6 knows: `TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA` → `ECDHE-RSA-AES128-SHA`. */
function opensslName(suite: string): string {
  return suite
    .replace(/^TLS_(?:RSA_WITH_)?/, '')
    .replace('_WITH_', '_')
    .replace('3DES_EDE_CBC', 'DES_CBC3')
    .replace(/AES_(128|256)_CBC/, 'AES$1')
    .replace(/AES_(128|256)_GCM/, 'AES$1_GCM')
    .replace('RC4_128', 'RC4')
    .replaceAll('_', '-');
}

/** Reads the option tlsCipherSuites into OpenSSL's words; undefined where it is not set. Throws ScriptRefused for a suite that this Node has not. */
export function cipherList(suites: unknown): string | undefined {
  if (!Array.isArray(suites) || suites.length === 0) return undefined;
  const names = suites.map((suite: unknown) => cipherName(String(suite)));
  return [...new Set([...always, ...names])].join(':');
}

function cipherName(suite: string): string {
  if (always.includes(suite)) return suite;
  const name = opensslName(suite);
  if (/^TLS_(?:RSA|ECDHE_RSA|ECDHE_ECDSA)_WITH_/.test(suite) && getCiphers().includes(name.toLowerCase())) return name;
  throw new ScriptRefused(
    `options.tlsCipherSuites: this engine's OpenSSL has no cipher suite "${suite}"; leave it out, or run the test on k6 where the target speaks no other`,
  );
}
