import { NotationError } from './notation-error.ts';
import { readQuoted } from './read-quoted.ts';
import type { Expectations, MessageTest } from './script.ts';
import { located, parseTime, type ScriptLine } from './script-line.ts';
import { isNumber, parseSeriesNotation, readNumber } from './series-notation.ts';

type Draft = { -readonly [Key in keyof Expectations]: Expectations[Key] };

/** Reads what stands below an `eval`: expectations, then series or a lone number. Throws NotationError with the line. */
export function parseExpectations(suffix: string | undefined, body: readonly ScriptLine[]): Expectations {
  const draft = ofSuffix(suffix);
  for (const { text, line } of body) located(line, () => readLine(draft, text));
  return draft;
}

/** The older form, `eval_fail` and its like, says by its name what is expected, and expects no annotation without it. */
function ofSuffix(suffix: string | undefined): Draft {
  const any: readonly MessageTest[] = [{ kind: 'any' }];
  return {
    fail: suffix === 'fail' ? any : [],
    warn: suffix === 'warn' ? any : [],
    info: suffix === 'info' ? any : [],
    noWarn: false,
    noInfo: false,
    ordered: suffix === 'ordered',
    string: undefined,
    rangeVector: undefined,
    scalar: undefined,
    series: [],
  };
}

function readLine(draft: Draft, text: string): void {
  const old = /^expected_fail_(message|regexp)\s+(.+)$/.exec(text);
  if (old !== null) draft.fail = [toTest(old[1] === 'message' ? 'msg' : 'regex', old[2] ?? '')];
  else if (/^expect\b/.test(text)) readExpect(draft, text);
  else if (isNumber(text)) draft.scalar = readNumber(text);
  else draft.series = [...draft.series, parseSeriesNotation(text)];
}

function readExpect(draft: Draft, text: string): void {
  const match =
    /^expect\s+(?:(fail|warn|info)(?:\s+(msg|regex):\s*(.+))?|(no_warn|no_info|ordered)|string\s+(.+)|(range vector)\s+from\s+(\S+)\s+to\s+(\S+)\s+step\s+(\S+))$/.exec(
      text,
    );
  if (match === null) throw new NotationError(`unknown expectation ${JSON.stringify(text)}`);
  const [, kind, how, message, flag, string, , from, to, step] = match;
  if (kind === 'fail' || kind === 'warn' || kind === 'info') draft[kind] = [...draft[kind], toTest(how, message ?? '')];
  else if (flag !== undefined) setFlag(draft, flag);
  else if (string !== undefined) draft.string = readQuoted(string, 0).text;
  else draft.rangeVector = { startMs: parseTime(from ?? ''), endMs: parseTime(to ?? ''), stepMs: parseTime(step ?? '') };
}

function setFlag(draft: Draft, flag: string): void {
  if (flag === 'no_warn') draft.noWarn = true;
  else if (flag === 'no_info') draft.noInfo = true;
  else draft.ordered = true;
}

function toTest(how: string | undefined, text: string): MessageTest {
  if (how === undefined) return { kind: 'any' };
  return how === 'msg' ? { kind: 'message', text: unquoted(text) } : { kind: 'pattern', source: unquoted(text) };
}

/** A message may stand in quotes. */
function unquoted(text: string): string {
  if (!/^["'`]/.test(text)) return text;
  const quoted = readQuoted(text, 0);
  return quoted.end === text.length ? quoted.text : text;
}
