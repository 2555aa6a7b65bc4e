import assert from 'node:assert/strict';
import { alertTemplate, alertTemplateData } from './alert-template.ts';
import { compileTemplate, type ExpandOptions, templateProblem } from './expand-template.ts';
import type { TemplateSample } from './template-value.ts';
import { TEMPLATE_ANSWERS } from './testing/template-answers.ts';
import { TEMPLATE_PROBLEMS } from './testing/template-problems.ts';

const series = (i: string, value: number): TemplateSample => ({
  kind: 'sample',
  labels: new Map([
    ['__name__', 's'],
    ['i', i],
  ]),
  value,
});
const ANSWERS: ReadonlyMap<string, readonly TemplateSample[]> = new Map([
  ['s', [series('b', 2), series('a', 1)]],
  ["s{i='a'}", [series('a', 1)]],
  ['none', []],
]);
const OPTIONS: ExpandOptions = {
  data: alertTemplateData({
    labels: { __name__: 'm', instance: 'a.b.c:90', job: 'j' },
    value: 1234.5678,
    externalLabels: { r: 'x' },
    externalUrl: 'http://h:1/p',
  }),
  externalUrl: 'http://h:1/p',
  atMs: 60_000,
  query: async (expression) => {
    const found = ANSWERS.get(expression);
    if (found === undefined) throw new Error('1:4: parse error: unexpected end of input');
    return found;
  },
};

/** As an annotation shows it. */
async function expand(text: string): Promise<string> {
  try {
    return await compileTemplate(alertTemplate('A', text))(OPTIONS);
  } catch (error) {
    return `<error expanding template: ${error instanceof Error ? error.message : String(error)}>`;
  }
}

describe('templates of alerts', () => {
  it('expand to what Prometheus expands them to, and fail in its words', async () => {
    const got = await Promise.all(TEMPLATE_ANSWERS.map(async ([text]) => [text, await expand(text)]));
    assert.deepEqual(got, TEMPLATE_ANSWERS);
  });

  it('are refused in the words of Prometheus when they do not parse', () => {
    const got = TEMPLATE_PROBLEMS.map(([text]) => [text, templateProblem(alertTemplate('A', text))]);
    assert.deepEqual(got, TEMPLATE_PROBLEMS);
  });

  it('tell a template that does not parse only when it is expanded', async () => {
    assert.match(await expand('{{ nope }}'), /error parsing template __alert_A: template: __alert_A:1: function "nope" not defined/);
  });

  it('have the functions that later versions brought', async () => {
    const answers = [
      ['{{ now }} {{ toDuration 90.5 }} {{ toDuration 0.0015 }} {{ toDuration -3661 }}', '60 1m30.5s 1.5ms -1h1m1s'],
      ['{{ (toDuration 90).Minutes }} {{ (toDuration 5).Nanoseconds }} {{ (toDuration -1).Abs }}', '1.5 5000000000 1s'],
      ['{{ (toTime 1435065584.5).Format "2006-01-02 15:04:05.000 Monday PM -0700" }}', '2015-06-23 13:19:44.500 Tuesday PM +0000'],
      [
        '{{ (toTime 0).Year }} {{ (toTime 0).Month }} {{ (toTime 0).UTC }} {{ (toTime 0).IsZero }}',
        '1970 January 1970-01-01 00:00:00 +0000 UTC false',
      ],
      ['{{ urlQueryEscape "a b&c" }} {{ pathPrefix }} {{ externalURL }}', 'a+b%26c /p http://h:1/p'],
      ['{{ range 3 }}{{ . }}{{ end }}', '012'],
      ['{{ $x = 1 }}', /undefined variable: \$x/],
      ['{{ (toTime 0).Format }}', /wrong number of args for Format: want 1 got 0/],
      ['{{ (toTime 0).Nope }}', /can't evaluate field Nope in type \*time\.Time/],
      ['{{ (toDuration 0).Seconds 1 }}', /wrong number of args for Seconds: want 0 got 1/],
      ['{{ toDuration 1e300 }}', /cannot be represented as a duration/],
      ['{{ humanize nil }}', /can't convert <nil> to float/],
    ] as const;
    for (const [text, wanted] of answers) {
      if (typeof wanted === 'string') assert.equal(await expand(text), wanted);
      else assert.match(await expand(text), wanted);
    }
  });

  it('end, however they are written', async () => {
    assert.match(await expand('{{ range 100000000 }}{{ end }}'), /takes more than 100000 steps/);
    assert.match(await expand('{{ define "t" }}{{ template "t" }}{{ end }}{{ template "t" }}'), /exceeded maximum template depth/);
    assert.match(await expand(`{{ range 2000 }}${'x'.repeat(1000)}{{ end }}`), /writes more than 1000000 characters/);
    assert.match(await expand('{{ $x := "x" }}{{ range 40 }}{{ $x = print $x $x }}{{ end }}'), /a text has more than 1000000 characters/);
    assert.match(await expand(`{{ reReplaceAll "" "${'y'.repeat(9000)}" "${'x'.repeat(9000)}" }}`), /are too long/);
    assert.match(await expand('{{ range 200 }}{{ query "none" }}{{ end }}'), /may ask at most 100 queries/);
    assert.match(await expand('{{ printf "%9999d" 1 }}'), /at most 1000 is allowed/);
    assert.match(templateProblem(alertTemplate('A', '{{ if 1 }}'.repeat(200))) ?? '', /nests deeper than 100/);
  });
});
