import assert from 'node:assert/strict';
import { testRules } from './test-rules.ts';
import { PROMTOOL_CASES } from './testing/promtool-cases.ts';
import { writeCase } from './testing/write-case.ts';

const { signal } = new AbortController();

async function problemsOf(tests: string, rules = 'groups: []'): Promise<readonly string[]> {
  using written = writeCase({ rules, tests });
  return (await testRules(written.testFile, signal)).problems;
}

const onExpression = (check: string, more = ''): string =>
  `rule_files: [rules.yaml]\n${more}tests:\n- interval: 1m\n  input_series: [{ series: a, values: '0.1+0.1x10' }]\n  promql_expr_test: [${check}]\n`;

const startingAt = (start: string): string => `
rule_files: [rules.yaml]
tests:
- start_timestamp: ${start}
  input_series: [{ series: a, values: '1 2 3' }]
  promql_expr_test: [{ expr: 'timestamp(a)', eval_time: 2m, exp_samples: [{ labels: '{}', value: 1700000120 }] }]
`;

describe('testRules', () => {
  for (const { fact, passes, ...files } of PROMTOOL_CASES) {
    it(`${passes ? 'passes' : 'fails'}: ${fact}`, async () => {
      using written = writeCase(files);
      const { problems } = await testRules(written.testFile, signal);
      assert.equal(problems.length === 0, passes, problems.join('\n'));
    });
  }

  it('compares bit by bit, or fuzzily when asked to', async () => {
    const check = '{ expr: a, eval_time: 2m, exp_samples: [{ labels: a, value: 0.3 }] }';
    assert.equal((await problemsOf(onExpression(check))).length, 1);
    assert.deepEqual(await problemsOf(onExpression(check, 'fuzzy_compare: true\n')), []);
  });

  it('tells when a rule failed as Go prints a time, fractions too', async () => {
    // Two series that are the same but for the label that the rule takes off.
    const rules = 'groups: [{ name: g, rules: [{ record: r, expr: \'label_replace(a, "l", "", "l", ".*")\' }] }]';
    const series = `input_series: [{ series: 'a{l="1"}', values: _x3 1x3 }, { series: 'a{l="2"}', values: _x3 1x3 }]`;
    const tests = `rule_files: [rules.yaml]\nevaluation_interval: 30s100ms\ntests:\n- { interval: 30s, ${series}, promql_expr_test: [{ expr: 1, eval_time: 91s, exp_samples: [{ labels: '{}', value: 1 }] }] }\n`;
    const times = (await problemsOf(tests, rules)).map((problem) => /rule: r, time: (\S+), err: /.exec(problem)?.[1]);
    assert.deepEqual(times, ['1m30.3s']);
  });

  it('takes NaN for equal to NaN, as promtool 3 does', async () => {
    assert.deepEqual(await problemsOf(onExpression("{ expr: 'a * NaN', exp_samples: [{ labels: '{}', value: .nan }] }")), []);
    assert.match(
      (await problemsOf(onExpression('{ expr: a, exp_samples: [{ labels: a, value: NaN }] }')))[0] ?? '',
      /expected a number, such as/,
    );
  });

  it('starts at the time that a test names', async () => {
    assert.deepEqual(await problemsOf(startingAt('1700000000')), []);
    assert.deepEqual(await problemsOf(startingAt('2023-11-14T22:13:20Z')), []);
    assert.match((await problemsOf(startingAt('soon')))[0] ?? '', /expected seconds since 1970/);
  });

  it('refuses native histograms by name', async () => {
    const series = "rule_files: [rules.yaml]\ntests:\n- input_series: [{ series: a, values: '{{schema:1 sum:3}}' }]\n";
    assert.match((await problemsOf(series))[0] ?? '', /native histograms are not kept/);
    const expected = onExpression("{ expr: a, exp_samples: [{ labels: a, histogram: '{{sum:1}}' }] }");
    assert.match((await problemsOf(expected))[0] ?? '', /native histograms are not kept/);
  });

  it('says which file is missing, and which pattern found none', async () => {
    const missing = await testRules('/nowhere/tests.yml', signal);
    assert.deepEqual([missing.tests, missing.problems.length], [0, 1]);
    assert.match(missing.problems[0] ?? '', /\/nowhere\/tests\.yml can't be read/);
    using written = writeCase({ rules: 'groups: []', tests: 'rule_files: [none*.yaml]\n' });
    assert.deepEqual((await testRules(written.testFile, signal)).warnings, ['no file match pattern none*.yaml']);
  });

  it('ends when it is told to', async () => {
    using written = writeCase({ rules: 'groups: []', tests: onExpression('{ expr: a, eval_time: 100y }') });
    const stop = new AbortController();
    const running = testRules(written.testFile, stop.signal);
    stop.abort(new Error('enough'));
    await assert.rejects(running, /enough/);
  });
});
