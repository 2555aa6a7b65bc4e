import type { RuleReport } from '../../control/ports/rule-tools.ts';
import { printable } from './printable.ts';

interface Wording {
  /** Ahead of each file's name. */
  readonly intro: string;
  /** Between two problems. */
  readonly between: string;
  /** Of a file without problems. */
  readonly success: (report: RuleReport) => string;
}

/** Reports on files as promtool prints them: what was done with each, then SUCCESS or what failed. */
export function ruleReportsText(reports: readonly RuleReport[], { intro, between, success }: Wording): string {
  const texts = reports.map((report) => {
    const warnings = report.warnings.map((warning) => `  WARNING: ${warning}`);
    const verdict = report.problems.length === 0 ? `  ${success(report)}` : `  FAILED:\n${report.problems.join(between)}`;
    return [`${intro} ${report.file}`, ...warnings, verdict].join('\n');
  });
  return `${texts.map(lines).join('\n\n')}\n`;
}

/** What stands in a file may hold anything; its lines stay lines, with their indentation. */
function lines(text: string): string {
  return text.replace(/^( *)(.*)$/gm, (_line, indent: string, rest: string) => indent + printable(rest));
}
