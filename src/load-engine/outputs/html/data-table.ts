import { html, type Markup } from './markup.ts';

/** A column; `number` is aligned to the right, `name` is long and may break. */
export interface Column {
  readonly title: string;
  readonly number?: boolean;
  readonly name?: boolean;
}

/** One row; the first cell of an indented row is a part of what stands above. */
export interface Row {
  readonly cells: readonly (string | Markup)[];
  readonly indented?: boolean;
}

/** A table that, where the screen is narrower, scrolls by itself, by keys too, or stacks the cells of a row with their titles. */
export function dataTable(
  label: string,
  columns: readonly Column[],
  rows: readonly Row[],
  narrow: 'scrolled' | 'stacked' = 'scrolled',
): Markup {
  const head = columns.map(({ title, number }) => html`<th scope="col" class="${number === true ? 'number' : ''}">${title}</th>`);
  const body = rows.map(({ cells, indented }) => {
    const filled = cells.map(
      (cell, index) =>
        html`<td class="${cellClass(columns[index], indented === true && index === 0)}" data-label="${columns[index]?.title}"><span>${cell}</span></td>`,
    );
    return html`<tr>${filled}</tr>`;
  });
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table class="${narrow}"><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function cellClass(column: Column | undefined, part: boolean): string {
  if (part) return 'name part';
  if (column?.number === true) return 'number';
  return column?.name === true ? 'name' : '';
}
