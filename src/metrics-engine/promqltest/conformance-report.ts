import type { CaseOutcome } from './run-script.ts';

/** The outcomes of one file. */
export interface FileOutcomes {
  readonly file: string;
  readonly outcomes: readonly CaseOutcome[];
}

/** A table of passed, failed and out of scope by file, then what is out of scope by reason, then every failure with its place. */
export function conformanceReport(files: readonly FileOutcomes[]): string {
  const rows = files.map(({ file, outcomes }) => row(file, outcomes));
  const all = files.flatMap(({ outcomes }) => outcomes);
  return [
    `${'file'.padEnd(28)}${'passed'.padStart(8)}${'failed'.padStart(8)}${'out of scope'.padStart(14)}`,
    ...rows,
    row('all', all),
    '',
    ...reasons(all),
    ...files.flatMap(({ file, outcomes }) => failures(file, outcomes)),
  ].join('\n');
}

function row(file: string, outcomes: readonly CaseOutcome[]): string {
  const count = (wanted: CaseOutcome['outcome']) => String(outcomes.filter(({ outcome }) => outcome === wanted).length);
  return `${file.padEnd(28)}${count('passed').padStart(8)}${count('failed').padStart(8)}${count('out of scope').padStart(14)}`;
}

function reasons(outcomes: readonly CaseOutcome[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { outcome, reason } of outcomes) if (outcome === 'out of scope') counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([reason, count]) => `out of scope ${String(count).padStart(4)} × ${reason}`);
}

function failures(file: string, outcomes: readonly CaseOutcome[]): readonly string[] {
  return outcomes
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ line, query, reason }) => `FAILED ${file}:${line} ${query}\n       ${reason}`);
}
