const COUNT = /\{(\d+)(?:,(\d*))?\}/y;

/**
 * About how many instructions a regular expression compiles to, counted repetitions written out: `(a{10}b){100}` has 1,100. It is never
 * much less than the truth, and any text has a size, a malformed one too. Found in time linear in the text.
 */
export function patternSize(source: string): number {
  const outer: number[] = [];
  let total = 0;
  let atom = 0;
  for (let at = 0; at < source.length; ) {
    const { kind, end, times } = readPart(source, at);
    if (kind === 'open') {
      outer.push(total);
      total = 0;
      atom = 0;
    } else if (kind === 'close') {
      atom = total + 1;
      total = (outer.pop() ?? 0) + atom;
    } else if (kind === 'count') {
      total += atom * (times - 1);
      atom *= times;
    } else {
      atom = 1;
      total += 1;
    }
    at = end;
  }
  return outer.reduce((sum, size) => sum + size, total);
}

interface Part {
  readonly kind: 'open' | 'close' | 'count' | 'atom';
  readonly end: number;
  readonly times: number;
}

function readPart(source: string, at: number): Part {
  const char = source[at];
  if (char === '(') return { kind: 'open', end: at + 1, times: 1 };
  if (char === ')') return { kind: 'close', end: at + 1, times: 1 };
  if (char === '\\') return { kind: 'atom', end: at + 2, times: 1 };
  if (char === '[') return { kind: 'atom', end: endOfClass(source, at), times: 1 };
  // A repetition of what stands before is an instruction of its own, and leaves that to be counted.
  if (char === '*' || char === '+' || char === '?') return { kind: 'count', end: at + 1, times: 1 };
  return readCount(source, at) ?? { kind: 'atom', end: at + 1, times: 1 };
}

function readCount(source: string, at: number): Part | undefined {
  COUNT.lastIndex = at;
  const match = COUNT.exec(source);
  if (match === null) return undefined;
  const times = Math.max(1, Number(match[1]), Number(match[2] ?? 0));
  return { kind: 'count', end: at + match[0].length, times };
}

function endOfClass(source: string, start: number): number {
  // A bracket right behind the opening one, or behind its ^, is a member.
  let at = source[start + 1] === '^' ? start + 2 : start + 1;
  if (source[at] === ']') at++;
  while (at < source.length && source[at] !== ']') at += source[at] === '\\' ? 2 : 1;
  return at + 1;
}
