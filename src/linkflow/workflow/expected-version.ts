import { Problem } from '../kit/problem.ts';

/** The version that the sender of a change has seen, and where they said so: If-Match fails with 412, a version in the body with 409. */
export interface ExpectedVersion {
  readonly version: number;
  readonly by: 'if-match' | 'body';
}

const ENTITY_TAG = /^"(\d{1,9})"$/;

/** The version a request expects; undefined when it expects none (`*` included). The header wins over the body. Throws `invalid-input` for a tag that no answer of ours carried. */
export function expectedVersion(ifMatch: string | undefined, bodyVersion: number | undefined): ExpectedVersion | undefined {
  if (ifMatch === undefined) return bodyVersion === undefined ? undefined : { version: bodyVersion, by: 'body' };
  if (ifMatch.trim() === '*') return undefined;
  const version = ENTITY_TAG.exec(ifMatch.trim())?.[1];
  if (version === undefined) throw new Problem('invalid-input', 'If-Match must be the ETag of an answer, such as "7"');
  return { version: Number(version), by: 'if-match' };
}

/** The ETag of a version. */
export function entityTag(version: number): string {
  return `"${version}"`;
}
