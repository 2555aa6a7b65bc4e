import assert from 'node:assert/strict';
import { manualClock } from '../../manual-clock.ts';
import type { AlertmanagerConfig } from '../../scrape/alertmanager-config.ts';
import { toRelabelRule } from '../../scrape/relabel-rule.ts';
import type { OutgoingAlert } from '../evaluate/outgoing-alert.ts';
import { alertNotifier } from './alert-notifier.ts';
import type { HttpPost } from './http-post.ts';

const alert = (name: string): OutgoingAlert => ({
  labels: { alertname: name, team: 'own' },
  annotations: { summary: name },
  startsAtMs: 0,
  endsAtMs: 60_000,
  generatorUrl: 'http://x',
});
const http = { followRedirects: true, enableCompression: true };
const to = (...urls: readonly string[]): AlertmanagerConfig => ({ urls, timeoutMs: 10_000, http, alertRelabelRules: [] });

interface Told {
  readonly url: string;
  readonly names: readonly string[];
  readonly body: readonly { readonly labels: Readonly<Record<string, string>> }[];
}

/** Answers by what a test says of a URL and the names it carries, and remembers what was taken. */
function scripted(answer: (url: string, names: readonly string[]) => number | Error): { readonly told: Told[]; readonly post: HttpPost } {
  const told: Told[] = [];
  return {
    told,
    post: async (url, { body }) => {
      const alerts = JSON.parse(body) as Told['body'];
      const names = alerts.map(({ labels }) => labels['alertname'] ?? '');
      const given = answer(url, names);
      if (given instanceof Error) throw given;
      if (given === 200) told.push({ url, names, body: alerts });
      return { status: given, text: given === 200 ? '' : 'told why' };
    },
  };
}

describe('alertNotifier', () => {
  it('sends what Alertmanager takes, with external labels where the alert has none', async () => {
    const { told, post } = scripted(() => 200);
    const clock = manualClock(0);
    const notifier = alertNotifier({ alertmanagers: [to('http://a')], clock, post, externalLabels: { cluster: 'c', team: 'external' } });
    notifier.notify([alert('x')]);
    await clock.advance(0);
    assert.deepEqual(told[0]?.body, [
      {
        labels: { alertname: 'x', cluster: 'c', team: 'own' },
        annotations: { summary: 'x' },
        startsAt: '1970-01-01T00:00:00.000Z',
        endsAt: '1970-01-01T00:01:00.000Z',
        generatorURL: 'http://x',
      },
    ]);
    assert.deepEqual(notifier.status(), [
      { url: 'http://a', waiting: 0, sent: 1, dropped: 0, refused: 0, failures: 0, lastProblem: undefined, lastRefusal: undefined },
    ]);
    await notifier.stop();
  });

  it('relabels for all, then for each, and drops what rules drop', async () => {
    const { told, post } = scripted(() => 200);
    const clock = manualClock(0);
    const notifier = alertNotifier({
      alertmanagers: [
        to('http://a'),
        {
          ...to('http://b'),
          alertRelabelRules: [toRelabelRule({ source_labels: [], target_label: '', action: 'labeldrop', regex: 'team' })],
        },
      ],
      clock,
      post,
      relabelRules: [toRelabelRule({ source_labels: ['alertname'], target_label: '', regex: 'y', action: 'drop' })],
    });
    notifier.notify([alert('x'), alert('y')]);
    await clock.advance(0);
    assert.deepEqual(
      told.map(({ url, body }) => [url, body.map(({ labels }) => labels)]),
      [
        ['http://a', [{ alertname: 'x', team: 'own' }]],
        ['http://b', [{ alertname: 'x' }]],
      ],
    );
    await notifier.stop();
  });

  it('keeps what an Alertmanager that is down did not take, and holds up no other', async () => {
    let isDown = true;
    const { told, post } = scripted((url) => (isDown && url === 'http://a' ? new Error('connection refused') : 200));
    const clock = manualClock(0);
    const notifier = alertNotifier({ alertmanagers: [to('http://a', 'http://b')], clock, post });
    notifier.notify([alert('x')]);
    await clock.advance(20_000);
    notifier.notify([alert('x'), alert('y')]);
    await clock.advance(10_000);
    assert.deepEqual(
      told.map(({ url }) => url),
      ['http://b', 'http://b'],
    );
    const [a] = notifier.status();
    assert.deepEqual([a?.waiting, a?.sent, a?.lastProblem], [2, 0, 'connection refused']);
    // 1, 2, 4, 8, 16 seconds between the attempts so far, not one after the other.
    assert.equal(a?.failures, 5);
    isDown = false;
    await clock.advance(30_000);
    assert.deepEqual(told.at(-1), { ...told.at(-1), url: 'http://a', names: ['x', 'y'] });
    assert.deepEqual([notifier.status()[0]?.waiting, notifier.status()[0]?.failures], [0, 0]);
    await notifier.stop();
  });

  it('sends batches, and tries again on 503 but not what is refused', async () => {
    let answers = [503];
    const { told, post } = scripted((_url, names) => answers.shift() ?? (names.includes('bad') ? 400 : 200));
    const clock = manualClock(0);
    const notifier = alertNotifier({ alertmanagers: [to('http://a')], clock, post, batchSize: 4 });
    notifier.notify(['a', 'b', 'bad', 'c', 'd'].map(alert));
    await clock.advance(1000);
    assert.deepEqual(told.flatMap(({ names }) => names).sort(), ['a', 'b', 'c', 'd']);
    assert.deepEqual(
      told.map(({ names }) => names),
      [['a', 'b'], ['c'], ['d']],
    );
    const [status] = notifier.status();
    assert.deepEqual([status?.sent, status?.refused, status?.waiting], [4, 1, 0]);
    answers = [];
    await notifier.stop();
  });

  it('drops the oldest when too many wait', async () => {
    const { post } = scripted(() => new Error('down'));
    const clock = manualClock(0);
    const notifier = alertNotifier({ alertmanagers: [to('http://a')], clock, post, capacity: 2 });
    notifier.notify(['a', 'b', 'c'].map(alert));
    await clock.advance(0);
    assert.deepEqual([notifier.status()[0]?.waiting, notifier.status()[0]?.dropped], [2, 1]);
    await notifier.stop();
  });

  it('tries once more when it stops, and does not wait for one that hangs', async () => {
    let isDown = true;
    const { told, post } = scripted(() => (isDown ? new Error('down') : 200));
    const clock = manualClock(0);
    const notifier = alertNotifier({ alertmanagers: [to('http://a')], clock, post });
    notifier.notify([alert('x')]);
    await clock.advance(100);
    isDown = false;
    await notifier.stop();
    assert.deepEqual(
      told.map(({ names }) => names),
      [['x']],
    );

    const hanging = alertNotifier({ alertmanagers: [to('http://a')], clock, post: () => new Promise(() => undefined) });
    hanging.notify([alert('x')]);
    const stopped = hanging.stop();
    await clock.advance(5_000);
    await stopped;
    assert.equal(hanging.status()[0]?.waiting, 1);
  });
});
