import { readString } from '../../promql/syntax/string-literal.ts';
import { parseOperandNumber } from './operand-number.ts';
import { ScanProblem, type TemplateToken } from './scan-template.ts';

/** The meaning of a string token. Throws ScanProblem for a bad escape. */
export function textOf({ text, at }: TemplateToken): string {
  const read = readString(text, 0);
  if (!read.ok) throw new ScanProblem(at, 'invalid syntax');
  return read.value;
}

/** What a number or character token stands for. Throws ScanProblem for one that is none. */
export function numberOf({ kind, text, at }: TemplateToken): { readonly int: bigint | undefined; readonly float: number } {
  if (kind === 'char') {
    const code = textOf({ kind, text: text.replaceAll('"', '\\"').replace(/^'|'$/g, '"'), at, follows: false }).codePointAt(0) ?? 0;
    return { int: BigInt(code), float: code };
  }
  const parsed = parseOperandNumber(text);
  if (parsed === undefined) throw new ScanProblem(at, `bad number syntax: ${JSON.stringify(text)}`);
  return parsed;
}
