/**
 * `npm run bench`: what is promised about speed, measured. A line per figure; it fails where one is over twice its aim,
 * because a shared machine is noisy. `npm run bench -- mask` measures those with `mask` in their name.
 */
import type { Figure } from './figure.ts';
import { benchGallery } from './gallery.ts';
import { benchHistory } from './history.ts';
import { benchMask } from './maskStroke.ts';

const BENCHES: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  'mask stroke': benchMask,
  history: benchHistory,
  gallery: benchGallery,
};

/** Above so many times its aim a figure is a failure. */
const TOLERANCE = 2;

const [wanted = ''] = process.argv.slice(2);
let failed = false;
for (const [name, bench] of Object.entries(BENCHES)) {
  if (!name.includes(wanted)) continue;
  for (const { name: figure, measured, aim, unit } of await bench()) {
    const verdict = measured <= aim ? 'ok' : 'over';
    console.log(`${name}: ${figure}: ${measured.toFixed(1)} ${unit}, aim ${aim} ${unit}, ${verdict}`);
    failed ||= !(measured <= aim * TOLERANCE);
  }
}
process.exitCode = failed ? 1 : 0;
