import type { ShownToken } from '../local-actions.ts';
import type { Paint } from '../paint.ts';
import { instant } from './figures.ts';
import { printable } from './printable.ts';
import { type Cell, type Column, table } from './table.ts';

const columns: readonly Column[] = [
  { title: 'ID' },
  { title: 'NAME', elastic: true },
  { title: 'ROLE' },
  { title: 'STATE' },
  { title: 'CREATED', spare: true },
  { title: 'EXPIRES' },
];

function stateCell(token: ShownToken, nowMs: number, paint: Paint): Cell {
  if (token.revokedAtMs !== undefined) return { text: '✗ revoked', style: paint.red };
  if (token.expiresAtMs !== undefined && token.expiresAtMs <= nowMs) return { text: '✗ expired', style: paint.red };
  return { text: '✓ live', style: paint.green };
}

/** Tokens as a table: never their secrets, which nobody has. */
export function tokenList(
  tokens: readonly ShownToken[],
  page: { readonly paint: Paint; readonly width: number; readonly nowMs: number },
): string {
  if (tokens.length === 0) return 'There are no tokens.\n';
  const rows = tokens.map((token) => [
    { text: token.id, style: page.paint.bold },
    { text: printable(token.name) },
    { text: token.role },
    stateCell(token, page.nowMs, page.paint),
    { text: instant(token.createdAtMs) },
    { text: token.expiresAtMs === undefined ? 'never' : instant(token.expiresAtMs) },
  ]);
  return table(columns, rows, page);
}
