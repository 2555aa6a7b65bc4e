import { STATUS_CODES } from 'node:http';
import { type HostValue, Utf8 } from '../sandbox/host-function.ts';
import { type ResponseRecord, receivedCookies, wholeBody } from './response-record.ts';

/** A number of a response by the name that scripts know it by. */
export function numberField(record: ResponseRecord, field: string): number {
  switch (field) {
    case 'error_code':
      return record.errorCode;
    case 'remote_port':
      return record.remotePort;
    default:
      throw new Error(`a response has no number ${field}`);
  }
}

/** A text of a response by the name that scripts know it by; the body goes undecoded, as bytes. */
export function textField(record: ResponseRecord, field: string): HostValue {
  switch (field) {
    case 'body':
      return new Utf8(wholeBody(record));
    case 'jsonBody':
      return jsonBody(record);
    case 'bodyKind':
      return record.bodyKind;
    case 'status_text':
      return statusText(record);
    case 'error':
      return record.exchanged.failure?.message ?? '';
    case 'url':
      return record.target.href;
    case 'proto':
      return record.exchanged.status === 0 ? '' : record.version;
    case 'remote_ip':
      return record.remoteIp;
    case 'tls_version':
      return record.tlsVersion;
    case 'tls_cipher_suite':
      return record.tlsCipherSuite;
    default:
      throw new Error(`a response has no text ${field}`);
  }
}

/** A part of a response as JSON, by the name that scripts know it by. */
export function jsonField(record: ResponseRecord, field: string): string {
  switch (field) {
    case 'headers':
      return JSON.stringify(headers(record));
    case 'cookies':
      return JSON.stringify(cookies(record));
    case 'timings':
      return JSON.stringify(timings(record));
    case 'ocsp':
      return JSON.stringify(ocsp(record));
    case 'request':
      return JSON.stringify(request(record));
    default:
      throw new Error(`a response has no field ${field}`);
  }
}

function jsonBody(record: ResponseRecord): Utf8 {
  refuseMissingBody(record);
  return new Utf8(wholeBody(record));
}

/** Throws where a script wants JSON of a body that was not kept, and says why it was not. */
export function refuseMissingBody({ exchanged, bodyKind }: ResponseRecord): void {
  if (exchanged.failure !== undefined) throw new Error(`the request has no JSON body: ${exchanged.failure.message}`);
  if (bodyKind === 'none')
    throw new Error("the body was discarded: set responseType: 'text' for this request, or leave discardResponseBodies off");
}

function statusText({ exchanged }: ResponseRecord): string {
  // HTTP/2 sends no words: Go, and so k6, gives the usual ones.
  const words = exchanged.statusText === '' ? (STATUS_CODES[exchanged.status] ?? '') : exchanged.statusText;
  return exchanged.status === 0 ? '' : `${exchanged.status} ${words}`.trim();
}

/** The name of a header as Go, and so k6, writes it: `content-type` → `Content-Type`. */
export function canonicalName(name: string): string {
  return name.toLowerCase().replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}

function headers({ exchanged }: ResponseRecord): Readonly<Record<string, string>> {
  const pairs = Object.entries(exchanged.headers).map(([name, value]) => [
    canonicalName(name),
    Array.isArray(value) ? value.join(', ') : String(value),
  ]);
  return Object.fromEntries(pairs);
}

function cookies(record: ResponseRecord): Readonly<Record<string, readonly object[]>> {
  const found = receivedCookies(record.exchanged).map(({ name, value, domain, path, httpOnly, secure, maxAge, expires }) => ({
    name,
    value,
    domain,
    path,
    httpOnly,
    http_only: httpOnly,
    secure,
    maxAge: maxAge ?? 0,
    max_age: maxAge ?? 0,
    expires: expires ?? 0,
  }));
  return Object.groupBy(found, ({ name }) => name) as Readonly<Record<string, readonly object[]>>;
}

function timings({ exchanged }: ResponseRecord): Readonly<Record<string, number>> {
  const { blocked, lookingUp, connecting, tlsHandshaking, sending, waiting, receiving } = exchanged.timings;
  return {
    duration: sending + waiting + receiving,
    blocked,
    looking_up: lookingUp,
    connecting,
    tls_handshaking: tlsHandshaking,
    sending,
    waiting,
    receiving,
  };
}

function request({ method, target, requestHeaders, requestBody, requestCookies }: ResponseRecord): object {
  const sent: Record<string, string[]> = {};
  for (let index = 0; index < requestHeaders.length; index += 2) {
    const name = canonicalName(requestHeaders[index] ?? '');
    sent[name] = [...(sent[name] ?? []), requestHeaders[index + 1] ?? ''];
  }
  return { method, url: target.href, headers: sent, body: requestBody, cookies: Object.groupBy(requestCookies, ({ name }) => name) };
}

function ocsp({ ocsp: stapled }: ResponseRecord): object {
  return {
    produced_at: stapled?.producedAt ?? 0,
    this_update: stapled?.thisUpdate ?? 0,
    next_update: stapled?.nextUpdate ?? 0,
    revocation_reason: stapled?.revocationReason ?? '',
    revoked_at: stapled?.revokedAt ?? 0,
    status: stapled?.status ?? 'unknown',
  };
}
