import assert from 'node:assert/strict';
import { layeredOptions } from './layered-options.ts';
import { mergeLayers } from './merge-layers.ts';
import type { OptionLayers } from './option-layers.ts';

const layers = (changes: Partial<OptionLayers>): OptionLayers => ({ flags: {}, environment: {}, file: {}, ...changes });

const merged = (script: Readonly<Record<string, unknown>>, changes: Partial<OptionLayers>) => mergeLayers(script, layers(changes));

const ALL = {
  file: { userAgent: 'file', batch: 1, rps: 1, maxRedirects: 1 },
  environment: { K6_USER_AGENT: 'environment', K6_BATCH: '3' },
  flags: { userAgent: 'flag' },
};

describe('mergeLayers', () => {
  it('takes each option from the highest place that has it: flag, environment, script, file', () => {
    const script = { userAgent: 'script', batch: 2, rps: 2, throw: null };
    assert.deepEqual(merged(script, ALL).options, { userAgent: 'flag', batch: 3, rps: 2, maxRedirects: 1 });
  });

  it('leaves a script alone where nothing comes from outside', () => {
    assert.deepEqual(mergeLayers({ vus: 3 }, undefined), { options: { vus: 3 }, warnings: [] });
  });

  it('puts a plan of the command line in the place of scenarios, and says so', () => {
    const script = { scenarios: { a: { executor: 'constant-vus', duration: '1h' } } };
    assert.deepEqual(merged(script, { flags: { duration: '5s', vus: '2' } }), {
      options: { duration: '5s', vus: 2 },
      warnings: ['--duration takes the place of options.scenarios'],
    });
  });

  it('keeps the number of users where only the plan changes', () => {
    assert.deepEqual(merged({ vus: 10, duration: '1m' }, { environment: { K6_ITERATIONS: '7' } }), {
      options: { vus: 10, iterations: 7 },
      warnings: ['K6_ITERATIONS takes the place of options.duration'],
    });
  });

  it('says nothing where the same option has another value', () => {
    assert.deepEqual(merged({ vus: 10, duration: '1m' }, { flags: { duration: '1s' } }).warnings, []);
  });

  it('drops the plan of a configuration file where the script has scenarios', () => {
    const script = { scenarios: { a: {} } };
    assert.deepEqual(merged(script, { file: { vus: 3, duration: '1m' } }), { options: script, warnings: [] });
  });

  it('refuses users alone over scenarios', () => {
    const script = { scenarios: { a: {} } };
    assert.throws(() => merged(script, { flags: { vus: '5' } }), /^ScriptRefused: --vus: .* add --duration, --iterations or --stage/);
    assert.throws(() => merged(script, { environment: { K6_VUS: '5' } }), /K6_VUS: .* add K6_DURATION/);
  });

  it('adds tags to those of the script, and takes the higher of two with a name', () => {
    const { options } = merged({ tags: { a: '1', b: '1' } }, { flags: { tags: ['b=2', 'c=x=y'] } });
    assert.deepEqual(options['tags'], { a: '1', b: '2', c: 'x=y' });
  });

  it('changes one part of dns and leaves the others', () => {
    assert.deepEqual(merged({ dns: { ttl: '1m', select: 'first' } }, { environment: { K6_DNS: 'ttl=0' } }).options['dns'], {
      ttl: '0',
      select: 'first',
    });
  });

  it('says that thresholds of the configuration file give way to those of the script', () => {
    const { options, warnings } = merged({ thresholds: { a: [] } }, { file: { thresholds: { b: [] } } });
    assert.deepEqual(options['thresholds'], { a: [] });
    assert.match(warnings.join(), /thresholds of the script take the place/);
  });

  for (const [changes, problem] of [
    [{ flags: { vus: 'ten' } }, '--vus: must be a whole number of at least 1, not "ten"'],
    [{ flags: { vus: '0' } }, '--vus: must be a whole number of at least 1, not "0"'],
    [{ flags: { vus: '1.5' } }, '--vus: must be'],
    [{ flags: { duration: '-5s' } }, '--duration: must be a duration'],
    [{ flags: { stages: '10s' } }, '--stage: must be stages such as 30s:10,1m:0, not "10s"'],
    [{ flags: { stages: '10s:x' } }, '--stage: must be stages'],
    [{ flags: { tags: 'lonely' } }, '--tag: must be pairs such as name=value'],
    [{ flags: { nothing: '1' } }, 'nothing: is no option'],
    [{ environment: { K6_THROW: 'maybe' } }, 'K6_THROW: must be true or false, not "maybe"'],
    [{ environment: { K6_ITERATIONS: '' } }, 'K6_ITERATIONS: must be a whole number'],
    [{ environment: { K6_VUSS: '1' } }, 'K6_VUSS: sets no option; did you mean "K6_VUS"?'],
    [{ file: { vsu: 1 } }, '--config.vsu: there is no such option; did you mean "vus"?'],
    [{ file: { vus: 'many' } }, '--config.vus: must be a whole number'],
  ] as const) {
    it(`refuses ${JSON.stringify(changes)}`, () => {
      assert.throws(
        () => merged({}, changes),
        (error: Error) => error.message.startsWith(problem),
      );
    });
  }

  it('reads every form as a script would have written it', () => {
    const flags = {
      stages: ['10s:5,1m:0', '500ms:3'],
      summaryTrendStats: 'avg, p(99.9)',
      httpDebug: 'full',
      dns: 'ttl=5m,select=random',
      blockHostnames: ['a.test', 'b.test,c.test'],
    };
    assert.deepEqual(merged({}, { flags, environment: { K6_THROW: 'True', K6_LINGER: 'f', K6_SETUP_TIMEOUT: '5s' } }).options, {
      throw: true,
      linger: false,
      setupTimeout: '5s',
      stages: [
        { duration: '10s', target: 5 },
        { duration: '1m', target: 0 },
        { duration: '500ms', target: 3 },
      ],
      summaryTrendStats: ['avg', 'p(99.9)'],
      httpDebug: 'full',
      dns: { ttl: '5m', select: 'random' },
      blockHostnames: ['a.test', 'b.test', 'c.test'],
    });
  });
});

