/** A secret of fewer letters is in half of all words: masking it would only garble the text. */
const SHORTEST = 4;

/** Makes a function that replaces every secret in a text by `***`, the longest first. */
export function maskText(secrets: readonly string[]): (text: string) => string {
  const hidden = secrets.filter((secret) => secret.length >= SHORTEST).sort((one, other) => other.length - one.length);
  return (text) => hidden.reduce((masked, secret) => masked.replaceAll(secret, '***'), text);
}
