import { readString } from '../../promql/string-literal.ts';

/** The meaning of a quoted or raw string of Go; PromQL took its strings from Go. Throws QueryError for a bad escape. */
export function unquote(source: string): string {
  return readString(source, 0).value;
}
