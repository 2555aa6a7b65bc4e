import type { VersionEntry } from './routing-table.ts';

/** How a request found its version. */
export type ChosenBy = 'header' | 'weight';

/** The version a request goes to, or why there is none. */
export type VersionChoice =
  | { readonly kind: 'chosen'; readonly entry: VersionEntry; readonly by: ChosenBy }
  | { readonly kind: 'unknown-version'; readonly version: string }
  | { readonly kind: 'none-registered' };

/** What chooseVersion() needs. `strict` says that a header naming an unknown version is refused rather than overlooked. */
export interface VersionQuestion {
  readonly versions: readonly VersionEntry[];
  readonly header: string | undefined;
  readonly strict: boolean;
  readonly nextByWeight: () => string;
}

/**
 * Which version takes a request: the one its `x-version` header names, else the next by weight.
 *
 * Where versions are compared (`strict`), a header that names a version nobody registered is refused, never served by another one:
 * whoever asked for v2 would take v1's answers for v2's. A request that follows its header uses up no turn of the weights.
 */
export function chooseVersion({ versions, header, strict, nextByWeight }: VersionQuestion): VersionChoice {
  if (versions.length === 0) return { kind: 'none-registered' };
  const named = versions.find(({ version }) => version === header);
  if (named !== undefined) return { kind: 'chosen', entry: named, by: 'header' };
  if (header !== undefined && strict) return { kind: 'unknown-version', version: header };
  const due = nextByWeight();
  const entry = versions.find(({ version }) => version === due);
  return entry === undefined ? { kind: 'unknown-version', version: due } : { kind: 'chosen', entry, by: 'weight' };
}
