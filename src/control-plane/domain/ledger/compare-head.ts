/** A record by its position, with its hash. */
interface Head {
  readonly position: number;
  readonly hash: string;
}

/** Why a ledger is not the one whose head was kept. */
export interface HeadBreak {
  readonly finding: 'removed' | 'head-mismatch';
  readonly sentence: string;
}

/** Compares a head that was kept elsewhere with the hash that the ledger has at its position, undefined where there is no record; answers undefined when they agree. */
export function compareHead(kept: Head, found: string | undefined): HeadBreak | undefined {
  if (found === kept.hash) return undefined;
  if (found === undefined) {
    const sentence = `The kept head is record ${kept.position}, and the ledger has none there: its last records were cut off.`;
    return { finding: 'removed', sentence };
  }
  const sentence = `Record ${kept.position} has the hash ${found}, and the kept head says ${kept.hash}: the chain was written anew.`;
  return { finding: 'head-mismatch', sentence };
}
