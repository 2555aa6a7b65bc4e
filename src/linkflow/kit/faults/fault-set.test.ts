import assert from 'node:assert/strict';
import { parseFaultSet } from './fault-set.ts';

describe('parseFaultSet', () => {
  it('reads an absent or empty variable as a healthy version', () => {
    assert.deepEqual(parseFaultSet(undefined), {});
    assert.deepEqual(parseFaultSet(' '), {});
  });

  it('fills in what a broken contract breaks', () => {
    assert.deepEqual(parseFaultSet('{"contractBreak":{}}').contractBreak, { rename: { name: 'title' }, omit: ['nodes'] });
  });

  it('refuses a misspelt fault by name: it must not pass as a healthy version', () => {
    assert.throws(() => parseFaultSet('{"latancy":{"share":0.1,"addMs":5}}'), /latancy/);
  });

  it('names the variable when it is not JSON', () => {
    assert.throws(() => parseFaultSet('{'), /LINKFLOW_FAULTS is not JSON/);
  });

  it('refuses a share that is none', () => {
    assert.throws(() => parseFaultSet('{"errors":{"share":2}}'), /errors\.share/);
  });
});
