import { parse } from '../../promql/syntax/parse.ts';
import { print } from '../../promql/syntax/print.ts';
import { staticType } from '../../promql/syntax/value-type.ts';

/** An expression as its tree writes it, and what it yields. */
export interface RuleExpression {
  readonly text: string;
  readonly type: ReturnType<typeof staticType>;
}

/** Reads a rule's expression. Throws QueryError, with line and column, for one that does not parse. */
export function readRuleExpression(source: string): RuleExpression {
  const tree = parse(source);
  return { text: print(tree), type: staticType(tree) };
}
