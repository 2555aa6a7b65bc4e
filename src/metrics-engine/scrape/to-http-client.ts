import type { HttpClientConfig, SecretSource } from './http-client-config.ts';
import type { HttpClientKeys } from './http-client-schema.ts';
import type { ReadingContext } from './reading-context.ts';

/** Makes an HTTP client's configuration of the keys; what contradicts itself is noted as a problem, and never shown. */
export function toHttpClient(keys: HttpClientKeys, enableCompression: boolean, context: ReadingContext): HttpClientConfig {
  const basicAuth = toBasicAuth(keys, context);
  const authorization = toAuthorization(keys, context);
  if (basicAuth !== undefined && authorization !== undefined)
    context.note(`${context.path}: at most one of basic_auth, authorization and bearer_token may be configured`);
  const tls = toTls(keys, context);
  return {
    ...(basicAuth === undefined ? {} : { basicAuth }),
    ...(authorization === undefined ? {} : { authorization }),
    ...(tls === undefined ? {} : { tls }),
    followRedirects: keys.follow_redirects,
    enableCompression,
  };
}

function toBasicAuth({ basic_auth: keys }: HttpClientKeys, context: ReadingContext): HttpClientConfig['basicAuth'] {
  if (keys === undefined || keys === null) return undefined;
  const secret = toSecret(
    { path: 'basic_auth', text: keys.password, textKey: 'password', file: keys.password_file, fileKey: 'password_file' },
    context,
  );
  return { username: keys.username, password: secret ?? { kind: 'text', text: '' } };
}

function toAuthorization(keys: HttpClientKeys, context: ReadingContext): HttpClientConfig['authorization'] {
  const { bearer_token: token, bearer_token_file: tokenFile, authorization } = keys;
  const bearer = toSecret({ path: '', text: token, textKey: 'bearer_token', file: tokenFile, fileKey: 'bearer_token_file' }, context);
  if (authorization === undefined || authorization === null) return bearer && { type: 'Bearer', credentials: bearer };
  if (bearer !== undefined) context.note(`${context.path}: authorization and bearer_token may not both be configured`);
  if (authorization.type.trim().toLowerCase() === 'basic')
    context.note(`${context.path}.authorization.type: may not be "basic"; use basic_auth instead`);
  const { credentials, credentials_file: file } = authorization;
  const secret = toSecret({ path: 'authorization', text: credentials, textKey: 'credentials', file, fileKey: 'credentials_file' }, context);
  if (secret === undefined) context.note(`${context.path}.authorization: needs credentials or credentials_file`);
  return { type: authorization.type.trim() || 'Bearer', credentials: secret ?? { kind: 'text', text: '' } };
}

interface SecretKeys {
  readonly path: string;
  readonly text: string | undefined;
  readonly textKey: string;
  readonly file: string | undefined;
  readonly fileKey: string;
}

function toSecret({ path, text, textKey, file, fileKey }: SecretKeys, context: ReadingContext): SecretSource | undefined {
  const place = path === '' ? context.path : `${context.path}.${path}`;
  if (text !== undefined && file !== undefined) context.note(`${place}: at most one of ${textKey} and ${fileKey} may be configured`);
  if (file !== undefined) return { kind: 'file', path: context.resolve(file) };
  return text === undefined ? undefined : { kind: 'text', text };
}

function toTls({ tls_config: keys }: HttpClientKeys, context: ReadingContext): HttpClientConfig['tls'] {
  if (keys === undefined || keys === null) return undefined;
  const { ca_file: ca, cert_file: cert, key_file: key, server_name: server } = keys;
  if (isGiven(cert) !== isGiven(key))
    context.note(`${context.path}.tls_config: cert_file and key_file must both be configured when a client certificate is used`);
  return {
    ...(isGiven(ca) ? { caFile: context.resolve(ca) } : {}),
    ...(isGiven(cert) ? { certFile: context.resolve(cert) } : {}),
    ...(isGiven(key) ? { keyFile: context.resolve(key) } : {}),
    ...(isGiven(server) ? { serverName: server } : {}),
    insecureSkipVerify: keys.insecure_skip_verify,
  };
}

function isGiven(path: string | undefined): path is string {
  return path !== undefined && path !== '';
}
