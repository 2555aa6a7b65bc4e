import type { Finding } from './finding.ts';
import type { LintInput, ScriptSource } from './lint-input.ts';
import { placeOf, type SourceText, sourceTexts, withoutTexts } from './source-texts.ts';

/** Finds what the text of a script gives away: results that nobody judges, waiting that an open model does not want, and names without end. */
export function lintSources(input: LintInput): readonly Finding[] {
  const texts = sourceTexts(input.sources);
  return [
    ...checksUnjudged(input, texts),
    ...sleepsInOpenModel(input, texts),
    ...unboundedNames(input.sources),
    ...floatingCalls(input.sources),
  ];
}

const word = (texts: readonly SourceText[], name: string): SourceText | undefined => texts.find(({ text }) => text === name);

function checksUnjudged({ options }: LintInput, texts: readonly SourceText[]): readonly Finding[] {
  const check = word(texts, 'check');
  if (check === undefined || options.thresholds.some(({ key }) => key.name === 'checks')) return [];
  return [
    {
      rule: 'checks-are-not-judged',
      severity: 'warning',
      place: check.place,
      problem: 'A check that does not hold fails nothing by itself, and no threshold judges the checks.',
      remedy: "Judge them: checks: ['rate>0.99'].",
    },
  ];
}

function sleepsInOpenModel({ options }: LintInput, texts: readonly SourceText[]): readonly Finding[] {
  const sleep = word(texts, 'sleep');
  const open = options.scenarios.every(({ executor }) => executor === 'constant-arrival-rate' || executor === 'ramping-arrival-rate');
  if (sleep === undefined || !open) return [];
  return [
    {
      rule: 'sleep-in-open-model',
      severity: 'advice',
      place: sleep.place,
      problem: 'An arrival rate paces the iterations itself; sleeping in them only keeps virtual users busy, so that more are needed.',
      remedy: 'Leave sleep() out, or allow rate times the whole length of an iteration as maxVUs.',
    },
  ];
}

const COMPUTED_ADDRESS = /\bhttp\.(?:get|post|put|patch|del|head|options)\(\s*`[^`]*\$\{[^`]*`/g;

/** The base address is computed everywhere and stays the same; what comes after a path began may be new each time. */
const VARIES = /`(?:\$\{[^}]*\})?[^`$]*\/[^`$]*\$\{/;

function unboundedNames(sources: readonly ScriptSource[]): readonly Finding[] {
  return sources.flatMap(({ name, text }) =>
    [...text.matchAll(COMPUTED_ADDRESS)]
      .filter((match) => VARIES.test(match[0]) && !namesItself(text, match.index))
      .slice(0, 1)
      .map((match): Finding => {
        const before = text.slice(0, match.index);
        return {
          rule: 'url-names-are-unbounded',
          severity: 'advice',
          place: `${name}:${before.split('\n').length}:${match.index - before.lastIndexOf('\n')}`,
          problem: 'Each address becomes a name of its own in the tags, so that requests of one kind are scattered over as many series.',
          remedy: "Write http.url`…` in place of the text, or give { tags: { name: 'GET /orders/:id' } }.",
        };
      }),
  );
}

/** Whether the call names its request: looked for in the few lines after it. */
const namesItself = (text: string, index: number): boolean => /\bname\s*:/.test(text.slice(index, index + 400).split(';')[0] ?? '');

const ASYNC_FUNCTION = /\basync\s+function\s+([A-Za-z_$][\w$]*)|\b(?:const|let|var)\s+([A-Za-z_$][\w$]*)\s*=\s*async\b/g;

/** What throws in a promise that nobody waits for is seen by nobody: the iteration counts as completed. */
function floatingCalls(sources: readonly ScriptSource[]): readonly Finding[] {
  return sources.flatMap(({ name, text }) => {
    const code = withoutTexts(text);
    const functions = [...code.matchAll(ASYNC_FUNCTION)].map(([, declared, assigned]) => declared ?? assigned ?? '');
    return functions
      .flatMap((called) => [...text.matchAll(new RegExp(`(?<=^|[;{}])[ \\t]*${called.replaceAll('$', '\\$')}\\(`, 'gm'))])
      .map(
        (match): Finding => ({
          rule: 'floating-promise',
          severity: 'warning',
          place: placeOf(name, text, match.index + match[0].search(/\S/)),
          problem: 'An async function is called and not awaited: what it throws is lost, and the iteration counts as completed.',
          remedy: 'Write await before the call.',
        }),
      );
  });
}
