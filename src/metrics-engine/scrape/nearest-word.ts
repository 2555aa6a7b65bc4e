/** The word most like a misspelt one; undefined when none is within two edits. */
export function nearestWord(word: string, words: readonly string[]): string | undefined {
  const ranked = words.map((each) => ({ each, edits: editDistance(word, each) })).sort((a, b) => a.edits - b.edits);
  const [best] = ranked;
  return best !== undefined && best.edits <= 2 ? best.each : undefined;
}

/** How many characters must be put in, taken out or changed (Levenshtein's distance). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, char] of a.split('').entries()) {
    const next = [i + 1];
    for (const [j, other] of b.split('').entries()) {
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (char === other ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
