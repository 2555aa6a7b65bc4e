import assert from 'node:assert/strict';
import { NotationError } from './notation-error.ts';
import { parseScript } from './parse-script.ts';

describe('the promqltest language', () => {
  it('reads load, clear and eval, each with its line', () => {
    const commands = parseScript(`
# a comment
load 5m
  m{a="b"} 1 2

clear
eval instant at 10m sum(m)
  expect no_warn
  expect info msg: PromQL info: what (1:5)
  {} 3

eval range from 0 to 10m step 5m m
  m{a="b"} 1 2 _
`);
    assert.deepEqual(
      commands.map(({ kind, line }) => [kind, line]),
      [
        ['load', 3],
        ['clear', 6],
        ['eval', 7],
        ['eval', 12],
      ],
    );
  });

  it('reads the older suffixes and messages', () => {
    const [first, second] = parseScript('eval_fail instant at 1m x +\n  expected_fail_message no\n\neval_ordered instant at 1 x\n  x 1\n');
    assert.ok(first?.kind === 'eval' && second?.kind === 'eval');
    assert.deepEqual(first.expectations.fail, [{ kind: 'message', text: 'no' }]);
    assert.equal(second.expectations.ordered, true);
    assert.deepEqual(second.instants, { kind: 'instant', atMs: 1000 });
  });

  const malformed: readonly (readonly [string, RegExp])[] = [
    ['lood 5m\n', /line 1: unknown command "lood"/],
    ['eval_maybe instant at 1m x\n', /line 1: unknown command "eval_maybe"/],
    ['load\n', /line 1: expected load <interval>/],
    ['load 5m\n  m 1 x\n', /line 2: "x" is no point/],
    ['eval instant at noon x\n', /line 1: "noon" is no time/],
    ['eval sometimes x\n', /line 1: malformed/],
    ['eval instant at 1m x\n  expect applause\n', /line 2: unknown expectation/],
    ['eval instant at 1m x\n  expect warn loud: x\n', /line 2: unknown expectation/],
    ['eval instant at 1m x\n  expect string "open\n', /line 2: unterminated quoted string/],
  ];
  for (const [text, message] of malformed)
    it(`refuses ${JSON.stringify(text)}`, () =>
      assert.throws(
        () => parseScript(text),
        (error) => error instanceof NotationError && message.test(error.message),
      ));
});
