import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { ReportInput } from '../report-output.ts';
import { anEnd } from '../result-fixture.ts';
import { aReport } from './page-fixture.ts';
import { reportPage } from './report-page.ts';

const CHROMIUM = '/usr/bin/chromium';
const HOSTILE = `</script></style><img src="x" onerror="document.title='pwned'"><script>document.title='pwned'</script><!--`;
const run = promisify(execFile);

describe('reportPage in Chromium', function () {
  this.timeout(60_000); // a browser starts, on a machine that may be busy
  let folder = '';

  before(async () => {
    assert.ok(existsSync(CHROMIUM), `there is no ${CHROMIUM}: install the Debian package chromium`);
    folder = await mkdtemp(path.join(tmpdir(), 'report-'));
  });

  after(() => rm(folder, { recursive: true, maxRetries: 5 }));

  /** The page after its script has run, and what stood on the console. */
  const show = async (input: ReportInput, frame?: (page: string) => string) => {
    const file = path.join(folder, 'report.html');
    await writeFile(file, reportPage(input));
    const shown = frame === undefined ? file : path.join(folder, 'frame.html');
    if (frame !== undefined) await writeFile(shown, frame('report.html'));
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--enable-logging=stderr'];
    const more = [
      `--user-data-dir=${path.join(folder, 'profile')}`,
      '--allow-file-access-from-files',
      '--virtual-time-budget=2000',
      '--dump-dom',
    ];
    const { stdout, stderr } = await run(CHROMIUM, [...flags, ...more, pathToFileURL(shown).href], { timeout: 50_000, maxBuffer: 1 << 26 });
    return { dom: stdout, complaints: stderr.split('\n').filter((line) => line.includes('CONSOLE')) };
  };

  it('draws its charts from a file, and has nothing to complain about', async () => {
    const { dom, complaints } = await show(aReport());
    assert.deepEqual(complaints, []);
    assert.equal(dom.match(/<canvas/g)?.length, 5);
    assert.match(dom, /class="u-legend/);
  });

  it('is not harmed by names, messages and options that are markup', async () => {
    const { start, result } = aReport();
    const [threshold] = result.thresholds;
    assert.ok(threshold !== undefined);
    const { dom, complaints } = await show({
      start: { ...start, scriptPath: HOSTILE, options: { [HOSTILE]: HOSTILE } },
      result: {
        ...result,
        abortReason: HOSTILE,
        exceptions: [{ message: HOSTILE, location: HOSTILE, count: 1 }],
        thresholds: [{ ...threshold, metric: `http_req_duration{url:${HOSTILE}}`, expression: `p(95)<200${HOSTILE}` }],
        metrics: { [`http_req_duration{url:${HOSTILE}}`]: { type: 'counter', contains: 'data', values: { count: 1, rate: 1 } } },
      },
      end: anEnd({ checks: [{ name: HOSTILE, group: `::${HOSTILE}`, passes: 1, fails: 1 }] }),
    });
    assert.deepEqual(complaints, []);
    assert.equal(dom.match(/<canvas/g)?.length, 5);
    assert.doesNotMatch(dom, /<title>pwned|<img/);
  });

  it('can be read where the screen is 400 px wide: nothing is wider', async () => {
    const measure =
      "document.title = ['scrollWidth', 'clientWidth'].map((name) => document.querySelector('iframe').contentDocument.documentElement[name]).join(' of ')";
    const { dom } = await show(
      aReport(),
      (page) => `<iframe src="${page}" width="400" height="800" style="border:0"></iframe><script>onload = () => { ${measure}; };</script>`,
    );
    const [, needed, given] = /<title>(\d+) of (\d+)<\/title>/.exec(dom) ?? [];
    assert.ok(needed !== undefined && Number(given) > 350 && needed === given, `${needed} of ${given}`);
  });
});
