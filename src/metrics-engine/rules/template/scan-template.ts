/** A word within `{{ … }}`. `follows`: no space stands before it. */
export interface TemplateToken {
  readonly kind: 'string' | 'char' | 'number' | 'variable' | 'field' | 'dot' | 'word' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
  readonly follows: boolean;
}

/** A piece of a template: text that is copied, or the words of an action. */
export type TemplatePiece =
  | { readonly kind: 'text'; readonly text: string; readonly at: number }
  | { readonly kind: 'action'; readonly tokens: readonly TemplateToken[]; readonly at: number };

/** Thrown with an offset, for whoever knows the template's name to make a message of. */
export class ScanProblem extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.name = 'ScanProblem';
    this.at = at;
  }
}

const WORDS: readonly (readonly [TemplateToken['kind'], RegExp])[] = [
  ['string', /"(?:[^"\\\n]|\\[^\n])*"|`[^`]*`/y],
  ['char', /'(?:[^'\\\n]|\\[^\n])+'/y],
  ['number', /[+-]?(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?)/y],
  ['variable', /\$[\p{L}\p{N}_]*/uy],
  ['field', /\.[\p{L}\p{N}_]+/uy],
  ['dot', /\./y],
  ['word', /[\p{L}_][\p{L}\p{N}_]*/uy],
  ['sign', /:=|[=|(),]/y],
];
const SPACE = /[ \t\r\n]*/y;

/** Parts a template into text and actions. `{{-` and `-}}` trim the text beside them; comments leave nothing. Throws ScanProblem. */
export function scanTemplate(source: string): readonly TemplatePiece[] {
  const pieces: TemplatePiece[] = [];
  let trims = false;
  for (let at = 0; at < source.length; ) {
    const open = source.indexOf('{{', at);
    const trimsBefore = open !== -1 && /^\{\{-[ \t\r\n]/.test(source.slice(open, open + 4));
    pushText(pieces, { text: source.slice(at, open === -1 ? undefined : open), at, trims, trimsBefore });
    if (open === -1) break;
    const start = open + (trimsBefore ? 4 : 2);
    const { tokens, end, trimsAfter } = source.startsWith('/*', start) ? scanComment(source, start) : scanAction(source, start);
    if (tokens !== undefined) pieces.push({ kind: 'action', tokens, at: open });
    trims = trimsAfter;
    at = end;
  }
  return pieces;
}

interface WrittenText {
  readonly text: string;
  readonly at: number;
  readonly trims: boolean;
  readonly trimsBefore: boolean;
}

function pushText(pieces: TemplatePiece[], { text, at, trims, trimsBefore }: WrittenText): void {
  const left = trims ? text.replace(/^[ \t\r\n]+/, '') : text;
  const both = trimsBefore ? left.replace(/[ \t\r\n]+$/, '') : left;
  if (both !== '') pieces.push({ kind: 'text', text: both, at });
}

interface ScannedAction {
  /** undefined for a comment. */
  readonly tokens: readonly TemplateToken[] | undefined;
  readonly end: number;
  readonly trimsAfter: boolean;
}

function scanComment(source: string, start: number): ScannedAction {
  const close = source.indexOf('*/', start);
  if (close === -1) throw new ScanProblem(start, 'unclosed comment');
  const end = /^(?:[ \t\r\n]-)?\}\}/.exec(source.slice(close + 2, close + 6));
  if (end === null) throw new ScanProblem(start, 'comment ends before closing delimiter');
  return { tokens: undefined, end: close + 2 + end[0].length, trimsAfter: end[0].length > 2 };
}

function scanAction(source: string, start: number): ScannedAction {
  const tokens: TemplateToken[] = [];
  for (let at = start; ; ) {
    const afterSpace = at + matchLength(SPACE, source, at);
    const trimsAfter = afterSpace > at && source.startsWith('-}}', afterSpace);
    if (trimsAfter || source.startsWith('}}', afterSpace)) {
      tokens.push({ kind: 'end', text: '}}', at: afterSpace, follows: afterSpace === at });
      return { tokens, end: afterSpace + (trimsAfter ? 3 : 2), trimsAfter };
    }
    const token = wordAt(source, afterSpace, afterSpace === at && tokens.length > 0);
    tokens.push(token);
    at = afterSpace + token.text.length;
  }
}

function wordAt(source: string, at: number, follows: boolean): TemplateToken {
  if (at >= source.length) throw new ScanProblem(at, 'unclosed action');
  for (const [kind, pattern] of WORDS) {
    const length = matchLength(pattern, source, at);
    if (length > 0) return { kind, text: source.slice(at, at + length), at, follows };
  }
  const char = String.fromCodePoint(source.codePointAt(at) ?? 0);
  if (char === '"') throw new ScanProblem(at, 'unterminated quoted string');
  if (char === '`') throw new ScanProblem(at, 'unterminated raw quoted string');
  const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  throw new ScanProblem(at, `unrecognized character in action: U+${code} '${char}'`);
}

function matchLength(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0].length ?? 0;
}
