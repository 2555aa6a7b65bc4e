const beforeRegExp = /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|delete|void|throw|new|else|do|await|yield))\s*$/;

/**
 * Blanks comments and the insides of strings, template texts and regular expressions with spaces, so that what is left is code at its old place;
 * quotes, line ends and the code inside `${}` stay. Whether a `/` begins a regular expression is judged by what stands before it.
 */
export function blankText(source: string): string {
  const blanked = source.split('');
  const blank = (from: number, to: number): void => {
    for (let index = from; index < to; index += 1) if (blanked[index] !== '\n' && blanked[index] !== '\r') blanked[index] = ' ';
  };
  const templates: number[] = [];
  let depth = 0;
  for (let at = 0; at < source.length; ) {
    const end = textEnd(source, at, templates.at(-1) === depth);
    if (end === undefined) {
      if (source[at] === '{') depth += 1;
      if (source[at] === '}') depth -= 1;
      at += 1;
      continue;
    }
    const { to, opens, closes } = end;
    blank(at + 1, to - 1);
    if (end.whole) blank(at, to);
    if (closes) templates.pop();
    if (opens) {
      depth += closes ? 0 : 1;
      templates.push(depth);
    } else if (closes) depth -= 1;
    at = to;
  }
  return blanked.join('');
}

interface Text {
  readonly to: number;
  /** A comment: blank its borders too. */
  readonly whole: boolean;
  /** Whether a template text ends in `${`, or began with the `}` of one. */
  readonly opens: boolean;
  readonly closes: boolean;
}

/** The text that begins here, or undefined where code goes on. */
function textEnd(source: string, at: number, insideTemplate: boolean): Text | undefined {
  const here = source[at];
  if (here === '"' || here === "'")
    return { to: match(/(?:\\[\s\S]|[^\\\n])*?["'\n]/y, source, at, here), whole: false, opens: false, closes: false };
  if (here === '`') return templateText(source, at, false);
  if (here === '}' && insideTemplate) return templateText(source, at, true);
  if (here !== '/') return undefined;
  if (source[at + 1] === '/') return { to: ending(source, at, '\n', 0), whole: true, opens: false, closes: false };
  if (source[at + 1] === '*') return { to: ending(source, at + 2, '*/', 2), whole: true, opens: false, closes: false };
  if (!beforeRegExp.test(source.slice(Math.max(0, at - 20), at))) return undefined;
  const pattern = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^\\/\n[])+\//y;
  pattern.lastIndex = at;
  return pattern.test(source) ? { to: pattern.lastIndex, whole: false, opens: false, closes: false } : undefined;
}

function templateText(source: string, at: number, closes: boolean): Text {
  const pattern = /(?:\\[\s\S]|\$(?!\{)|[^\\`$])*(`|\$\{)/y;
  pattern.lastIndex = at + 1;
  const found = pattern.exec(source);
  return { to: found === null ? source.length : pattern.lastIndex, whole: false, opens: found?.[1] === '${', closes };
}

function match(pattern: RegExp, source: string, at: number, quote: string): number {
  const own = new RegExp(pattern.source.replace(`["'\\n]`, `[${quote}\\n]`), 'y');
  own.lastIndex = at + 1;
  return own.test(source) ? own.lastIndex : source.length;
}

function ending(source: string, from: number, mark: string, length: number): number {
  const found = source.indexOf(mark, from);
  return found < 0 ? source.length : found + length;
}
