import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeCase } from '../unit-test/testing/write-case.ts';
import { TEMPLATE_ANSWERS } from './testing/template-answers.ts';
import { TEMPLATE_PROBLEMS } from './testing/template-problems.ts';

function promtool(...args: readonly string[]): { readonly status: number | null; readonly text: string } {
  const run = spawnSync('promtool', args, { encoding: 'utf8', timeout: 60_000 });
  if (run.error !== undefined) throw new Error("promtool does not run here; install Debian's package prometheus", { cause: run.error });
  return { status: run.status, text: `${run.stdout}\n${run.stderr}` };
}

/** Rules of which the alert A0 has the first template as an annotation, and so on. */
const rulesWith = (templates: readonly string[]): string =>
  JSON.stringify({ groups: [{ name: 'g', rules: templates.map((t, index) => ({ alert: `A${index}`, expr: 'm', annotations: { t } })) }] });

describe("the answers that templates are held against, in Debian's promtool", () => {
  it('are what Prometheus expands them to', () => {
    const expected = TEMPLATE_ANSWERS.map(([, text], index) => ({
      eval_time: '1m',
      alertname: `A${index}`,
      exp_alerts: [
        { exp_labels: { instance: 'a.b.c:90', job: 'j' }, exp_annotations: { t: text.replaceAll('__alert_A', `__alert_A${index}`) } },
      ],
    }));
    const test = {
      interval: '1m',
      external_url: 'http://h:1/p',
      external_labels: { r: 'x' },
      input_series: [
        { series: 'm{instance="a.b.c:90",job="j"}', values: '1234.5678x5' },
        { series: 's{i="b"}', values: '2x5' },
        { series: 's{i="a"}', values: '1x5' },
      ],
      alert_rule_test: expected,
    };
    using written = writeCase({
      rules: rulesWith(TEMPLATE_ANSWERS.map(([text]) => text)),
      tests: JSON.stringify({ rule_files: ['rules.yaml'], tests: [test] }),
    });
    const { status, text } = promtool('test', 'rules', written.testFile);
    assert.equal(status, 0, text);
  }).timeout(60_000);

  it('are what Prometheus says of those that do not parse', () => {
    using written = writeCase({ rules: rulesWith(TEMPLATE_PROBLEMS.map(([text]) => text)), tests: '' });
    const { status, text } = promtool('check', 'rules', `${written.folder}/rules.yaml`);
    assert.equal(status, 1);
    for (const [index, [template, problem]] of TEMPLATE_PROBLEMS.entries())
      assert(text.includes(`"A${index}": annotation "t": ${problem.replaceAll('__alert_A', `__alert_A${index}`)}`), template);
  }).timeout(60_000);
});
