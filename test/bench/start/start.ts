import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { startVsCode } from '../../support/host/server.ts';
import { eventually } from '../../support/product.ts';
import { makeScratch } from '../../support/scratch.ts';
import { packageExtension, packageFolder } from '../../support/vsix.ts';
import { openWorkbench } from '../../support/workbench.ts';
import type { Results } from '../rows.ts';
import { median } from '../statistics.ts';

/** Extension hosts that are started. */
const STARTS = 20;
/** ms */
const START_WITHIN = 60_000;

const Pair = v.object({ easel: v.number(), empty: v.number() });
const Line = v.pipe(v.string(), v.parseJson(), v.object({ activation: Pair, command: Pair }));

/**
 * The packaged extension beside an empty one, in the extension host of a window that is reloaded again and again. A third
 * extension activates both, in turn first, and times them.
 */
export async function benchStart(): Promise<Results> {
  const scratch = makeScratch('bench-start');
  const results = join(scratch.path, 'results.jsonl');
  const pack = (source: string, name = source) => packageFolder(join(import.meta.dirname, source), scratch.path, name);
  try {
    const others = [pack('probe'), pack('empty'), pack('empty', 'warm')];
    const extensions = [await packageExtension(), ...(await Promise.all(others))];
    const vscode = await startVsCode({
      mode: 'product',
      folder: scratch.path,
      extensions,
      env: { EASEL_BENCH_RESULTS: results },
    });
    try {
      const workbench = await openWorkbench(vscode);
      for (let start = 1; start <= STARTS; start++) {
        if (start > 1) await workbench.reload();
        await eventually(async () => {
          if ((await read(results)).length < start) throw new Error(`start ${start} was not measured`);
        }, START_WITHIN);
      }
      await workbench.close();
    } finally {
      await vscode.stop();
    }
    const lines = await read(results);
    const activation = medians(lines.map((line) => line.activation));
    const command = medians(lines.map((line) => line.command));
    return { activation, activationMore: activation, firstCommand: command };
  } finally {
    await scratch.remove();
  }
}

async function read(file: string) {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => v.parse(Line, line));
}

function medians(pairs: readonly v.InferOutput<typeof Pair>[]) {
  return { measured: median(pairs.map(({ easel }) => easel)), against: median(pairs.map(({ empty }) => empty)) };
}
