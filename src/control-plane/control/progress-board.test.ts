import assert from 'node:assert/strict';
import type { LoadRunProgress } from './ports/load-runner.ts';
import { createProgressBoard } from './progress-board.ts';

const look = (requests: number): LoadRunProgress => ({
  elapsedMs: 1000,
  fraction: 0.1,
  iterations: requests,
  dropped: 0,
  activeVus: 1,
  requests,
  failedRequests: 0,
  p50: 1,
  p95: 2,
});

describe('the progress board', () => {
  it('tells those who follow a release of its load gate, until they leave', () => {
    const board = createProgressBoard();
    const [one, other]: [number[], number[]] = [[], []];
    board.show('a', look(0));
    const leave = board.follow('a', ({ requests }) => one.push(requests));
    board.follow('a', ({ requests }) => other.push(requests));
    board.show('a', look(1));
    board.show('b', look(2));
    leave();
    leave();
    board.show('a', look(3));
    assert.deepEqual([one, other], [[1], [1, 3]]);
  });
});
