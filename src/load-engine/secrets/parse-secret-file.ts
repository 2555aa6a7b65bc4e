/**
 * Reads secrets by name from the text of a file: a JSON object of texts, or lines `NAME=value` (the value goes to the end of its line, spaces and `=` included;
 * empty lines and lines that begin with `#` say nothing). Throws an Error that names the line and never shows it, for it may be a secret.
 */
export function parseSecretFile(text: string): Readonly<Record<string, string>> {
  const plain = text.replace(/^\uFEFF/, '');
  return plain.trimStart().startsWith('{') ? fromJson(plain) : fromLines(plain);
}

function fromJson(text: string): Readonly<Record<string, string>> {
  let value: object;
  try {
    value = JSON.parse(text) as object;
  } catch {
    throw new Error('begins with { but is not JSON');
  }
  const wrong = Object.entries(value).find(([, secret]) => typeof secret !== 'string');
  if (wrong !== undefined) throw new Error(`the secret ${JSON.stringify(wrong[0])} must be a text`);
  return value as Readonly<Record<string, string>>;
}

function fromLines(text: string): Readonly<Record<string, string>> {
  const entries = text.split(/\r?\n/).flatMap((line, index): readonly (readonly [string, string])[] => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const equals = line.indexOf('=');
    if (equals < 1) throw new Error(`line ${index + 1} is not NAME=value`);
    return [[line.slice(0, equals).trim(), line.slice(equals + 1)]];
  });
  return Object.fromEntries(entries);
}
