/** The name that somebody probably meant: the nearest of the known ones by single-letter edits, if a third of the letters or less differ; else undefined. */
export function nearestName(given: string, known: readonly string[]): string | undefined {
  const near = known
    .map((name) => ({ name, edits: edits(given.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, edits }) => name !== given && edits <= Math.max(1, Math.floor(name.length / 3)));
  return near.toSorted((a, b) => a.edits - b.edits)[0]?.name;
}

/** How many letters must be inserted, removed or replaced to come from a to b (Levenshtein). */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of a.split('').entries()) {
    const next = [i + 1];
    for (const [j, other] of b.split('').entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
