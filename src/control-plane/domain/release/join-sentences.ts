/**
 * Texts as sentences one after the other: each ends with a full stop, and each but the first begins with a capital.
 *
 * The first keeps its letter, because it may follow a colon. Empty texts are left out; without texts the answer is empty.
 */
export function joinSentences(texts: readonly string[]): string {
  const sentences = texts.map((text) => text.trim()).filter((text) => text !== '');
  return sentences.map((text, i) => ended(i === 0 ? text : capital(text))).join(' ');
}

/** A text whose first letter is a capital; one that begins with a name of metrics or services (`http_reqs`, `workflow-service`) keeps it. */
export function capital(text: string): string {
  if (/^\w*[_-]/.test(text)) return text;
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function ended(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
