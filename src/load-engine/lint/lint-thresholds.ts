import type { Threshold } from '../thresholds/read-thresholds.ts';
import { holds } from '../thresholds/threshold-expression.ts';
import type { Finding } from './finding.ts';
import type { LintInput } from './lint-input.ts';

/** Finds thresholds that could come out well although hardly anything, or nothing, was measured. */
export function lintThresholds({ options, metrics, sources }: LintInput): readonly Finding[] {
  const { thresholds } = options;
  if (thresholds.length === 0) return [noThresholds];
  const typeOf = (name: string): string | undefined => metrics.find((metric) => metric.name === name)?.type;
  return [
    ...thresholds
      .filter((threshold) => passesOnNothing(threshold, typeOf(threshold.key.name)) && !hasBound(threshold, thresholds, typeOf))
      .map((threshold) => withoutEvidence(threshold, sources)),
    ...thresholds.filter(abortsAtOnce).map(abortsOnFewSamples),
  ];
}

const noThresholds: Finding = {
  rule: 'no-thresholds',
  severity: 'warning',
  place: 'options.thresholds',
  problem: 'The script declares no threshold, so there is nothing that it could fail by.',
  remedy: "Declare what must hold, such as http_req_duration: ['p(95)<200'].",
};

/** Where nothing was measured k6 takes a trend, a counter and a gauge for 0, and lets a rate pass unjudged. That nothing was dropped is what a bound on drops wants to hear. */
function passesOnNothing({ key, expression }: Threshold, type: string | undefined): boolean {
  if (key.name === 'dropped_iterations') return false;
  if (type === 'rate') return true;
  const { limit, operator } = expression;
  const side = limit === 0 ? 0 : limit > 0 ? -1 : 1;
  return holds(operator, side);
}

type TypeOf = (name: string) => string | undefined;

/** Whether another threshold demands that enough of the same part was counted. A trend or a rate can't demand samples of itself, so what is counted beside it has to do. */
function hasBound({ key }: Threshold, thresholds: readonly Threshold[], typeOf: TypeOf): boolean {
  return thresholds.some((other) => typeOf(other.key.name) === 'counter' && demandsCount(other) && samePart(key.tags, other.key.tags));
}

function demandsCount({ expression }: Threshold): boolean {
  const { operator, limit } = expression;
  return (operator === '>=' && limit > 0) || (operator === '>' && limit >= 0);
}

/** The bound must be on the part itself, or on one within it: what all requests together reach says nothing about one of them. */
const samePart = (tags: Threshold['key']['tags'], bound: Threshold['key']['tags']): boolean =>
  Object.entries(tags).every(([tag, value]) => tag === 'expected_response' || bound[tag] === value);

function withoutEvidence({ metric, key, expression }: Threshold, sources: LintInput['sources']): Finding {
  const part = Object.entries(key.tags)
    .filter(([tag]) => tag !== 'expected_response')
    .map(([tag, value]) => `${tag}:${value}`)
    .join(',');
  return {
    rule: 'passes-without-evidence',
    severity: 'warning',
    place: `options.thresholds['${metric}']`,
    problem: `"${expression.text}" holds on k6 when not one sample was taken, and here on a single one.`,
    remedy: `Demand evidence beside it: '${evidenceFor(key.name, sources)}${part === '' ? '' : `{${part}}`}': ['count>=N'], with nine tenths of what you plan as N.`,
  };
}

/** What is counted where this metric is measured. */
function evidenceFor(metric: string, sources: LintInput['sources']): string {
  if (metric.startsWith('ws_')) return 'ws_sessions';
  return !metric.startsWith('grpc_') && sources.some(({ text }) => /['"]k6\/http['"]/.test(text)) ? 'http_reqs' : 'iterations';
}

const abortsAtOnce = ({ abortOnFail, delayAbortEvalMs }: Threshold): boolean => abortOnFail && delayAbortEvalMs === 0;

function abortsOnFewSamples({ metric, expression }: Threshold): Finding {
  return {
    rule: 'aborts-on-few-samples',
    severity: 'advice',
    place: `options.thresholds['${metric}']`,
    problem: `"${expression.text}" may end the test on its first few samples: it has abortOnFail and no delayAbortEval.`,
    remedy: "Add delayAbortEval, such as '10s'.",
  };
}
