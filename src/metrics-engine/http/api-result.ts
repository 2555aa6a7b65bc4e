import type { QueryResult, Sample } from '../query-result.ts';

/** An answer as the `data` of Prometheus' HTTP API. */
export function toApiData(result: QueryResult): unknown {
  switch (result.kind) {
    case 'scalar':
      return { resultType: 'scalar', result: toApiSample(result.sample) };
    case 'vector':
      return { resultType: 'vector', result: result.series.map(({ labels, sample }) => ({ metric: labels, value: toApiSample(sample) })) };
    case 'matrix':
      return {
        resultType: 'matrix',
        result: result.series.map(({ labels, samples }) => ({ metric: labels, values: samples.map(toApiSample) })),
      };
    case 'string':
      return { resultType: 'string', result: [result.sample[0] / 1000, result.sample[1]] };
  }
}

function toApiSample([atMs, value]: Sample): readonly [number, string] {
  return [atMs / 1000, formatValue(value)];
}

/** A number as Go writes it: JavaScript differs in infinities, −0 and the width of a small exponent. */
export function formatValue(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  return String(value).replace(/e([+-])(\d)$/, 'e$10$2');
}
