import { STATUS_CODES } from 'node:http';
import { canonicalName } from './response-fields.ts';
import type { ResponseRecord } from './response-record.ts';

/** Headers whose values are credentials: a log is no place for them. */
const secret = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie']);

/** More of a body than this is for a file, not for a log. */
const mostCharacters = 16_384;

/** A request and its answer as the option httpDebug shows them; `full` with bodies. Credentials and cookies are hidden. */
export function debugLines(record: ResponseRecord, how: 'headers' | 'full'): string {
  const { exchanged, method, target, version, requestHeaders, requestBody } = record;
  const lines = ['Request:', `${method} ${target.path} ${version}`, headerLine('host', target.origin.replace(/^https?:\/\//, ''))];
  for (let index = 0; index < requestHeaders.length; index += 2) {
    lines.push(headerLine(requestHeaders[index] ?? '', requestHeaders[index + 1] ?? ''));
  }
  if (how === 'full' && requestBody !== '') lines.push('', shortened(requestBody));
  if (exchanged.failure !== undefined) return [...lines, '', `No response: ${exchanged.failure.message}`].join('\n');
  lines.push('', 'Response:', `${version} ${exchanged.status} ${exchanged.statusText || (STATUS_CODES[exchanged.status] ?? '')}`);
  for (const [name, value] of Object.entries(exchanged.headers)) {
    for (const each of Array.isArray(value) ? value : [value ?? '']) lines.push(headerLine(name, each));
  }
  if (how === 'full' && exchanged.chunks.length > 0) lines.push('', shortened(Buffer.concat(exchanged.chunks).toString()));
  return lines.join('\n');
}

function headerLine(name: string, value: string): string {
  return `${canonicalName(name)}: ${secret.has(name.toLowerCase()) ? '***' : value}`;
}

function shortened(text: string): string {
  return text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters)}… (${text.length} characters)`;
}
