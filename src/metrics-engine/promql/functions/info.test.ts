import assert from 'node:assert/strict';
import { ask, every, readerOf } from '../evaluate/testing/ask.ts';

const ONES = every(300, [1, 1, 1]);
const READER = readerOf({
  'm{instance="a", job="1", label="v"}': every(300, [0, 1, 2]),
  'stranger{instance="a", job="2"}': every(300, [0, 1, 2]),
  'clash{instance="a", job="1", data="base"}': every(300, [0, 1, 2]),
  'target_info{instance="a", job="1", data="info", more="x"}': ONES,
  'build_info{instance="a", job="1", build="b"}': ONES,
});
const RANGE = [0, 600, 300] as const;

describe('info', () => {
  const TABLE: readonly (readonly [fact: string, query: string, expected: Readonly<Record<string, readonly number[]>>])[] = [
    ['adds all labels of target_info', 'info(m)', { 'm{data=info,instance=a,job=1,label=v,more=x}': [0, 1, 2] }],
    ['adds the labels that have a matcher', 'info(m, {data=~".+"})', { 'm{data=info,instance=a,job=1,label=v}': [0, 1, 2] }],
    ['leaves a series of another target as it is', 'info(stranger)', { 'stranger{instance=a,job=2}': [0, 1, 2] }],
    ['leaves a series out where a matcher asks for a label', 'info(m, {none=~".+"})', {}],
    ['forgives a label that may be absent', 'info(m, {data=~".+", none=~".*"})', { 'm{data=info,instance=a,job=1,label=v}': [0, 1, 2] }],
    ['does not overwrite a label', 'info(clash)', { 'clash{data=base,instance=a,job=1,more=x}': [0, 1, 2] }],
    ['finds by a label that it does not overwrite', 'info(clash, {data="info"})', { 'clash{data=base,instance=a,job=1}': [0, 1, 2] }],
    ['takes other info metrics by their name', 'info(m, {__name__="build_info"})', { 'm{build=b,instance=a,job=1,label=v}': [0, 1, 2] }],
    [
      'takes several info metrics at once',
      'info(m, {__name__=~".+_info"})',
      { 'm{build=b,data=info,instance=a,job=1,label=v,more=x}': [0, 1, 2] },
    ],
    ['takes all but those named', 'info(m, {__name__!="target_info", build=~".+"})', { 'm{build=b,instance=a,job=1,label=v}': [0, 1, 2] }],
    ['leaves a series out where all names are ruled out and a label is asked for', 'info(m, {__name__!~".+_info", data=~".+"})', {}],
    [
      'enriches what is ruled out as an info metric',
      'info(build_info, {__name__!="build_info"})',
      { 'build_info{build=b,data=info,instance=a,job=1,more=x}': [1, 1, 1] },
    ],
    ['leaves a series as it is where there is no such metric', 'info(m, {__name__="none"})', { 'm{instance=a,job=1,label=v}': [0, 1, 2] }],
    [
      'leaves info series as they are',
      'info(build_info, {__name__=~".+_info", more=~".+"})',
      { 'build_info{build=b,instance=a,job=1}': [1, 1, 1] },
    ],
    [
      'enriches what fits some name matchers only',
      'info(build_info, {__name__=~"target_.+", __name__=~".+_info"})',
      { 'build_info{build=b,data=info,instance=a,job=1,more=x}': [1, 1, 1] },
    ],
    [
      'reads its info series at each instant though the vector is pinned',
      'info(m @ 300)',
      { 'm{data=info,instance=a,job=1,label=v,more=x}': [1, 1, 1] },
    ],
  ];
  for (const [fact, query, expected] of TABLE) it(fact, () => assert.deepEqual(ask(READER, query, RANGE), expected));

  it('follows labels that change, and takes the newest of two info series', () => {
    const reader = readerOf({
      'm{instance="a", job="1"}': every(300, [0, 1, 2]),
      'target_info{instance="a", job="1", data="old"}': every(300, [1, 1]),
      'target_info{instance="a", job="1", data="new"}': [[600, 1]],
    });
    assert.deepEqual(ask(reader, 'info(m)', RANGE), {
      'm{data=old,instance=a,job=1}': [0, 1, '_'],
      'm{data=new,instance=a,job=1}': ['_', '_', 2],
    });
  });
  it('joins by the one identifying label that there is', () => {
    const reader = readerOf({ 'm{instance="a"}': ONES, 'm{job="1"}': ONES, 'c_info{instance="a", data="x"}': ONES });
    assert.deepEqual(ask(reader, 'info(m{instance="a"}, {__name__="c_info"})', RANGE), { 'm{data=x,instance=a}': [1, 1, 1] });
    assert.deepEqual(ask(reader, 'info(m, {__name__="c_info"})', RANGE), { 'm{instance=a}': [1, 1, 1], 'm{job=1}': [1, 1, 1] });
  });
  it('knows nothing of series without identifying labels', () => {
    const reader = readerOf({ m: ONES, 'target_info{data="x"}': ONES });
    assert.deepEqual(ask(reader, 'info(m)', RANGE), { 'm{}': [1, 1, 1] });
  });
  it('refuses info series of one metric that are equally new', () => {
    const reader = readerOf({ 'm{job="1"}': ONES, 'target_info{job="1", data="x"}': ONES, 'target_info{job="1", data="y"}': ONES });
    assert.throws(() => ask(reader, 'info(m)', 300), {
      code: 'execution',
      message:
        'found duplicate series for info metric: existing {__name__="target_info", data="x", job="1"} @ 300000, new {__name__="target_info", data="y", job="1"} @ 300000',
    });
  });
  it('refuses info metrics that contradict each other', () => {
    const reader = readerOf({ 'm{job="1"}': ONES, 'target_info{job="1", data="x"}': ONES, 'build_info{job="1", data="y"}': ONES });
    assert.throws(() => ask(reader, 'info(m, {__name__=~".+_info"})', 0), { code: 'execution', message: 'conflicting label: data' });
  });
  it('refuses series that become the same', () => {
    const reader = readerOf({ 'm{job="1"}': ONES, 'm{job="1", data="x"}': ONES, 'target_info{job="1", data="x"}': ONES });
    assert.throws(() => ask(reader, 'info(m)', 0), { code: 'execution', message: 'vector cannot contain metrics with the same labelset' });
  });
});
