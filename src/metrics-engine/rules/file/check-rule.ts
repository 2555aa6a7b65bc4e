import { METRIC_NAME } from '../../promql/labels.ts';
import { QueryError } from '../../query-result.ts';
import { alertTemplate } from '../template/alert-template.ts';
import { templateProblem } from '../template/expand-template.ts';
import { readRuleExpression } from './rule-expression.ts';
import type { WrittenRule } from './rule-file-schema.ts';

/** What is wrong with a rule, and the key of the rule that it stands at. */
export interface RuleProblem {
  readonly key: string;
  readonly message: string;
}

const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

/**
 * All that is wrong with a rule; nothing when it is lawful.
 *
 * Names are held to the letters that every Prometheus, Thanos and Mimir takes, not to the UTF-8 names that Prometheus 3 alone allows.
 */
export function checkRule(rule: WrittenRule): readonly RuleProblem[] {
  return [
    ...checkKind(rule),
    ...checkExpression(rule.expr),
    ...(rule.record === undefined ? [] : checkRecording(rule.record, rule)),
    ...Object.keys(rule.labels).flatMap((name) => (isLabel(name) ? [] : [{ key: 'labels', message: `invalid label name: ${name}` }])),
    ...Object.keys(rule.annotations ?? {}).flatMap((name) =>
      LABEL_NAME.test(name) ? [] : [{ key: 'annotations', message: `invalid annotation name: ${name}` }],
    ),
    ...checkTemplates(rule),
  ];
}

const isLabel = (name: string): boolean => LABEL_NAME.test(name) && name !== METRIC_NAME;
const isSet = (text: string | undefined): boolean => text !== undefined && text !== '';

function checkKind({ record, alert }: WrittenRule): readonly RuleProblem[] {
  if (isSet(record) && isSet(alert)) return [{ key: 'record', message: "only one of 'record' and 'alert' must be set" }];
  return isSet(record) || isSet(alert) ? [] : [{ key: 'alert', message: "one of 'record' or 'alert' must be set" }];
}

function checkExpression(expression: string | undefined): readonly RuleProblem[] {
  if (expression === undefined || expression === '') return [{ key: 'expr', message: "field 'expr' must be set in rule" }];
  try {
    const { type } = readRuleExpression(expression);
    if (type === 'vector' || type === 'scalar') return [];
    return [{ key: 'expr', message: `a rule needs an expression that is a vector or a scalar, this one is a ${type}` }];
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return [{ key: 'expr', message: `could not parse expression: ${error.message}` }];
  }
}

function checkRecording(record: string, rule: WrittenRule): readonly RuleProblem[] {
  const unfit = (['annotations', 'for', 'keep_firing_for'] as const).filter((key) => isGiven(rule[key]));
  return [
    ...unfit.map((key) => ({ key, message: `invalid field '${key}' in recording rule` })),
    ...(record === '' || METRIC.test(record) ? [] : [{ key: 'record', message: `invalid recording rule name: ${record}` }]),
  ];
}

/** Go can't tell an empty table or 0 from none; nor are they told apart here. */
function isGiven(value: number | Readonly<Record<string, string>> | undefined): boolean {
  return typeof value === 'number' ? value !== 0 : value !== undefined && Object.keys(value).length > 0;
}

function checkTemplates({ alert, labels, annotations = {} }: WrittenRule): readonly RuleProblem[] {
  if (!isSet(alert)) return [];
  const tables = [
    ['labels', 'label', labels],
    ['annotations', 'annotation', annotations],
  ] as const;
  return tables.flatMap(([key, word, table]) =>
    Object.entries(table).flatMap(([name, text]) => {
      const problem = templateProblem(alertTemplate(alert ?? '', text));
      return problem === undefined ? [] : [{ key, message: `${word} ${JSON.stringify(name)}: ${problem}` }];
    }),
  );
}
