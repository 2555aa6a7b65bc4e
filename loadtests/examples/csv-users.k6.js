// Users out of a CSV file: read once, shared by all virtual users, each line used in turn.
import { check } from 'k6';
import { SharedArray } from 'k6/data';
import exec from 'k6/execution';
import http from 'k6/http';

const users = new SharedArray('users', () => parseCsv(open('./data/users.csv')));

export const options = {
  vus: 4,
  iterations: 200,
  thresholds: {
    http_req_failed: ['rate<0.01'],
    'checks{segment:gold}': ['rate==1'],
    http_reqs: ['count>=4'],
  },
};

const BASE_URL = __ENV.BASE_URL || 'http://localhost:8080';

function parseCsv(text) {
  const [head, ...lines] = text.trim().split(/\r?\n/);
  const names = head.split(',');
  return lines.map((line) => {
    const fields = line.match(/("([^"]|"")*"|[^,]*)(,|$)/g).map((field) => field.replace(/,$/, '').replace(/^"|"$/g, '').replace(/""/g, '"'));
    return Object.fromEntries(names.map((name, index) => [name, fields[index]]));
  });
}

export default function signIn() {
  const { username, password, segment } = users[exec.scenario.iterationInTest % users.length];
  const response = http.post(`${BASE_URL}/auth/login`, JSON.stringify({ username, password }), {
    headers: { 'Content-Type': 'application/json' },
    tags: { segment },
  });
  check(response, { 'is signed in': (r) => r.status === 200 && r.json('accessToken').length > 0 }, { segment });
}
