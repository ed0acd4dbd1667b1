/** Runs one layer of tests in this process: `node test/support/layer.ts <layer> <results.json> [grep]`. */
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { root } from './host/install.ts';
import { runMocha } from './mochaRun.ts';

const [layer = 'unit', results = join(root, 'out', 'results', `${layer}.json`), grep] = process.argv.slice(2);
// The same cases every time: what a run on one machine finds, the next one finds too. EASEL_SEED looks for others.
fc.configureGlobal({ seed: Number(process.env.EASEL_SEED ?? 4) });
const files: string[] = [];
for await (const file of glob(`test/${layer}/**/*.test.ts`, { cwd: root })) files.push(file);
const failures = await runMocha(
  files.sort().map((file) => join(root, file)),
  {
    results,
    grep,
    timeout: layer === 'browser' ? 180_000 : 20_000,
    // A real window on a busy machine loses a key press now and then: what fails twice has failed.
    retries: layer === 'browser' ? 1 : 0,
    load: 'import',
  },
);
// A socket left open by a test must not hold the whole run.
process.exit(failures > 0 ? 1 : 0);
