import { check, sleep } from 'k6';
import crypto from 'k6/crypto';
import http from 'k6/http';
import { Trend } from 'k6/metrics';
import type { Options } from 'k6/options';

/** Uploads of a file as a form sends them, and how many bytes a second arrive. */
export const options: Options = {
  vus: 3,
  iterations: 60,
  thresholds: {
    http_req_failed: ['rate<0.01'],
    upload_bytes_per_second: ['med>1000'],
    data_sent: ['count>1000'],
    checks: ['rate==1'],
  },
};

const BASE_URL = __ENV.BASE_URL ?? 'http://localhost:8080';
const report = open('./data/report.bin', 'b');
const speed = new Trend('upload_bytes_per_second');

export default function upload(): void {
  const name = `report-${__VU}-${__ITER}.bin`;
  const title = crypto.md5(report, 'hex');
  const response = http.post(`${BASE_URL}/files`, { title, file: http.file(report, name, 'application/octet-stream') });
  check(response, {
    'is stored': ({ status }) => status === 201,
    'has its name': () => response.json('name') === name,
    'is whole': () => response.json('bytes') === report.byteLength && response.json('title') === title,
  });
  speed.add(report.byteLength / Math.max(0.001, response.timings.duration / 1000));
  sleep(0.01);
}
