import type { IncomingHttpHeaders } from 'node:http';

/** Whether a client takes gzip: it is named, or all codings are, and not with a weight of nothing. Source: RFC 9110, section 12.5.3. */
export function takesGzip(headers: IncomingHttpHeaders): boolean {
  const codings = (headers['accept-encoding'] ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => /^\s*([^\s;]+)\s*(?:;\s*q=([\d.]+)\s*)?$/.exec(coding));
  const named = codings.find((coding) => coding?.[1] === 'gzip') ?? codings.find((coding) => coding?.[1] === '*');
  return named !== undefined && named !== null && Number(named[2] ?? 1) > 0;
}
