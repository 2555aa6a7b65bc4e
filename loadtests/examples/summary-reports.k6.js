// Reports of its own: the usual text for people, JUnit for the CI server, JSON for a dashboard.
import { check } from 'k6';
import http from 'k6/http';
import { jUnit, textSummary } from 'https://jslib.k6.io/k6-summary/0.1.0/index.js';

export const options = {
  vus: 2,
  iterations: 30,
  summaryTrendStats: ['avg', 'p(95)', 'p(99)', 'count'],
  thresholds: { http_req_duration: ['p(95)<1000'], checks: ['rate>0.9'], http_reqs: ['count>=10'] },
};

export default function () {
  check(http.get(`${__ENV.BASE_URL}/health`), { 'is healthy': (r) => r.status === 200 });
}

export function handleSummary(data) {
  const { http_reqs, http_req_duration } = data.metrics;
  const short = { requests: http_reqs.values.count, p95: http_req_duration.values['p(95)'], at: __ENV.BUILD || 'local' };
  return {
    stdout: textSummary(data, { indent: '→ ', enableColors: false }),
    'junit.xml': jUnit(data, { name: 'health' }),
    'summary.json': JSON.stringify(short),
  };
}
