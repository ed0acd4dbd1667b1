/**
 * `npm run bench`: what is promised about speed and size, measured, as the table in README has it. It fails where a figure is over
 * twice its aim, because a shared machine is noisy. `--grep=history` measures those of that name only; `--readme` puts what was
 * measured into README.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../support/host/install.ts';
import { benchComposite } from './composite.ts';
import { benchGallery } from './gallery.ts';
import { benchHistory } from './history.ts';
import { benchMask } from './maskStroke.ts';
import { type Result, type Results, ROWS, type Row } from './rows.ts';
import { benchQueue, benchSaving } from './saving/bench.ts';
import { benchStart } from './start/start.ts';
import { HEAD, judge, lineOf, withTable } from './table.ts';
import { benchVsix } from './vsix.ts';

const BENCHES: Readonly<Record<string, () => Promise<Results>>> = {
  start: benchStart,
  saving: benchSaving,
  composite: benchComposite,
  queue: benchQueue,
  'mask stroke': benchMask,
  history: benchHistory,
  gallery: benchGallery,
  vsix: benchVsix,
};

/** Above so many times its aim a figure is a failure. */
const TOLERANCE = 2;

const { values } = parseArgs({ options: { grep: { type: 'string', default: '' }, readme: { type: 'boolean', default: false } } });
const rows: Readonly<Record<string, Row>> = ROWS;
const over: string[] = [];
const lines: string[] = [];

function tell(...added: readonly string[]): void {
  lines.push(...added);
  for (const line of added) console.log(line);
}

const processor = `${cpus()[0]?.model.trim() ?? 'Unknown processor'}, ${cpus().length} cores`;
tell(`Measured on: ${processor}, ${Math.round(totalmem() / 2 ** 30)} GB; ${process.platform}, Node ${process.versions.node}.`);
tell('', ...HEAD);
for (const [name, bench] of Object.entries(BENCHES)) {
  if (!name.includes(values.grep)) continue;
  for (const [id, result] of Object.entries<Result>(await bench())) {
    const row = rows[id];
    if (!row) throw new Error(`no row is called ${id}`);
    const { cells, share } = judge(row, result);
    tell(lineOf(cells));
    if (!(share <= TOLERANCE)) over.push(row.what);
  }
}
if (values.readme) {
  if (values.grep !== '') throw new Error('README has all rows: leave --grep out');
  const readme = join(root, 'README.md');
  await writeFile(readme, withTable(await readFile(readme, 'utf8'), ['', ...lines, '']));
}
if (over.length > 0) {
  console.error(`\nOver ${TOLERANCE} times the aim: ${over.join('; ')}`);
  process.exitCode = 1;
}
