import { randomBytes } from 'node:crypto';

/** The trace that a request belongs to: https://www.w3.org/TR/trace-context/ */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** The value of the header traceparent. */
  readonly traceparent: string;
}

const given = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/;

/** The trace of a request with these headers (names and values by turns): the one that its script named, or a new one that is sampled. */
export function traceContext(headers: readonly string[]): { readonly trace: TraceContext; readonly own: boolean } {
  for (let index = 0; index < headers.length; index += 2) {
    if (headers[index]?.toLowerCase() !== 'traceparent') continue;
    const traceparent = headers[index + 1] ?? '';
    return { trace: { traceId: given.exec(traceparent)?.[1] ?? '', traceparent }, own: true };
  }
  const ids = randomBytes(24).toString('hex');
  const traceId = ids.slice(0, 32);
  return { trace: { traceId, traceparent: `00-${traceId}-${ids.slice(32)}-01` }, own: false };
}
