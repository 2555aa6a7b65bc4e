import assert from 'node:assert/strict';
import { RELABEL_SCHEMA } from './relabel-config.ts';
import { toRelabelRule } from './relabel-rule.ts';
import { storedLabels } from './target-labels.ts';

const rules = (...configs: readonly object[]) => configs.map((config) => toRelabelRule(RELABEL_SCHEMA.parse(config)));

describe('storedLabels', () => {
  const TARGET = { job: 'j', instance: 'i' };

  it('adds the labels of the target', () => {
    assert.deepEqual(storedLabels({ __name__: 'x', a: 'b' }, TARGET, { honorLabels: false, metricRelabelRules: [] }), {
      __name__: 'x',
      a: 'b',
      ...TARGET,
    });
  });

  it('moves a label of the series out of the way of the target', () => {
    const scraped = { __name__: 'x', job: 'own', exported_job: 'older' };
    assert.deepEqual(storedLabels(scraped, TARGET, { honorLabels: false, metricRelabelRules: [] }), {
      __name__: 'x',
      ...TARGET,
      exported_job: 'older',
      exported_exported_job: 'own',
    });
  });

  it('keeps a label of the series when labels are honored', () => {
    assert.deepEqual(storedLabels({ __name__: 'x', job: 'own' }, TARGET, { honorLabels: true, metricRelabelRules: [] }), {
      __name__: 'x',
      job: 'own',
      instance: 'i',
    });
  });

  it('relabels afterwards, and drops what a rule drops', () => {
    const metricRelabelRules = rules(
      { action: 'drop', source_labels: ['job', '__name__'], regex: 'j;x' },
      { action: 'labeldrop', regex: 'instance' },
    );
    assert.equal(storedLabels({ __name__: 'x' }, TARGET, { honorLabels: false, metricRelabelRules }), undefined);
    assert.deepEqual(storedLabels({ __name__: 'y' }, TARGET, { honorLabels: false, metricRelabelRules }), { __name__: 'y', job: 'j' });
  });

  it('refuses rules that leave a series without a name', () => {
    const metricRelabelRules = rules({ action: 'labeldrop', regex: '__name__' });
    assert.throws(
      () => storedLabels({ __name__: 'x' }, TARGET, { honorLabels: false, metricRelabelRules }),
      /leave the series x without a name/,
    );
  });
});
