import { z } from 'zod';
import { findSecret } from '../domain/ledger/find-secret.ts';
import { parseHead } from '../domain/ledger/parse-head.ts';

/** The name of a service. */
export const serviceName = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'must be lower-case letters, digits and hyphens, at most 63');

/** A version: what can stand in a label, an image tag and a URL without being escaped. */
export const version = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$/, 'must be letters, digits, ".", "_", "+" and "-", at most 64');

/** `<environment>.<service>.<n>` */
export const releaseId = z
  .string()
  .regex(/^[a-z0-9-]{1,63}\.[a-z0-9-]{1,63}\.[1-9]\d{0,9}$/, 'must look like production.workflow-service.7');

/** Why a person does something; it stands in the ledger for good. */
export const reason = z
  .string()
  .trim()
  .min(1, 'must say why')
  .max(500)
  .refine((text) => findSecret(text) === undefined, 'looks like a credential, and the ledger forgets nothing: write a sentence');

/** An instant in ISO 8601 with its offset, read as milliseconds since 1970. */
export const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** The head of a ledger that somebody kept: `POSITION:HASH`. */
export const ledgerHead = z.string().transform((text, context) => {
  const head = parseHead(text);
  if (head !== undefined) return head;
  context.addIssue({ code: 'custom', message: 'must be POSITION:HASH, as ledger verify shows it' });
  return z.NEVER;
});
