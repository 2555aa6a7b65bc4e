import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { testRules } from './test-rules.ts';
import { PROMTOOL_CASES } from './testing/promtool-cases.ts';
import { writeCase } from './testing/write-case.ts';

interface Told {
  readonly passes: boolean;
  /** What it says of failures, line by line in any order. */
  readonly lines: readonly string[];
}

function promtool(testFile: string): Told {
  const run = spawnSync('promtool', ['test', 'rules', testFile], { encoding: 'utf8', timeout: 60_000 });
  if (run.error !== undefined) throw new Error("promtool does not run here; install Debian's package prometheus", { cause: run.error });
  return { passes: run.status === 0, lines: linesOf(`${run.stdout}\n${run.stderr}`) };
}

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n').filter((line) => line !== '' && !/^Unit Testing|^ {2}(?:FAILED|SUCCESS|WARNING)/.test(line));
  return lines.sort();
}

describe("sluice rules test beside Debian's promtool", () => {
  it('has files of both outcomes to be held against', () => {
    assert(PROMTOOL_CASES.length >= 10);
    assert(PROMTOOL_CASES.filter(({ passes }) => !passes).length >= 5);
  });

  for (const { fact, passes, sameText = false, ...files } of PROMTOOL_CASES) {
    it(fact, async () => {
      using written = writeCase(files);
      const theirs = promtool(written.testFile);
      const report = await testRules(written.testFile, new AbortController().signal);
      assert.equal(theirs.passes, passes, theirs.lines.join('\n'));
      assert.equal(report.problems.length === 0, passes, report.problems.join('\n'));
      if (sameText) assert.deepEqual(linesOf(report.problems.join('\n')), theirs.lines);
    }).timeout(30_000);
  }
});
