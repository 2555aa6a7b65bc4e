import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMetricsEngine } from '../../metrics-engine.ts';
import { systemClock } from '../../scrape/collector-clock.ts';
import type { OutgoingAlert } from '../evaluate/outgoing-alert.ts';
import { parseRuleFile } from '../file/parse-rule-file.ts';
import { type AlertNotifier, alertNotifier } from './alert-notifier.ts';
import { httpPost } from './http-post.ts';
import { eventually, type RealAlertmanager, realAlertmanager } from './testing/real-alertmanager.ts';

const HOUR_MS = 3_600_000;
/** The hash by bcrypt of the password opens3same. */
const BCRYPT = '$2b$04$abcdefghijklmnopqrstuuHHInXaCLGvfplv4qeY22DVX3a/nWVMC';
const alert = (name: string, endsInMs = HOUR_MS): OutgoingAlert => ({
  labels: { alertname: name },
  annotations: {},
  startsAtMs: Date.now() - HOUR_MS,
  endsAtMs: Date.now() + endsInMs,
  generatorUrl: 'http://sluice/graph',
});
const namesAt = async (server: RealAlertmanager): Promise<readonly string[]> =>
  (await server.alerts()).map(({ labels }) => labels['alertname'] ?? '').sort();

describe("alerts to Debian's Alertmanager", function alerts() {
  this.timeout(90_000);
  let server: RealAlertmanager;
  let notifier: AlertNotifier | undefined;

  const notifierTo = (...addresses: readonly string[]): AlertNotifier => {
    const http = { followRedirects: false, enableCompression: false };
    const urls = addresses.map((address) => `http://${address}/api/v2/alerts`);
    notifier = alertNotifier({
      alertmanagers: [{ urls, timeoutMs: 5000, http, alertRelabelRules: [] }],
      clock: systemClock,
      post: httpPost(),
    });
    return notifier;
  };

  afterEach(async () => {
    await notifier?.stop();
    notifier = undefined;
    await server.close();
  });

  it('come from a rule, with all that it says of them, and end when it holds no more', async () => {
    server = await realAlertmanager();
    await server.start();
    const engine = await openMetricsEngine({
      config: `
global: { external_labels: { cluster: c1 } }
alerting:
  alert_relabel_configs: [{ action: labeldrop, regex: secret }]
  alertmanagers: [{ static_configs: [{ targets: ['${server.address}'] }] }]
`,
      externalUrl: 'http://sluice',
      rules: [
        parseRuleFile(
          `
groups:
- name: g
  interval: 1s
  rules:
  - { alert: Hot, expr: heat > 1, labels: { severity: page, secret: x }, annotations: { summary: '{{ $labels.room }} has {{ $value }}' } }
`,
          'r.yaml',
        ),
      ],
    });
    engine.start();
    const writer = engine.writer();
    writer.write([{ labels: { __name__: 'heat', room: 'a' }, value: 5 }], Date.now());
    await eventually('the alert is there', async () => (await server.alerts()).length === 1);
    const [got] = await server.alerts();
    assert.deepEqual(got?.labels, { alertname: 'Hot', cluster: 'c1', room: 'a', severity: 'page' });
    assert.deepEqual(got?.annotations, { summary: 'a has 5' });
    assert.equal(got?.generatorURL, 'http://sluice/graph?g0.expr=heat+%3E+1&g0.tab=1');
    assert.deepEqual(
      spawnSync('amtool', ['alert', 'query', `--alertmanager.url=http://${server.address}`, '-o', 'simple'], { encoding: 'utf8' }).status,
      0,
    );
    writer.write([{ labels: { __name__: 'heat', room: 'a' }, value: 0 }], Date.now());
    await eventually('the alert has ended', async () => (await server.alerts()).length === 0);
    assert.equal(engine.rules.alertmanagers()[0]?.sent, 2);
    await engine.stop();
  });

  it('wait while it is down, and reach it when it comes back', async () => {
    server = await realAlertmanager();
    const sender = notifierTo(server.address);
    sender.notify([alert('first')]);
    await eventually('a request failed', async () => (sender.status()[0]?.failures ?? 0) > 0);
    assert.match(sender.status()[0]?.lastProblem ?? '', /ECONNREFUSED/);
    await server.start();
    await eventually('the alert is there', async () => (await namesAt(server)).length === 1);
    assert.deepEqual([sender.status()[0]?.waiting, sender.status()[0]?.failures], [0, 0]);

    await server.stop();
    sender.notify([alert('second'), alert('over', -1000)]);
    await eventually('a request failed', async () => (sender.status()[0]?.failures ?? 0) > 0);
    await server.start();
    await eventually('what fires is there', async () => (await namesAt(server)).includes('second'));
    assert(!(await namesAt(server)).includes('over'));
  });

  it('reach the one that is up while another is down', async () => {
    server = await realAlertmanager();
    await server.start();
    const sender = notifierTo('127.0.0.1:1', server.address);
    sender.notify(Array.from({ length: 150 }, (_, index) => alert(`alert-${index}`)));
    await eventually('all alerts are there', async () => (await server.alerts()).length === 150);
    assert.deepEqual(
      sender.status().map(({ sent, waiting }) => [sent, waiting]),
      [
        [0, 150],
        [150, 0],
      ],
    );
  });

  it('are not lost with one that it refuses', async () => {
    server = await realAlertmanager();
    await server.start();
    const sender = notifierTo(server.address);
    sender.notify([alert('good'), { ...alert('bad'), labels: { alertname: 'bad', 'not-a-name': 'x' } }, alert('better')]);
    await eventually('the good ones are there', async () => (await namesAt(server)).length === 2);
    await eventually('the bad one was refused', async () => sender.status()[0]?.refused === 1);
    assert.deepEqual(await namesAt(server), ['better', 'good']);
    assert.match(sender.status()[0]?.lastRefusal ?? '', /^it answered 400/);
  });

  it('carry the password that stands in a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'alertmanager-password-'));
    await writeFile(join(folder, 'password'), 'opens3same\n');
    server = await realAlertmanager({
      webConfig: `basic_auth_users: { sluice: '${BCRYPT}' }\n`,
      headers: { authorization: `Basic ${Buffer.from('sluice:opens3same').toString('base64')}` },
    });
    await server.start();
    notifier = alertNotifier({
      alertmanagers: [
        {
          urls: [`http://${server.address}/api/v2/alerts`],
          timeoutMs: 5000,
          http: {
            basicAuth: { username: 'sluice', password: { kind: 'file', path: join(folder, 'password') } },
            followRedirects: false,
            enableCompression: false,
          },
          alertRelabelRules: [],
        },
      ],
      clock: systemClock,
      post: httpPost(),
    });
    notifier.notify([alert('known')]);
    await eventually('the alert is there', async () => (await namesAt(server)).length === 1);
    await rm(folder, { recursive: true });
  });
});
