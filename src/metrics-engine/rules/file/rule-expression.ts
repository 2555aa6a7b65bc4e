import { parse } from '../../promql/parser.ts';
import { print } from '../../promql/printer.ts';
import { staticType } from '../../promql/static-type.ts';

/** An expression as its tree writes it, and what it yields. */
export interface RuleExpression {
  readonly text: string;
  readonly type: 'scalar' | 'vector' | 'range' | 'string';
}

/** Reads a rule's expression. Throws QueryError, with line and column, for one that does not parse. */
export function readRuleExpression(source: string): RuleExpression {
  const tree = parse(source);
  return { text: print(tree), type: staticType(tree) };
}
