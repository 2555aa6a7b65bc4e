import { blankText } from './blank-text.ts';

/** One name that an import or re-export asks of a module. */
export interface ImportedName {
  /** `default` for the default export. */
  readonly imported: string;
  readonly local: string;
}

/** An import or re-export of a module's source, as it stands there. */
export interface FoundImport {
  readonly specifier: string;
  readonly names: readonly ImportedName[];
  readonly isExport: boolean;
  /** The whole statement, without what follows the specifier. */
  readonly from: number;
  readonly to: number;
  /** The offset of the specifier's first character. */
  readonly specifierAt: number;
  /** The part between `import` and `from`; empty for `import 'x'`. */
  readonly clauseFrom: number;
  readonly clauseTo: number;
}

const statement = /(?<=^|[;}\n\r])([ \t]*)(import|export)(?![\w$(.:])([\s\w$*,{}]*?)(?:\bfrom\s*)?(["'])([^"'\n]*)\4/g;

/** Finds static imports and re-exports in JavaScript, in their order, with the places of their parts. */
export function findImports(source: string): readonly FoundImport[] {
  const code = blankText(source);
  return [...code.matchAll(statement)].flatMap((found) => {
    const [whole, indent = '', keyword = '', clause = '', , blanked = ''] = found;
    if (keyword === 'export' && !/\bfrom\s*["']/.test(whole)) return [];
    const from = found.index + indent.length;
    const to = found.index + whole.length;
    const specifierAt = to - 1 - blanked.length;
    const clauseFrom = from + keyword.length;
    return [
      {
        specifier: source.slice(specifierAt, to - 1),
        names: importedNames(clause),
        isExport: keyword === 'export',
        from,
        to,
        specifierAt,
        clauseFrom,
        clauseTo: clauseFrom + clause.length,
      },
    ];
  });
}

function importedNames(clause: string): readonly ImportedName[] {
  const named = /\{([^}]*)\}/.exec(clause)?.[1] ?? '';
  const names = named
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [imported = '', local = imported] = part.split(/\s+as\s+/);
      return { imported, local };
    });
  const first = /^\s*([\w$]+)\s*(?:,|$)/.exec(clause)?.[1];
  return first === undefined ? names : [{ imported: 'default', local: first }, ...names];
}
