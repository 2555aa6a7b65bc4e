import assert from 'node:assert/strict';
import { z } from 'zod';
import { portVariable, readConfig } from './read-config.ts';
import { listVariable } from './service-config.ts';

const schema = z.object({
  LINKFLOW_PORT: portVariable(8000),
  LINKFLOW_TOKEN: z.string().min(16).optional(),
  LINKFLOW_HOSTS: listVariable(['a']),
});

describe('readConfig', () => {
  it('fills in defaults and takes an empty variable for an absent one', () => {
    assert.deepEqual(readConfig(schema, { LINKFLOW_TOKEN: '' }), { LINKFLOW_PORT: 8000, LINKFLOW_TOKEN: undefined, LINKFLOW_HOSTS: ['a'] });
  });

  it('reads numbers and lists', () => {
    const config = readConfig(schema, { LINKFLOW_PORT: '0', LINKFLOW_HOSTS: 'x, y:80' });
    assert.deepEqual([config.LINKFLOW_PORT, config.LINKFLOW_HOSTS], [0, ['x', 'y:80']]);
  });

  it('names a wrong variable without its value', () => {
    assert.throws(
      () => readConfig(schema, { LINKFLOW_TOKEN: 'hunter2' }),
      (error: unknown) => error instanceof Error && /LINKFLOW_TOKEN/.test(error.message) && !/hunter2/.test(error.message),
    );
  });

  it('can not be changed afterwards', () => {
    assert.ok(Object.isFrozen(readConfig(schema, {})));
  });
});
