import { secretForms } from './secrets/secret-forms.ts';
import { type SecretSources, secretValues } from './secrets/secret-sources.ts';

/** A secret of fewer characters is in half of all words: masking it would only garble the text, and tell what it is. */
export const SHORTEST_SECRET = 4;

/** What stands in the place of a secret: the words that k6 uses. */
export const REDACTED = '***SECRET_REDACTED***';

/** Replaces secrets in every text of a value. */
export type SecretMask = <Value>(value: Value) => Value;

/** What a run has to hide. */
export interface RunSecrets {
  readonly secretSources?: SecretSources;
  readonly hiddenTexts?: readonly string[];
}

/** The mask of a run: the secrets of its sources, and the texts that it was told to hide. */
export function runMask({ secretSources, hiddenTexts = [] }: RunSecrets): SecretMask {
  return secretMask([...hiddenTexts, ...secretValues(secretSources)]);
}

/** A sentence for each secret of the sources that is too short to be hidden, by its name; empty where all are hidden. */
export function unhiddenSecrets({ secretSources = {} }: RunSecrets): readonly string[] {
  return Object.entries(secretSources).flatMap(([source, secrets]) =>
    Object.entries(secrets)
      .filter(([, secret]) => secret.length < SHORTEST_SECRET)
      .map(
        ([name]) =>
          `the secret ${name} of the source ${source} has fewer than ${SHORTEST_SECRET} characters, and is not hidden in what is shown`,
      ),
  );
}

/** Makes a function that replaces every secret of at least SHORTEST_SECRET characters, in all its forms (secret-forms.ts), in all texts of a value, keys included; bytes stay as they are. */
export function secretMask(secrets: Iterable<string>): SecretMask {
  const forms = [...secrets].filter((secret) => secret.length >= SHORTEST_SECRET).flatMap(secretForms);
  if (forms.length === 0) return (value) => value;
  const pattern = new RegExp(
    [...new Set(forms)]
      .sort((one, other) => other.length - one.length)
      .map(literal)
      .join('|'),
    'g',
  );
  const mask = (text: string): string => text.replace(pattern, REDACTED);
  return (value) => maskAll(value, mask) as typeof value;
}

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

function maskAll(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === 'string') return mask(value);
  if (Array.isArray(value)) return value.map((entry) => maskAll(entry, mask));
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [mask(key), maskAll(entry, mask)]));
}
