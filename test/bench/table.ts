import type { Result, Row } from './rows.ts';

/** A row as its cells: what, measured, against, ratio, aim, and how it stands to it. */
export type Cells = readonly [string, string, string, string, string, string];

export const HEAD: Cells = ['what', 'measured', 'against', 'ratio', 'aim', ''];

/** `share`: how many times its aim a figure is; above 1 it is over. */
export interface Judged {
  readonly cells: Cells;
  readonly share: number;
}

/** Puts a row and what was measured for it together. */
export function judge(row: Row, result: Result): Judged {
  const aim = aimOf(row);
  if ('missing' in result) {
    return { cells: [row.what, `not measured: ${result.missing}`, row.against ?? '–', '–', aim, '–'], share: 0 };
  }
  const { measured, against } = result;
  const share = shareOf(row, measured, against);
  return {
    cells: [
      row.what,
      amount(measured, row.unit),
      row.against === undefined || against === undefined ? (row.against ?? '–') : `${row.against}: ${amount(against, row.unit)}`,
      against === undefined ? '–' : `${(measured / against).toFixed(2)} ×`,
      aim,
      row.aim ? (share <= 1 ? 'ok' : 'over') : '–',
    ],
    share,
  };
}

/** The line of a table in Markdown. */
export function lineOf(cells: Cells): string {
  return `| ${cells.join(' | ')} |`;
}

/** What a row is to stay below, as the table says it. */
export function aimOf({ aim, unit }: Row): string {
  if (!aim) return '–';
  if ('times' in aim) return `≤ ${aim.times} ×`;
  return 'more' in aim ? `≤ ${aim.more} ${unit} more` : `≤ ${aim.most} ${unit}`;
}

function shareOf({ aim }: Row, measured: number, against: number | undefined): number {
  if (!aim) return 0;
  if ('most' in aim) return measured / aim.most;
  if (against === undefined) return Number.NaN;
  return 'times' in aim ? measured / against / aim.times : (measured - against) / aim.more;
}

function amount(value: number, unit: Row['unit']): string {
  return `${value.toFixed(value < 100 && unit === 'ms' ? 1 : unit === 'MB' ? 2 : 0)} ${unit}`;
}
