import assert from 'node:assert/strict';
import { unescapeLabelName } from './unescape-label-name.ts';

describe('unescapeLabelName', () => {
  const KNOWN: readonly (readonly [name: string, label: string])[] = [
    ['job', 'job'],
    ['http.status', 'http.status'],
    ['U__job', 'job'],
    ['U__http_2e_status', 'http.status'],
    ['U__a__b', 'a_b'],
    ['U__a___2e_b', 'a_.b'],
    ['U___1f600_', '😀'],
    ['U___FC_', 'ü'],
    ['U__', ''],
    // What is not spelled right is a name of its own.
    ['U__a_', 'U__a_'],
    ['U__a_2e', 'U__a_2e'],
    ['U__a_xy_', 'U__a_xy_'],
    ['U___d800_', 'U___d800_'],
    ['U___1234567_', 'U___1234567_'],
  ];
  for (const [name, label] of KNOWN) it(`reads ${name} as ${label}`, () => assert.equal(unescapeLabelName(name), label));
});
