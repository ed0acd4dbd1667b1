import type { Result, Row } from './rows.ts';

/** A row as its cells: what, measured, against, ratio, aim, and how it stands to it. */
export type Cells = readonly [string, string, string, string, string, string];

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
      against === undefined ? '–' : ratioOf(row, measured, against),
      aim,
      row.aim ? (share <= 1 ? 'ok' : 'over') : '–',
    ],
    share,
  };
}

/** The first two lines of the table. */
export const HEAD = [
  lineOf(['what', 'measured', 'against', 'ratio', 'aim', '']),
  lineOf(['---', '---', '---', '---', '---', '---']),
];

/** A line of the table, in Markdown. */
export function lineOf(cells: Cells): string {
  return `| ${cells.join(' | ')} |`;
}

/** What stands between the two marks in README. */
const MARKED = /(?<=<!-- npm run bench -->\n)[\s\S]*(?=<!-- the end of it -->)/;

/** README with another table. */
export function withTable(readme: string, lines: readonly string[]): string {
  if (!MARKED.test(readme)) throw new Error('README has no place for the table');
  return readme.replace(MARKED, () => `${lines.join('\n')}\n`);
}

/** The lines of the table in README, each as its cells. */
export function readTable(readme: string): readonly (readonly string[])[] {
  const [text = ''] = MARKED.exec(readme) ?? [];
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

/** What a row is to stay below, as the table says it. */
export function aimOf({ aim, unit }: Row): string {
  if (!aim) return '–';
  if ('times' in aim) return `≤ ${aim.times} ×`;
  return 'more' in aim ? `≤ ${aim.more} ${unit} more` : `≤ ${aim.most} ${unit}`;
}

function ratioOf({ aim, unit }: Row, measured: number, against: number): string {
  // Beside what takes next to nothing, how many times as much says little.
  if (aim && 'more' in aim) return `${measured < against ? '−' : '+'} ${amount(Math.abs(measured - against), unit)}`;
  return `${(measured / against).toFixed(2)} ×`;
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
