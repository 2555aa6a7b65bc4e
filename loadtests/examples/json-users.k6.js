// Users out of a JSON file, picked at random; those with a wrong password must be turned away.
import { check } from 'k6';
import { SharedArray } from 'k6/data';
import http from 'k6/http';
import { Rate } from 'k6/metrics';

const users = new SharedArray('users of the file', function () {
  return JSON.parse(open('./data/users.json')).users;
});

const turnedAway = new Rate('turned_away');

export const options = {
  scenarios: {
    logins: {
      executor: 'constant-arrival-rate',
      rate: __ENV.RATE || 20,
      timeUnit: '1s',
      duration: __ENV.DURATION || '2m',
      preAllocatedVUs: 10,
      maxVUs: 50,
    },
  },
  thresholds: {
    checks: ['rate==1'],
    http_req_failed: ['rate==0'],
    dropped_iterations: ['count<5'],
    turned_away: ['rate<1'],
  },
};

export default function () {
  const user = users[Math.floor(Math.random() * users.length)];
  const wrong = user.password === 'wrong';
  const res = http.post(`${__ENV.BASE_URL}/auth/login`, JSON.stringify(user), {
    headers: { 'Content-Type': 'application/json' },
    responseCallback: http.expectedStatuses(wrong ? 401 : 200),
  });
  turnedAway.add(res.status === 401);
  check(res, { 'the right ones come in': (r) => r.status === (wrong ? 401 : 200) });
}
