import assert from 'node:assert/strict';
import { createPaint } from '../paint.ts';
import { sloInTest } from '../testing/views.ts';
import { freezeList } from './freeze-list.ts';
import { ledgerText } from './ledger-text.ts';
import { loadLine } from './load-line.ts';
import { sloText } from './slo-text.ts';
import { tokenList } from './token-list.ts';
import { upText } from './up-text.ts';

const page = { paint: createPaint(false), width: 120, nowMs: 2_000 };

describe('SLOs', () => {
  it('come least budget first, and those of which nothing is known before all', () => {
    const text = sloText(
      [
        sloInTest({}),
        sloInTest({ slo: 'spent', budgetRemaining: -0.12, secondsToExhaustion: 0 }),
        sloInTest({ slo: 'unknown', budgetRemaining: undefined, burnRates: [], note: 'Only 3 % was measured.' }),
      ],
      page,
    );
    const lines = text.split('\n');
    assert.match(lines[1] ?? '', /unknown +99\.9 % in 30 d +\? no data +– +–/);
    assert.match(lines[2] ?? '', /spent .*✗ -12 % +0\.4× in 5 min +0 s/);
    assert.match(lines[3] ?? '', /✓ 88 %/);
    assert.equal(lines[5], '  unknown: Only 3 % was measured.');
  });

  it('that are none are said to be none', () => {
    assert.equal(sloText([], page), 'No SLO is defined here.\n');
  });
});

describe('freezes', () => {
  it('show who, why and until when', () => {
    const text = freezeList(
      [
        { service: 'web', actor: 'ada', reason: 'incident\n4711', declaredAtMs: 0, untilMs: undefined },
        { service: 'api', actor: 'ada', reason: 'x', declaredAtMs: 0, untilMs: 60_000 },
      ],
      page,
    );
    assert.match(text, /web +1970-01-01 00:00:00Z +lifted by hand +ada +incident 4711/);
    assert.match(text, /api .* 1970-01-01 00:01:00Z/);
    assert.equal(freezeList([], page), 'Nothing is frozen.\n');
  });
});

describe('tokens', () => {
  it('show which are live, expired and revoked', () => {
    const token = {
      id: '0123456789ab',
      name: 'ci',
      role: 'ci' as const,
      createdAtMs: 0,
      createdBy: 'root',
      expiresAtMs: undefined,
      revokedAtMs: undefined,
      revokedBy: undefined,
    };
    const text = tokenList([token, { ...token, expiresAtMs: 2_000 }, { ...token, revokedAtMs: 1_000 }], page);
    assert.deepEqual(text.match(/[✓✗] \w+/g), ['✓ live', '✗ expired', '✗ revoked']);
    assert.equal(tokenList([], page), 'There are no tokens.\n');
  });
});

describe('the ledger', () => {
  it('is intact or altered, and then says where', () => {
    assert.equal(
      ledgerText({ kind: 'intact', records: 1204 }, page.paint),
      '✓ The ledger is intact: the hash chain holds over 1,204 records.\n',
    );
    assert.match(ledgerText({ kind: 'intact', records: 2, head: { position: 2, hash: 'ab' } }, page.paint), /Head: 2:ab\n/);
    assert.match(
      ledgerText({ kind: 'broken', position: 3, stream: '', finding: 'removed', sentence: 'gone' }, page.paint),
      /at record 3 \(removed\): gone/,
    );
    assert.equal(
      ledgerText({ kind: 'broken', position: 12, stream: 'release/x', finding: 'hash', sentence: 'The hash does not match.' }, page.paint),
      '✗ The ledger was altered at record 12, stream release/x (hash): The hash does not match.\n',
    );
  });
});

describe('the load line', () => {
  const progress = {
    kind: 'load',
    elapsedMs: 90_000,
    fraction: 0.5,
    requests: 8431,
    failedRequests: 2,
    dropped: 1,
    activeVus: 3,
    p50: 1.23,
    p95: 412.4,
  } as const;

  it('fits on one line with its figures', () => {
    assert.equal(loadLine(progress, page.paint), '█████░░░░░ 50 %  90 s  8,431 requests  2 failed  p95 412 ms  1 dropped  p50 1.2 ms');
  });

  it('shows what is not known as a dash', () => {
    const line = loadLine({ ...progress, fraction: undefined, failedRequests: 0, dropped: 0, p50: undefined, p95: undefined }, page.paint);
    assert.equal(line, '░░░░░░░░░░  90 s  8,431 requests  0 failed  p95 –  p50 –');
  });
});

describe('what sluice up says', () => {
  const ready = {
    url: 'http://127.0.0.1:7070',
    adminTokenFile: '.sluice/admin.token',
    state: '.sluice',
    environment: 'staging',
    services: ['web'],
    notes: ['Young.'],
  };

  it('is where it is, where the token is and what to do next', () => {
    assert.equal(
      upText(ready, page.paint),
      `✓ Sluice is up at http://127.0.0.1:7070 for staging

  admin token  in .sluice/admin.token
  state        .sluice
  services     web
  note         Young.

  next         sluice release start web --version <version> --watch
`,
    );
    assert.match(upText({ ...ready, adminTokenFile: undefined, services: [] }, page.paint), /as you issued it/);
  });
});
