/**
 * `npm run bench`: what is promised about speed and size, measured. A row for each figure, as README has it; it fails where one
 * is over twice its aim, because a shared machine is noisy. `npm run bench -- --grep=history` measures those of that name only.
 */
import { cpus, release, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { benchComposite } from './composite.ts';
import { benchGallery } from './gallery.ts';
import { benchHistory } from './history.ts';
import { benchMask } from './maskStroke.ts';
import { type Result, type Results, ROWS, type Row } from './rows.ts';
import { benchQueue, benchSaving } from './saving/bench.ts';
import { benchStart } from './start/start.ts';
import { HEAD, judge, lineOf } from './table.ts';
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

const { values } = parseArgs({ options: { grep: { type: 'string', default: '' } } });
const rows: Readonly<Record<string, Row>> = ROWS;
const over: string[] = [];

console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, `);
console.log(`${process.platform} ${release()}, Node ${process.versions.node}\n`);
console.log(lineOf(HEAD));
console.log(lineOf(['---', '---', '---', '---', '---', '---']));
for (const [name, bench] of Object.entries(BENCHES)) {
  if (!name.includes(values.grep)) continue;
  for (const [id, result] of Object.entries<Result>(await bench())) {
    const row = rows[id];
    if (!row) throw new Error(`no row is called ${id}`);
    const { cells, share } = judge(row, result);
    console.log(lineOf(cells));
    if (!(share <= TOLERANCE)) over.push(row.what);
  }
}
if (over.length > 0) {
  console.error(`\nOver ${TOLERANCE} times the aim: ${over.join('; ')}`);
  process.exitCode = 1;
}
