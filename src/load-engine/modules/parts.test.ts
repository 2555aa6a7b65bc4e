import assert from 'node:assert/strict';
import { HostObject } from '../sandbox/host-function.ts';
import { HostRefs } from '../sandbox/host-refs.ts';
import { EventLoop } from './event-loop.ts';
import { SharedArrays } from './shared-arrays.ts';
import { VuTags } from './vu-tags.ts';
import { Waits } from './waits.ts';

describe('VuTags', () => {
  it('puts the test first, then the scenario, the user, and the sample, and system tags above all', () => {
    const tags = new VuTags({ a: 'test', b: 'test', c: 'test', scenario: 'mine' }, undefined);
    tags.enterScenario('s', { b: 'scenario', c: 'scenario' });
    tags.setOwn('c', 'user');
    tags.group = '::g';
    assert.deepEqual(tags.current(), { a: 'test', b: 'scenario', c: 'user', group: '::g', scenario: 's' });
    const variant = tags.variant('k', () => ({ user: { a: 'sample', status: 'mine' }, system: { status: '200' } }));
    assert.deepEqual(variant, { a: 'sample', b: 'scenario', c: 'user', group: '::g', scenario: 's', status: '200' });
  });

  it('makes a kind of sample once in a group, and anew when the tags around it change', () => {
    const tags = new VuTags({}, ['status', 'group']);
    tags.enterScenario('s', {});
    const make = () => tags.variant('k', () => ({ user: {}, system: { status: '200', url: 'x' } }));
    const first = make();
    tags.group = '::g';
    const grouped = make();
    tags.group = '';
    assert.equal(make(), first);
    assert.deepEqual([first, grouped], [{ status: '200' }, { status: '200', group: '::g' }]);
    tags.setOwn('x', 'y');
    assert.deepEqual(make(), { status: '200', x: 'y' });
  });

  it('does not keep more kinds than it can', () => {
    const tags = new VuTags({}, undefined);
    const at = (index: number) => tags.variant(String(index), () => ({ user: { n: String(index) }, system: {} }));
    const first = at(0);
    for (let index = 1; index <= 1_000; index += 1) at(index);
    assert.notEqual(at(0), first);
    assert.deepEqual(at(0), { n: '0' });
  });
});

describe('EventLoop', () => {
  it('is idle when nothing is under way, and forgets everything at once', async () => {
    const loop = new EventLoop();
    assert.equal(loop.idle, true);
    loop.startTimer(1, 0);
    const { promise, resolve: finish } = Promise.withResolvers<HostObject>();
    loop.follow(2, promise);
    assert.equal(loop.idle, false);
    assert.deepEqual(await loop.next(), { kind: 'timer', id: 1 });
    loop.clear();
    assert.equal(loop.idle, true);
    finish(new HostObject({}));
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(loop.idle, true);
  });

  it('brings what operations end with, and wakes for nothing', async () => {
    const loop = new EventLoop();
    const value = new HostObject({});
    loop.follow(1, Promise.resolve(value));
    loop.follow(2, Promise.reject(new Error('no')));
    assert.deepEqual(
      [await loop.next(), await loop.next()],
      [
        { kind: 'done', id: 1, value },
        { kind: 'failed', id: 2, message: 'no' },
      ],
    );
    const woken = loop.next();
    loop.wake();
    assert.equal(await woken, undefined);
  });

  it('does not fire a timer that was stopped after its time had come', async () => {
    const loop = new EventLoop();
    loop.startTimer(1, 0);
    loop.startTimer(2, 0);
    assert.deepEqual(await loop.next(), { kind: 'timer', id: 1 });
    loop.stopTimer(2);
    assert.equal(loop.idle, true);
  });
});

describe('Waits', () => {
  it('gives up what is still waited for, once', () => {
    const waits = new Waits();
    const given: string[] = [];
    const done = waits.add(() => given.push('done'));
    waits.add(() => given.push('waiting'));
    done();
    waits.cancelAll();
    waits.cancelAll();
    assert.deepEqual(given, ['waiting']);
  });
});

describe('SharedArrays', () => {
  it('keeps elements as JSON', () => {
    const arrays = new SharedArrays();
    assert.equal(arrays.length('a'), undefined);
    assert.equal(arrays.fill('a', '[{"x":1},null]'), 2);
    assert.deepEqual(
      [arrays.length('a'), arrays.element('a', 0), arrays.element('a', 1), arrays.element('a', 2)],
      [2, '{"x":1}', 'null', ''],
    );
  });
});

describe('HostRefs', () => {
  it('uses the number of an object again once it was let go', () => {
    const refs = new HostRefs();
    const [a, b] = [refs.add({ a: 1 }), refs.add({ b: 1 })];
    refs.remove(a);
    refs.remove(a);
    assert.equal(refs.get(a), undefined);
    assert.deepEqual([refs.add({ c: 1 }), refs.add({ d: 1 })], [a, b + 1]);
    assert.equal(refs.get(0), undefined);
  });
});
