import { z } from 'zod';
import type { BrokenExpectation } from '../../domain/contract/contract-evidence.ts';
import { namesSecret } from '../../domain/ledger/find-secret.ts';

const texts = { expected: z.unknown(), actual: z.unknown(), mismatch: z.string() };

/** One mismatch as the native verifier reports it. */
export const verifierMismatch = z.discriminatedUnion('type', [
  z.object({ type: z.literal('StatusMismatch'), ...texts }),
  z.object({ type: z.literal('HeaderMismatch'), key: z.string(), ...texts }),
  z.object({ type: z.literal('BodyTypeMismatch'), ...texts }),
  z.object({ type: z.literal('BodyMismatch'), path: z.string(), ...texts }),
  z.object({ type: z.literal('MetadataMismatch'), key: z.string(), ...texts }),
]);

type VerifierMismatch = z.infer<typeof verifierMismatch>;

const missing = 'is missing';

/** Longest value shown: a reason is a sentence, not a copy of a body. */
const longestValue = 120;

/**
 * Says where a mismatch lies and what was expected there.
 *
 * Keys that are missing in an object become one mismatch each, so that a renamed field is named by its own path: `body $.name`. Of a
 * place that is named like a credential (`header Set-Cookie`, `body $.accessToken`) the values are kept back: mismatches end in the ledger.
 */
export function describeMismatch(mismatch: VerifierMismatch): readonly BrokenExpectation[] {
  return mismatchesAt(mismatch).map(({ where, description }) => ({
    where,
    description: namesSecret(where) && description !== missing ? 'is not as expected (values kept back)' : description,
  }));
}

function mismatchesAt(mismatch: VerifierMismatch): readonly BrokenExpectation[] {
  switch (mismatch.type) {
    case 'StatusMismatch':
      return [{ where: 'status', description: comparison(mismatch) }];
    case 'HeaderMismatch':
      return [{ where: `header ${mismatch.key}`, description: comparison(mismatch) }];
    case 'MetadataMismatch':
      return [{ where: `metadata ${mismatch.key}`, description: comparison(mismatch) }];
    case 'BodyTypeMismatch':
      return [{ where: 'body', description: comparison(mismatch) }];
    case 'BodyMismatch':
      return bodyMismatches(mismatch);
  }
}

function bodyMismatches(mismatch: Extract<VerifierMismatch, { type: 'BodyMismatch' }>): readonly BrokenExpectation[] {
  const keys = missingKeys(mismatch);
  if (keys.length > 0) return keys.map((key) => ({ where: `body ${childPath(mismatch.path, key)}`, description: missing }));
  return [{ where: `body ${mismatch.path}`, description: `${mismatch.mismatch} (${comparison(mismatch)})` }];
}

/** For an object with missing keys, expected and actual are the names of the keys as JSON arrays in strings. */
function missingKeys(mismatch: { readonly expected: unknown; readonly actual: unknown; readonly mismatch: string }): readonly string[] {
  if (!mismatch.mismatch.startsWith('Actual map is missing')) return [];
  const actual = new Set(keysIn(mismatch.actual));
  return keysIn(mismatch.expected).filter((key) => !actual.has(key));
}

function keysIn(value: unknown): readonly string[] {
  try {
    return z.array(z.string()).parse(JSON.parse(z.string().parse(value)));
  } catch {
    return [];
  }
}

function childPath(path: string, key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? `${path}.${key}` : `${path}['${key}']`;
}

function comparison(mismatch: { readonly expected: unknown; readonly actual: unknown }): string {
  return `expected ${shown(mismatch.expected)} but was ${shown(mismatch.actual)}`;
}

function shown(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'nothing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}
