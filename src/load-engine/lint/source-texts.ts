import type { ScriptSource } from './lint-input.ts';

const TOKENS = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\[\s\S])*)`|([A-Za-z_$][\w$]*)/g;

/** A text or a name that stands in a script. */
export interface SourceText {
  readonly text: string;
  /** Whether parts of it are made while the script runs, so that what it will be can't be known. */
  readonly computed: boolean;
  readonly place: string;
}

/** Every text and name in the sources of a script, comments left out: not a parser, so that no syntax stops it, and good enough to look a word up. */
export function sourceTexts(sources: readonly ScriptSource[]): readonly SourceText[] {
  return sources.flatMap(({ name, text }) =>
    [...text.matchAll(TOKENS)].flatMap((match): readonly SourceText[] => {
      const [, single, double, template, word] = match;
      const found = single ?? double ?? template ?? word;
      if (found === undefined) return [];
      return [{ text: found, computed: template?.includes('${') ?? false, place: placeOf(name, text, match.index) }];
    }),
  );
}

/** A source with nothing in its quotes, and without its comments: what is left is code. */
export function withoutTexts(source: string): string {
  return source.replace(TOKENS, (token) => {
    const first = token[0] ?? '';
    if (token.startsWith('//') || token.startsWith('/*')) return ' ';
    return first === "'" || first === '"' || first === '`' ? first + first : token;
  });
}

/** file:line:column of a place in a source. */
export function placeOf(name: string, text: string, index: number): string {
  const before = text.slice(0, index);
  const line = before.split('\n').length;
  return `${name}:${line}:${index - before.lastIndexOf('\n')}`;
}
