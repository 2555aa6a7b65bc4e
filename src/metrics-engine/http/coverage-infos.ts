import type { Coverage } from '../data-coverage/measure-coverage.ts';

/** What is to be said of each selector that there are not samples enough of; nothing where there are. */
export function coverageInfos({ selectors }: Coverage): readonly string[] {
  return selectors
    .filter(({ coveredMs, windowMs }) => coveredMs < windowMs)
    .map(({ selector, sentence }) => `coverage: ${selector} has samples of ${sentence}`);
}
