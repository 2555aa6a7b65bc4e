import assert from 'node:assert/strict';
import { OUTSIDE_OPTIONS, type OutsideOption } from '../../../load-engine/options/outside-options.ts';
import { addLoadFlags, loadSwitches } from './add-load-flags.ts';
import { defineLoadCommand } from './define-load-command.ts';
import { OPTION_FLAGS } from './k6-flags.ts';
import { OPTION_VARIABLES } from './load-variables.ts';
import { attachSwitches } from './switch-option.ts';

const engine: readonly (readonly [string, OutsideOption])[] = Object.entries(OUTSIDE_OPTIONS);

describe('the flags of k6', () => {
  it('are those that the engine reads, under the same names', () => {
    const here = OPTION_FLAGS.map(({ option, flags }) => [option, /--[a-z-]+/.exec(flags)?.[0]]);
    const there = engine.flatMap(([option, { flag }]) => (flag === undefined ? [] : [[option, flag]]));
    assert.deepEqual(new Map(here as [string, string][]), new Map(there as [string, string][]));
  });

  it('have the variables that the engine reads', () => {
    assert.deepEqual(new Set(OPTION_VARIABLES), new Set(engine.flatMap(([, { variable }]) => variable ?? [])));
  });

  it('stand on a command once each', () => {
    const command = defineLoadCommand('run <script>', { summary: '', examples: [] });
    const names = command.options.flatMap(({ long, short }) => [long, short]).filter((name) => name !== undefined);
    assert.equal(new Set(names).size, names.length);
    assert.throws(() => addLoadFlags(command), /conflict/i);
  });
});

const attach = (line: string): string => attachSwitches(line.split(' '), loadSwitches()).join(' ');

describe('switches', () => {
  it('have their value attached, so that they never take the next word', () => {
    assert.equal(attach('run -w --no-setup script.ts'), 'run --throw=true --no-setup=true script.ts');
    assert.equal(
      attach('run --throw=false --http-debug --http-debug=full a.ts'),
      'run --throw=false --http-debug=headers --http-debug=full a.ts',
    );
  });

  it('leave other words alone, and all behind --', () => {
    assert.equal(attach('run --vus 3 --no-color script.ts'), 'run --vus 3 --no-color script.ts');
    assert.equal(attach('run -q -- --quiet'), 'run --quiet=true -- --quiet');
  });
});
