import assert from 'node:assert/strict';
import { createPaint } from '../paint.ts';
import { gateResultNamed } from '../testing/gate-results.ts';
import { ciGateText, gateHeadline } from './ci-gate-text.ts';
import { textWidth } from './text-width.ts';

const page = { paint: createPaint(false), width: 80 };

function headline(name: string): string {
  return gateHeadline(gateResultNamed(name));
}

describe('the result of sluice gate', () => {
  it('gives the verdict first, then each gate with its numbers, its reason and what would change it', () => {
    assert.equal(
      ciGateText(gateResultNamed('blocked'), page),
      `✗ blocked v2 is blocked: http_req_duration p(95) 412 ms is not < 200 ms (n =
8,431 in 5 min).

GATE      VERDICT  OBSERVED   LIMIT  SAMPLES  WINDOW
contract  ✓ pass         12      12       12       –
          All 12 interactions of workflow-ui hold.
load      ✓ pass     0.02 %     1 %    8,431   5 min
          http_req_failed 0.02 % < 1 %.
          ✗ fail     412 ms  200 ms    8,431   5 min
          http_req_duration p(95) 412 ms is not < 200 ms (n = 8,431 in 5 min).
          → Answer 95 % of the requests within 200 ms; the slowest route was
          POST /api/v1/workflows with a p95 of 688 ms.
budget    ✓ pass       88 %     0 %  120,400    30 d
          88 % of the error budget of 30 d is left.

3 gates in 5 min.
`,
    );
  });

  it('tells inconclusive, error, nothing and pass in a sentence', () => {
    assert.match(
      headline('inconclusive'),
      /^inconclusive v2 is not let through, because the evidence is inconclusive: Only 3 % of the window/,
    );
    assert.match(headline('broken'), /^broken v2 could not be judged: load: connect ECONNREFUSED/);
    assert.match(headline('empty'), /no gate looked at anything$/);
    assert.equal(headline('passing'), 'passing v2 passes contract, load, budget.');
  });

  it('shows a gate in error with what stood in the way, and none as one that looked at nothing', () => {
    const text = ciGateText(gateResultNamed('broken'), page);
    assert.match(text, /load {6}! error\n {10}connect ECONNREFUSED 127\.0\.0\.1:8003: is the service under test\n {10}running\?/);
  });

  it('fits into any screen, and lets no text from elsewhere paint', () => {
    for (const name of ['blocked', 'inconclusive', 'hostile']) {
      const text = ciGateText(gateResultNamed(name), page);
      for (const line of text.split('\n')) assert.ok(textWidth(line) <= 80, line);
      assert.ok(!text.includes('\u001B') && !text.includes('\u0000'));
    }
  });

  it('never tells by colour alone', () => {
    const coloured = ciGateText(gateResultNamed('blocked'), { ...page, paint: createPaint(true) });
    assert.ok(coloured.includes('\u001B[31m✗ fail\u001B[39m'));
  });
});