const script = (options: Readonly<Record<string, unknown>>) => ({ options, exportedFunctions: ['default'], declaredMetrics: [] });

const arrivals = (fields: Readonly<Record<string, unknown>>) =>
  script({ scenarios: { a: { executor: 'constant-arrival-rate', duration: '1s', preAllocatedVUs: 1, ...fields } } });

describe('layeredOptions', () => {
  it('blames the options, wherever they come from', () => {
    assert.throws(() => layeredOptions(script({ vus: -1 }), undefined), { name: 'OptionsRefused', message: /^options.vus: must be/ });
    assert.throws(() => layeredOptions(script({}), layers({ flags: { vus: 'x' } })), { name: 'OptionsRefused' });
  });

  it('puts the warnings of the merge before those of the options', () => {
    const { warnings } = layeredOptions(script({ scenarios: { a: {} }, cloud: {} }), layers({ flags: { iterations: '1' } }));
    assert.deepEqual(warnings, ['--iterations takes the place of options.scenarios', 'options.cloud is ignored: it has no meaning here']);
  });

  it('says what became of a scenario that a threshold is about', () => {
    const scenarios = { gate: { executor: 'constant-vus', duration: '1s' } };
    const declared = script({ scenarios, thresholds: { 'http_reqs{scenario:gate}': ['count>1'] } });
    assert.throws(() => layeredOptions(declared, layers({ flags: { iterations: '1' } })), {
      message:
        'options.thresholds[\'http_reqs{scenario:gate}\']: there is no scenario "gate", for --iterations takes the place of options.scenarios; leave the thresholds out with --no-thresholds',
    });
  });

  it('refuses a rate that no engine can plan, and a test that no timer can wait for', () => {
    assert.throws(() => layeredOptions(arrivals({ rate: 1_000_000_000 }), undefined), /wants 1000000000 starts a second/);
    assert.throws(() => layeredOptions(arrivals({ rate: 200, timeUnit: '1ms' }), undefined), /wants 200000 starts a second/);
    const part = { executionSegment: '0:1/4', executionSegmentSequence: '0,1/4,1' };
    layeredOptions(arrivals({ rate: 200, timeUnit: '1ms', preAllocatedVUs: 8 }), { flags: part, environment: {}, file: {} });
    assert.throws(() => layeredOptions(arrivals({ rate: 1, duration: '1000h' }), undefined), /ends after 41 days/);
    const ramp = { executor: 'ramping-arrival-rate', stages: [{ duration: '1s', target: 1e9 }], preAllocatedVUs: 1 };
    assert.throws(() => layeredOptions(script({ scenarios: { ramp } }), undefined), /starts a second/);
  });
});
