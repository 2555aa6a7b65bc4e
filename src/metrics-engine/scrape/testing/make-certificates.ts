import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files of a certificate and its key. */
export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

/** A small authority of certificates. */
export interface TestAuthority {
  readonly ca: string;
  /** Issues a certificate to a name; the alternatives are what a client takes it for, such as `DNS:metrics.internal`. */
  issue(name: string, subjectAlternatives: string): CertificateFiles;
}

/** Makes an authority whose files stand in a folder. Throws Error that names the package when openssl is missing. */
export function makeAuthority(folder: string, authority = 'ca'): TestAuthority {
  const path = (file: string) => join(folder, file);
  const keyOptions = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const ca = path(`${authority}.pem`);
  openssl('req', '-x509', ...keyOptions, '-days', '2', '-subj', `/CN=test ${authority}`, '-keyout', path(`${authority}.key`), '-out', ca);
  return {
    ca,
    issue(name, subjectAlternatives) {
      const [key, request, cert, extensions] = ['key', 'csr', 'pem', 'ext'].map((kind) => path(`${name}.${kind}`)) as [
        string,
        string,
        string,
        string,
      ];
      writeFileSync(extensions, `subjectAltName=${subjectAlternatives}\n`);
      openssl('req', ...keyOptions, '-subj', `/CN=${name}`, '-keyout', key, '-out', request);
      const signer = ['-CA', ca, '-CAkey', path(`${authority}.key`), '-CAcreateserial', '-days', '2', '-extfile', extensions];
      openssl('x509', '-req', '-in', request, ...signer, '-out', cert);
      return { cert, key };
    },
  };
}

function openssl(...args: readonly string[]): void {
  try {
    execFileSync(TOOL, args, { stdio: 'pipe' });
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw isMissing ? new Error(`${TOOL} is not installed: apt-get install openssl`, { cause }) : cause;
  }
}

const TOOL = 'openssl';
