import assert from 'node:assert/strict';
import { alteredCases } from './altered-cases.ts';
import { parseScript } from './parse-script.ts';
import { type CaseOutcome, runScript } from './run-script.ts';
import type { Command } from './script.ts';

const SCRIPT = `
load 5m
  requests{group="a", code="200"} 0+10x10
  requests{group="a", code="500"} 0+1x10
  requests{group="b", code="200"} 0+20x10
  dup{label="x"} 1
  dup{label="y"} 2
  buckets{le="0.1"} 0+10x10
  buckets{le="+Inf"} 0+20x10
  late _ _ 5 stale 7

eval instant at 50m sum by (group) (requests)
  expect no_warn
  {group="a"} 110
  {group="b"} 200

eval instant at 50m topk(2, requests)
  expect ordered
  requests{group="b", code="200"} 200
  requests{group="a", code="200"} 100

eval range from 0 to 20m step 5m late
  late _ _ 5 _ 7

eval instant at 50m 1 + 2
  3

eval instant at 50m "text"
  expect string "text"

eval instant at 10m requests{group="b"}[11m]
  expect range vector from 0 to 10m step 5m
  requests{group="b", code="200"} 0 20 40

eval instant at 0 requests * on (group) dup
  {}

eval instant at 50m histogram_quantile(2, buckets)
  expect warn regex: quantile value should be between 0 and 1, got 2
  {} +Inf

eval instant at 1m dup * on () group_left dup
  expect fail regex: found duplicate series

eval instant at 50m rate(requests{group="b"}[50m])
  expect info
  {group="b", code="200"} 0.06666666666666667
`;

const PASSING = parseScript(SCRIPT.replace(/\neval instant at 0 requests \* on \(group\) dup\n {2}\{\}\n/, ''));

async function outcomesOf(commands: readonly Command[]): Promise<readonly CaseOutcome[]> {
  return runScript(commands, { delayedNameRemoval: true });
}

describe('the promqltest runner', () => {
  it('passes what is as expected', async () => {
    for (const { outcome, query, reason } of await outcomesOf(PASSING)) assert.equal(outcome, 'passed', `${query}: ${reason}`);
  });

  it('fails every case whose expectations were altered', async () => {
    for (const [place, command] of PASSING.entries()) {
      if (command.kind !== 'eval') continue;
      for (const altered of alteredCases(command)) {
        const outcomes = await outcomesOf([...PASSING.filter(({ kind }) => kind !== 'eval'), altered.command]);
        assert.equal(outcomes[0]?.outcome, 'failed', `case ${place}, ${altered.alteration}: ${command.query}`);
      }
    }
  });

  it('counts what is about native histograms as out of scope, and does not pass it', async () => {
    const outcomes = await outcomesOf(
      parseScript(`
load 5m
  native {{schema:0 sum:1 count:1}}
  plain 1

eval instant at 0 native
  native {{schema:0 sum:1 count:1}}

eval instant at 0 sum({__name__=~"native|plain"})
  {} 1

eval instant at 0 histogram_count(plain)

eval instant at 0 plain
  plain 1
`),
    );
    assert.deepEqual(
      outcomes.map(({ outcome }) => outcome),
      ['out of scope', 'out of scope', 'out of scope', 'passed'],
    );
  });

  it('fails a case whose query breaks', async () => {
    const [only] = await outcomesOf(parseScript('eval instant at 0 sum(\n'));
    assert.equal(only?.outcome, 'failed');
    assert.match(only.reason, /the query failed/);
  });
});
