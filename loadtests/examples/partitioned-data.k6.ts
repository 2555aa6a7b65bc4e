import { check, fail } from 'k6';
import { SharedArray } from 'k6/data';
import exec from 'k6/execution';
import http from 'k6/http';
import { Counter } from 'k6/metrics';
import type { Options } from 'k6/options';

/** Every record of a file exactly once, by one user only: each user works through its own part, so that no two of them touch the same record. */
const VUS = Number(__ENV.VUS ?? 4);
const RECORDS = Number(__ENV.RECORDS ?? 40);

const records = new SharedArray('records', () =>
  Array.from({ length: RECORDS }, (_, index) => ({ name: `record ${index}`, price: index })),
);

export const options: Options = {
  scenarios: { import: { executor: 'per-vu-iterations', vus: VUS, iterations: Math.ceil(RECORDS / VUS), maxDuration: '5m' } },
  thresholds: { records_sent: [`count==${RECORDS}`], checks: ['rate==1'], http_req_failed: ['rate==0'] },
};

const sent = new Counter('records_sent');

export default function importRecord(): void {
  const size = Math.ceil(records.length / VUS);
  const position = (exec.vu.idInTest - 1) * size + exec.vu.iterationInScenario;
  if (position >= records.length) return;
  const record = records[position];
  if (record === undefined) fail(`there is no record ${position}`);
  const response = http.post(`${__ENV.BASE_URL}/items`, JSON.stringify(record), { headers: { 'Content-Type': 'application/json' } });
  check(response, { 'is imported': () => response.status === 201 && response.json('name') === `record ${position}` });
  sent.add(1);
}
