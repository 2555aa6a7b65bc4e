/** A k6 script of what scripts do most: requests with and without parameters and bodies, checks, and looks at what came back. */
export const warmUpScript = `import { check } from 'k6';
import http from 'k6/http';

export default function () {
  const found = http.get(__ENV.TARGET);
  check(found, { 'status is 200': (response) => response.status === 200 });
  const made = http.post(__ENV.TARGET, JSON.stringify({ warm: true }), {
    headers: { 'Content-Type': 'application/json' },
    tags: { name: 'warm-up' },
  });
  check(made, {
    'is warm': (response) => response.json('warm') === true,
    'took some time': (response) => response.timings.duration >= 0,
  });
}
`;
