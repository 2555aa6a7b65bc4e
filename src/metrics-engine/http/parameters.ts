import { invalidParameter } from './api-error.ts';
import { parseApiSpan, parseApiTime } from './api-time.ts';

// The words of the problems are Prometheus' own, so that whoever knows them from there knows them here.

/** A parameter's text; '' when it is missing. */
export function textParam(params: URLSearchParams, name: string): string {
  return params.get(name) ?? '';
}

/** A time that must be given, in milliseconds. Throws ApiError. */
export function timeParam(params: URLSearchParams, name: string): number {
  const text = textParam(params, name);
  const time = parseApiTime(text);
  if (time === undefined) throw invalidParameter(name, `cannot parse ${JSON.stringify(text)} to a valid timestamp`);
  return time;
}

/** A time that may be missing. Throws ApiError when it is malformed. */
export function optionalTimeParam(params: URLSearchParams, name: string): number | undefined {
  const text = textParam(params, name);
  if (text === '') return undefined;
  const time = parseApiTime(text);
  if (time === undefined)
    throw invalidParameter(name, `invalid time value for '${name}': cannot parse ${JSON.stringify(text)} to a valid timestamp`);
  return time;
}

/** A span in whole milliseconds, seconds or a duration in the text. Throws ApiError. */
export function spanParam(params: URLSearchParams, name: string): number {
  const text = textParam(params, name);
  const span = parseApiSpan(text);
  if (span === undefined) throw invalidParameter(name, `cannot parse ${JSON.stringify(text)} to a valid duration`);
  return span;
}

/** A span that may be missing. Throws ApiError when it is malformed. */
export function optionalSpanParam(params: URLSearchParams, name: string): number | undefined {
  return textParam(params, name) === '' ? undefined : spanParam(params, name);
}

/** How many results at most: Infinity without the parameter or for 0. Throws ApiError for what is no count. */
export function limitParam(params: URLSearchParams, name = 'limit'): number {
  const text = textParam(params, name);
  if (text === '') return Number.POSITIVE_INFINITY;
  if (!/^[+-]?\d+$/.test(text)) throw invalidParameter(name, `${JSON.stringify(text)} is not a whole number`);
  if (Number(text) < 0) throw invalidParameter(name, 'limit must be non-negative');
  return Number(text) === 0 ? Number.POSITIVE_INFINITY : Number(text);
}
