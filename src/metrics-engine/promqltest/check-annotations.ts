import type { Expectations, MessageTest } from './script.ts';

/** What a query said beside its answer. */
export interface Said {
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
}

/** Answers what is wrong with the annotations of an answer: one that is expected and missing, or, where any is expected, one that is not. */
export function checkAnnotations(expected: Expectations, { warnings, infos }: Said): string | undefined {
  return check('warning', expected.warn, expected.noWarn, warnings) ?? check('info', expected.info, expected.noInfo, infos);
}

function check(what: string, expected: readonly MessageTest[], none: boolean, said: readonly string[]): string | undefined {
  if (none && said.length > 0) return `no ${what} is expected, found ${JSON.stringify(said)}`;
  if (expected.length === 0) return undefined;
  const unheard = expected.find((test) => !said.some((message) => matches(test, message)));
  if (unheard !== undefined) return `the ${what} ${describe(unheard)} is expected, found ${JSON.stringify(said)}`;
  const stray = said.find((message) => !expected.some((test) => matches(test, message)));
  return stray === undefined ? undefined : `the ${what} ${JSON.stringify(stray)} is not expected`;
}

/** Whether a message is what a test asks for. */
export function matches(test: MessageTest, message: string): boolean {
  switch (test.kind) {
    case 'any':
      return true;
    case 'message':
      return message === test.text;
    case 'pattern':
      return new RegExp(test.source).test(message);
  }
}

/** A test as a message of the runner names it. */
export function describe(test: MessageTest): string {
  switch (test.kind) {
    case 'any':
      return 'of any text';
    case 'message':
      return JSON.stringify(test.text);
    case 'pattern':
      return `/${test.source}/`;
  }
}
