import { blankText } from './blank-text.ts';

/** How a source nests, at its deepest place. */
export interface Nesting {
  /** Brackets open at once. */
  readonly depth: number;
  /** Characters of code, the longest stretch between two of `;`, `{` and `}`: what a single expression can nest without a bracket. */
  readonly longest: number;
  /** The offset where the brackets are deepest. */
  readonly at: number;
}

/** Measures how deeply a source nests, from its characters alone: parsers recurse, and this must not. */
export function nestingOf(source: string): Nesting {
  const code = blankText(source);
  let [depth, deepest, at, stretch, longest] = [0, 0, 0, 0, 0];
  for (let index = 0; index < code.length; index += 1) {
    const character = code[index] ?? '';
    if (character === '(' || character === '[' || character === '{') depth += 1;
    if (character === ')' || character === ']' || character === '}') depth -= 1;
    if (depth > deepest) [deepest, at] = [depth, index];
    stretch = character === ';' || character === '{' || character === '}' ? 0 : stretch + (character.trim() === '' ? 0 : 1);
    longest = Math.max(longest, stretch);
  }
  return { depth: deepest, longest, at };
}
