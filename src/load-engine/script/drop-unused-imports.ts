import { blankText } from './blank-text.ts';
import { type FoundImport, findImports } from './find-imports.ts';

/**
 * Blanks the imported names that stripped TypeScript never uses again, as bundlers do: they were types, and no module exports them.
 * Positions stay; an import of nothing but such names goes whole, one for its side effects stays.
 */
export function dropUnusedImports(source: string): string {
  const imports = findImports(source).filter(({ isExport, names }) => !isExport && names.length > 0);
  const code = blanked(blankText(source), imports);
  return imports.reduce((text, found) => dropFrom(text, found, (name) => uses(code, name)), source);
}

function blanked(code: string, imports: readonly FoundImport[]): string {
  return imports.reduce((text, { from, to }) => text.slice(0, from) + spaces(text.slice(from, to)) + text.slice(to), code);
}

function uses(code: string, name: string): boolean {
  return new RegExp(`(?<![\\w$.])${name.replaceAll('$', '\\$')}(?![\\w$])|\\.\\.\\.${name.replaceAll('$', '\\$')}(?![\\w$])`).test(code);
}

function dropFrom(source: string, found: FoundImport, isUsed: (name: string) => boolean): string {
  const unused = found.names.filter(({ local }) => !isUsed(local));
  if (unused.length === 0) return source;
  const clause = source.slice(found.clauseFrom, found.clauseTo);
  const hasNamespace = clause.includes('*');
  if (unused.length === found.names.length && !hasNamespace) {
    const end = source.slice(found.to).match(/^[ \t]*(?:with\s*\{[^}]*\})?[ \t]*;?/)?.[0].length ?? 0;
    return source.slice(0, found.from) + spaces(source.slice(found.from, found.to + end)) + source.slice(found.to + end);
  }
  const kept = unused.reduce(dropName, clause);
  return source.slice(0, found.clauseFrom) + kept + source.slice(found.clauseTo);
}

const escape = (name: string): string => name.replaceAll('$', '\\$');

function dropName(clause: string, { imported, local }: FoundImport['names'][number]): string {
  const written =
    imported === 'default' && !clause.includes('default')
      ? new RegExp(`^\\s*${escape(local)}\\s*,`)
      : new RegExp(`(?<=[{,]\\s*)${escape(imported)}${imported === local ? '' : `\\s+as\\s+${escape(local)}`}(?=\\s*[,}])(?:\\s*,)?`);
  return clause.replace(written, spaces);
}

function spaces(text: string): string {
  return text.replace(/[^\n\r]/g, ' ');
}
