import type { RuleReport } from '../../control/ports/rule-tools.ts';
import { printable } from './printable.ts';

/** Reports on files as promtool prints them: `intro file`, then SUCCESS or what failed. */
export function ruleReportsText(reports: readonly RuleReport[], intro: string, success: (report: RuleReport) => string): string {
  return reports.map((report) => `${intro} ${printable(report.file)}\n${verdictLines(report, success(report))}\n`).join('');
}

function verdictLines({ problems, warnings }: RuleReport, success: string): string {
  const warned = warnings.map((warning) => `  WARNING: ${lines(warning)}\n`).join('');
  return `${warned}${problems.length === 0 ? `  ${success}\n` : `  FAILED:\n${problems.map((problem) => `${lines(problem)}\n`).join('\n')}`}`;
}

/** What stands in a file may hold anything; its lines stay lines, with their indentation. */
function lines(text: string): string {
  return text.replace(/^( *)(.*)$/gm, (_line, indent: string, rest: string) => indent + printable(rest));
}
