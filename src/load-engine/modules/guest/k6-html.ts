import { parseHtml } from 'sluice:host';
import { asText } from './as-text.ts';
import { htmlObject } from './html-object.ts';

/** Parses a document; what comes back is the whole of it as a Selection. */
export function parseHTML(html: unknown): unknown {
  return htmlObject(parseHtml(asText(html).replaceAll('\0', '\uFFFD')));
}
