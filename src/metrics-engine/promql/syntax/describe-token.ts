import { wordKind } from './keywords.ts';
import { quoteString } from './quote.ts';
import type { Token } from './token.ts';

const PUNCTUATION: ReadonlySet<string> = new Set(['(', ')', '{', '}', '[', ']', ',', ':', '=']);
const UNCLOSED: ReadonlyMap<string, string> = new Map([
  ['(', 'unclosed left parenthesis'],
  ['{', 'unexpected end of input inside braces'],
  ['[', 'unexpected end of input in duration expression'],
  ['[(', 'unexpected end of input in duration expression'],
]);

/** A token as Prometheus' messages name it: `identifier "x"`, `<op:+>`, `<by>`, `end of input`. */
export function describeToken({ kind, text }: Token): string {
  switch (kind) {
    case 'end':
      return 'end of input';
    case 'error':
      return text;
    case 'identifier':
      return describeWord(text);
    case 'operator':
      return PUNCTUATION.has(text) ? quoteString(text) : `<op:${text}>`;
    case 'number':
    case 'duration':
    case 'string':
      return `${kind} ${shortened(text)}`;
  }
}

function describeWord(word: string): string {
  switch (wordKind(word)) {
    case 'name':
      return `${word.includes(':') ? 'metric identifier' : 'identifier'} ${quoteString(word)}`;
    case 'edge':
      return quoteString(word);
    case 'keyword':
      return `<${word}>`;
    case 'operator':
      return `<op:${word}>`;
    case 'aggregation':
      return `<aggr:${word}>`;
    case 'number':
      return `number ${quoteString(word)}`;
  }
}

function shortened(text: string): string {
  return text.length > 10 ? `${quoteString(text.slice(0, 10))}...` : quoteString(text);
}

/** What is wrong when a token stands where another was expected: in a place such as `grouping opts`, with what may stand there. */
export function unexpectedToken(token: Token, place: string, expected: string): string {
  if (token.kind === 'error') return token.text;
  const unclosed = token.kind === 'end' ? UNCLOSED.get(token.text) : undefined;
  if (unclosed !== undefined) return unclosed;
  return `unexpected ${describeToken(token)}${place === '' ? '' : ` in ${place}`}${expected === '' ? '' : `, expected ${expected}`}`;
}
