import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatTime } from '../../summary/format-value.ts';
import { groupTree } from '../../summary/group-tree.ts';
import type { ReportInput } from '../report-output.ts';
import { runVerdict } from '../run-verdict.ts';
import { chartData } from './chart-data.ts';
import { chartSection } from './chart-section.ts';
import { html, type Markup } from './markup.ts';
import { pageScript } from './page-script.ts';
import { PAGE_STYLE } from './page-style.ts';
import {
  checkSection,
  exceptionSection,
  exemplarSection,
  generatorSection,
  keyFigures,
  metricSection,
  optionSection,
  problemSection,
  thresholdSection,
} from './report-sections.ts';

const WORDS = { pass: '✓ Passed', fail: '✗ Failed', inconclusive: '? Inconclusive' } as const;

/**
 * One page that tells a run: verdict, thresholds, charts, checks, metrics, exceptions, the generator's health and the options.
 *
 * It needs nothing from anywhere and opens from a file. All that script and target provided is escaped, and a Content-Security-Policy
 * lets run only the page's own two scripts, by their hashes: a text that got through would still do nothing.
 */
export function reportPage({ start, result, end }: ReportInput): string {
  const { verdict, sentence } = runVerdict(result);
  const style = uplotFile('uPlot.min.css') + PAGE_STYLE;
  const script = chartScript();
  const title = `${WORDS[verdict].slice(2)}: ${path.basename(start.scriptPath)}`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${trusted(style)}</style>
</head>
<body>
<header>
<h1>Load test of ${start.scriptPath}</h1>
<p class="verdict"><span class="badge ${verdict}">${WORDS[verdict]}</span><span>${sentence}</span></p>
<p class="about">${aboutRun({ start, result, end })}</p>
${keyFigures(result)}
</header>
<main>
${thresholdSection(result)}
${chartSection(result, chartData(result))}
${problemSection(result)}
${exceptionSection(result)}
${checkSection(groupTree(end.checks))}
${metricSection(result)}
${exemplarSection(result)}
${generatorSection(result)}
${optionSection(start.options)}
</main>
<footer><p>Percentiles are estimates within 0.5 %; whether a threshold of a percentile holds was decided by counting every sample.</p></footer>
<script>${trusted(script)}</script>
</body>
</html>
`;
  return page.html;
}

function aboutRun({ start, result }: ReportInput): string {
  const { outcome, abortReason, durationMs, runner } = result;
  const ended = abortReason === undefined ? outcome : `${outcome} (${abortReason})`;
  const began = `${new Date(start.startedAtMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  return `Started ${began}, ran ${formatTime(Math.round(durationMs), undefined)}, ${ended}; runner: ${runner}.`;
}

/** Text of our own, which is put in as it is: entities mean nothing inside of scripts and styles. */
const trusted = (text: string): Markup => ({ html: text });

const hashOf = (text: string): Markup => trusted(`'sha256-${createHash('sha256').update(text).digest('base64')}'`);

/** The chart library with its licence, then the page's own script. */
function chartScript(): string {
  const licence = `/*\n${uplotFile('../LICENSE').trim()}\n*/\n`;
  return `${licence}${uplotFile('uPlot.iife.min.js')}\n(${pageScript.toString()})();\n`;
}

const uplotFile = (name: string): string =>
  readFileSync(path.join(path.dirname(fileURLToPath(import.meta.resolve('uplot/dist/uPlot.iife.min.js'))), name), 'utf8');
