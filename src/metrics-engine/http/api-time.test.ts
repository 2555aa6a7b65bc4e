import assert from 'node:assert/strict';
import { parseApiSpan, parseApiTime } from './api-time.ts';

describe('parseApiTime', () => {
  const TIMES: readonly (readonly [text: string, atMs: number | undefined])[] = [
    ['0', 0],
    ['-1.5', -1_500],
    ['1700000000.1234', 1_700_000_000_123],
    ['1.7e9', 1_700_000_000_000],
    ['.5', 500],
    ['2026-01-02T03:04:05Z', Date.UTC(2026, 0, 2, 3, 4, 5)],
    ['2026-01-02T03:04:05.678901Z', Date.UTC(2026, 0, 2, 3, 4, 5, 678)],
    ['2026-01-02T03:04:05,5Z', Date.UTC(2026, 0, 2, 3, 4, 5, 500)],
    ['2026-01-02T03:04:05+02:00', Date.UTC(2026, 0, 2, 1, 4, 5)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['-292273086-05-16T16:47:06Z', Number.MIN_SAFE_INTEGER],
    ['292277025-08-18T07:12:54.999999999Z', Number.MAX_SAFE_INTEGER],
    ['', undefined],
    ['noon', undefined],
    ['NaN', undefined],
    ['1e300', undefined],
    ['2026-01-02', undefined],
    ['2026-01-02T03:04:05', undefined],
    ['2026-13-02T03:04:05Z', undefined],
    ['2025-02-29T00:00:00Z', undefined],
    ['2026-01-02T24:00:00Z', undefined],
    ['2026-01-02T03:04:60Z', undefined],
  ];
  for (const [text, atMs] of TIMES) it(`reads ${JSON.stringify(text)} as ${atMs}`, () => assert.equal(parseApiTime(text), atMs));
});

describe('parseApiSpan', () => {
  const SPANS: readonly (readonly [text: string, ms: number | undefined])[] = [
    ['15', 15_000],
    ['0.25', 250],
    ['-3', -3_000],
    ['1.001', 1_000],
    ['1.0015', 1_001],
    ['500ms', 500],
    ['1h30m', 5_400_000],
    ['0', 0],
    ['', undefined],
    ['soon', undefined],
    ['5m1h', undefined],
    ['-5m', undefined],
    ['1e300', undefined],
    ['300y', undefined],
  ];
  for (const [text, ms] of SPANS) it(`reads ${JSON.stringify(text)} as ${ms} ms`, () => assert.equal(parseApiSpan(text), ms));
});
