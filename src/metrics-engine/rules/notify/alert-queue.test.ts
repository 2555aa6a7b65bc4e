import assert from 'node:assert/strict';
import type { OutgoingAlert } from '../evaluate/outgoing-alert.ts';
import { AlertQueue } from './alert-queue.ts';

const alert = (name: string, endsAtMs = 0): OutgoingAlert => ({
  labels: { name },
  annotations: {},
  startsAtMs: 0,
  endsAtMs,
  generatorUrl: '',
});
const names = (queue: AlertQueue): readonly string[] => queue.head(10).map(({ labels }) => labels['name'] ?? '');

describe('AlertQueue', () => {
  it('keeps the newest word of each alert, at its old place', () => {
    const queue = new AlertQueue({ capacity: 10 });
    queue.push([alert('a', 1), alert('b', 1)]);
    queue.push([alert('a', 2)]);
    assert.deepEqual(
      queue.head(10).map(({ labels, endsAtMs }) => [labels['name'], endsAtMs]),
      [
        ['a', 2],
        ['b', 1],
      ],
    );
  });

  it('drops the oldest and counts them when too many wait', () => {
    const queue = new AlertQueue({ capacity: 2 });
    queue.push([alert('a'), alert('b'), alert('c')]);
    assert.deepEqual([names(queue), queue.dropped, queue.length], [['b', 'c'], 1, 2]);
  });

  it('keeps what came while the older word was on its way', () => {
    const queue = new AlertQueue({ capacity: 10 });
    queue.push([alert('a', 1), alert('b', 1)]);
    const underWay = queue.head(2);
    queue.push([alert('a', 2)]);
    queue.settle(underWay);
    assert.deepEqual(names(queue), ['a']);
  });
});
