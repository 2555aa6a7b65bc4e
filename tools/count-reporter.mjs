// mocha's spec reporter, which also writes how many tests passed and failed.
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

// oxlint-disable-next-line import/no-default-export -- mocha loads a reporter by its default export
export default class CountReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      const { passes: passed, failures: failed, pending } = this.stats;
      writeFileSync(options.reporterOption.counts, JSON.stringify({ passed, failed: failed + pending }));
    });
  }
}
