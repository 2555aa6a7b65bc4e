import { NotationError } from './notation-error.ts';
import { parseExpectations } from './parse-expectations.ts';
import type { Command, EvalCommand, EvalInstants, LoadCommand } from './script.ts';
import { located, parseTime, type ScriptLine } from './script-line.ts';
import { parseSeriesNotation } from './series-notation.ts';

const INSTANT = /^eval(?:_(fail|warn|ordered|info))?\s+instant\s+(?:at\s+(.+?))?\s+(.+)$/;
const RANGE = /^eval(?:_(fail|warn|info))?\s+range\s+from\s+(.+)\s+to\s+(.+)\s+step\s+(.+?)\s+(.+)$/;

/**
 * Reads a script of the promqltest language. A block ends at an empty line or a comment.
 *
 * Throws NotationError with the line for an unknown command, an unknown expectation or a malformed series: what is not understood is
 * never passed over.
 */
export function parseScript(text: string): readonly Command[] {
  const commands: Command[] = [];
  const lines = text.split('\n').map((each, index) => ({ text: withoutComment(each.trim()), line: index + 1 }));
  for (let index = 0; index < lines.length; ) {
    const head = lines[index];
    index += 1;
    if (head === undefined || head.text === '') continue;
    const start = index;
    if (!head.text.startsWith('clear')) while ((lines[index]?.text ?? '') !== '') index += 1;
    commands.push(located(head.line, () => parseCommand(head, lines.slice(start, index))));
  }
  return commands;
}

function withoutComment(text: string): string {
  return text.startsWith('#') ? '' : text;
}

function parseCommand(head: ScriptLine, body: readonly ScriptLine[]): Command {
  const word = head.text.split(/\s+/, 1)[0] ?? '';
  if (head.text === 'clear') return { kind: 'clear', line: head.line };
  if (word === 'load' || word === 'load_with_nhcb') return parseLoad(head, body);
  if (/^eval(?:_(?:fail|warn|ordered|info))?$/.test(word)) return parseEval(head, body);
  throw new NotationError(`unknown command ${JSON.stringify(word)}`);
}

function parseLoad({ text, line }: ScriptLine, body: readonly ScriptLine[]): LoadCommand {
  const match = /^load(_with_nhcb)?\s+(\S+)$/.exec(text);
  if (match === null) throw new NotationError(`expected load <interval>, found ${JSON.stringify(text)}`);
  const series = body.map((each) => located(each.line, () => parseSeriesNotation(each.text)));
  return { kind: 'load', line, stepMs: parseTime(match[2] ?? ''), withNative: match[1] !== undefined, series };
}

function parseEval({ text, line }: ScriptLine, body: readonly ScriptLine[]): EvalCommand {
  const instant = INSTANT.exec(text);
  const range = instant === null ? RANGE.exec(text) : null;
  if (instant === null && range === null) throw new NotationError(`malformed ${JSON.stringify(text)}`);
  const suffix = instant?.[1] ?? range?.[1];
  const instants: EvalInstants =
    range === null
      ? { kind: 'instant', atMs: parseTime(instant?.[2] ?? '0') }
      : { kind: 'range', startMs: parseTime(range[2] ?? ''), endMs: parseTime(range[3] ?? ''), stepMs: parseTime(range[4] ?? '') };
  return { kind: 'eval', line, query: instant?.[3] ?? range?.[5] ?? '', instants, expectations: parseExpectations(suffix, body) };
}
