import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { CiGateResult } from '../../control/control-plane.ts';
import { gateResultNamed } from '../testing/gate-results.ts';
import { annotations } from './annotations.ts';
import { escapeXml } from './escape-xml.ts';
import { jobOutput } from './job-output.ts';
import { jobSummary } from './job-summary.ts';
import { junitXml } from './junit.ts';
import { escapeMarkdown } from './markdown.ts';
import { annotation } from './workflow-command.ts';

describe('junitXml', () => {
  it('holds a suite for each gate and a case for each reason, breaches as failures', () => {
    const xml = junitXml(gateResultNamed('blocked'));
    assert.match(
      xml,
      /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="sluice gate blocked v2" tests="4" failures="1" errors="0" skipped="0" time="312\.000" timestamp="2023-11-14T22:13:20">/,
    );
    assert.match(xml, /<testsuite name="load" tests="2" failures="1" errors="0" skipped="0"/);
    assert.match(xml, /<testcase name="threshold" classname="sluice\.load"\/>/);
    assert.match(
      xml,
      /<testcase name="threshold \(2\)" classname="sluice\.load">\n {6}<failure type="breached" message="http_req_duration p\(95\) 412 ms is not &lt; 200 ms/,
    );
  });

  it('holds what could not be measured or told as errors', () => {
    assert.match(junitXml(gateResultNamed('broken')), /<error type="not-measured" message="connect ECONNREFUSED/);
    assert.match(junitXml(gateResultNamed('inconclusive')), /failures="0" errors="1".*<error type="inconclusive"/s);
  });

  it('is never green without a gate or a reason', () => {
    assert.match(junitXml(gateResultNamed('empty')), /tests="1" failures="0" errors="1"/);
    const result: CiGateResult = {
      ...gateResultNamed('empty'),
      gates: [{ gate: 'load', verdict: 'inconclusive', reasons: [], evidence: null }],
    };
    assert.match(junitXml(result), /errors="1".*The load gate looked at nothing\./s);
  });

  it('stays well-formed whatever a sentence holds', () => {
    const xml = junitXml(gateResultNamed('hostile'));
    assert.match(xml, /message="a�\[2Jb&#10;::error::c \| &lt;script&gt;&amp;�"/);
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
        (text) => !/[<>"\u0000-\u001F\uFFFE\uFFFF]|&(?!(?:amp|lt|gt|quot|apos|#\d+);)/.test(escapeXml(text)),
      ),
    );
  });
});

describe('annotations of GitHub Actions', () => {
  it('are one for each gate that did not pass', () => {
    const text = annotations(gateResultNamed('blocked'));
    assert.equal(text, '::error title=Sluice load gate%3A fail::http_req_duration p(95) 412 ms is not < 200 ms (n = 8,431 in 5 min).\n');
    assert.match(annotations(gateResultNamed('broken')), /^::error title=Sluice load gate%3A error::connect/);
    assert.equal(annotations(gateResultNamed('passing')), '');
  });

  it('can not be broken out of', () => {
    assert.equal(annotations(gateResultNamed('hostile')).split('\n').length, 2);
    assert.equal(annotation('warning', 'a,b:c', '100 %\r\n::error::x'), '::warning title=a%2Cb%3Ac::100 %25%0D%0A::error::x\n');
  });
});

describe('jobOutput', () => {
  it('puts the value between delimiters', () => {
    assert.equal(
      jobOutput('decision', 'a\nb', () => '1'),
      'decision<<sluice_1\na\nb\nsluice_1\n',
    );
    assert.throws(() => jobOutput('x', 'sluice_1', () => '1'), /delimiter/);
  });
});

describe('jobSummary', () => {
  it('gives the verdict first, then the table', () => {
    const text = jobSummary(gateResultNamed('blocked'));
    assert.match(text, /^## Sluice: ❌ blocked\n\nblocked v2 is blocked: http&#95;req&#95;duration/);
    assert.match(text, /\| load \| ❌ fail \| 412 ms \| 200 ms \| 8,431 \| 5 min \| http&#95;req/);
    assert.match(jobSummary(gateResultNamed('broken')), /\| load \| ⚠️ error \| – \| – \| – \| – \| connect ECONNREFUSED/);
  });

  it('holds no markup from elsewhere', () => {
    assert.equal(escapeMarkdown('<b>|`x`\n[y](z) @team'), '&lt;b>&#124;&#96;x&#96; &#91;y&#93;&#40;z&#41; &#64;team');
  });

  it('stays below the size at which GitHub drops it', () => {
    const reasons = Array.from({ length: 9000 }, () => ({ rule: 'r', verdict: 'fail' as const, sentence: 'x'.repeat(200) }));
    const many: CiGateResult = { ...gateResultNamed('blocked'), gates: [{ gate: 'load', verdict: 'fail', reasons, evidence: null }] };
    const text = jobSummary(many);
    assert.ok(Buffer.byteLength(text) < 900 * 1024);
    assert.match(text, /… and \d+ more lines\.\n\n$/);
  });
});
