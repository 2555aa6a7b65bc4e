import { z } from 'zod';
import { byteSize } from './byte-size.ts';
import { durationSeconds } from './duration.ts';

/** A duration with its unit, read as seconds. */
export const duration = z.string().transform((text, context) => {
  const seconds = durationSeconds(text);
  if (seconds !== undefined) return seconds;
  context.addIssue({ code: 'custom', message: `"${text}" is not a duration`, params: { suggestion: 'Write it as 30s, 5m, 1h or 1h30m.' } });
  return z.NEVER;
});

/** A duration that may not be 0, read as seconds. */
export const positiveDuration = duration.refine((seconds) => seconds > 0, { error: 'must be longer than 0s' });

/** A size with its unit, read as bytes. */
export const bytes = z.string().transform((text, context) => {
  const size = byteSize(text);
  if (size !== undefined && size > 0) return size;
  context.addIssue({ code: 'custom', message: `"${text}" is not a size`, params: { suggestion: 'Write it as 512MiB or 1GiB.' } });
  return z.NEVER;
});

/** The name of a service or an environment: what may stand in a URL, a label and the id of a release without being escaped. */
export const name = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'must be lower-case letters, digits and hyphens, at most 63');

/** An address over HTTP without user, password, query or fragment. */
export const httpUrl = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain =
    url !== undefined && ['http:', 'https:'].includes(url.protocol) && `${url.username}${url.password}${url.search}${url.hash}` === '';
  if (plain) return text.replace(/\/+$/, '');
  // The text is not repeated: a URL with a password in it would end up in a log.
  const suggestion = 'Write it as http://host:port; credentials go into tokenEnv or tokenFile.';
  context.addIssue({ code: 'custom', message: 'is not a plain http:// or https:// URL', params: { suggestion } });
  return z.NEVER;
});

/** The name of an environment variable that holds a secret. */
export const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of an environment variable, not its value');

/** A host that load may be sent to: `host`, `host:port`, `*.domain` or an address; never a URL, of which only a part would be meant. */
export const loadHost = z
  .string()
  .regex(/^(\*\.)?[A-Za-z0-9._-]+(:\d{1,5})?$|^\[[0-9A-Fa-f:.]+\](:\d{1,5})?$/, 'must be a host, host:port or *.domain, and no URL');

/** A path, relative to the folder of the configuration file. */
export const path = z.string().min(1).max(1024);

/** A path below a URL. */
export const urlPath = z.string().regex(/^\/[^\s?#]*$/, 'must be a path that starts with /');

/** 0 to 1, both included. */
export const share = z.number().min(0).max(1);

/** A probability strictly between 0 and 1. */
export const probability = z.number().gt(0).lt(1);
