import { isScalar, parseDocument, visit } from 'yaml';

/** A YAML file's content with each scalar as the text that stands there, or what is wrong with the file. */
export type YamlReading = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string };

// Enough for every honest file; more is a file made to blow up.
const MAX_ALIASES = 100;

/**
 * Reads YAML as Prometheus does, which takes `version: 1.10` for the text 1.10 where a text is due: every number and flag is answered as
 * its text, and only what is empty, `~` or `null` as null.
 *
 * A problem names its line, and never shows what stands there, because it may be a secret.
 */
export function readYaml(source: string): YamlReading {
  const document = parseDocument(source, { merge: true, logLevel: 'silent' });
  const [error] = document.errors;
  if (error !== undefined) return { ok: false, problem: firstLine(error.message) };
  visit(document, {
    Scalar(_key, node) {
      if (isScalar(node) && node.value !== null && node.source !== undefined) node.value = node.source;
    },
  });
  try {
    return { ok: true, value: document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown };
  } catch (error) {
    if (error instanceof ReferenceError)
      return { ok: false, problem: 'an alias (*name) has no anchor (&name) before it, or there are too many' };
    throw error;
  }
}

/** The lines that follow show the file's own text. */
function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/:$/, '');
}
