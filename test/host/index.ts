import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runMocha } from '../support/mochaRun.ts';

/** VS Code calls this in the extension host. Rejects when a test failed or none was found. */
export async function run(): Promise<void> {
  const found = await readdir(__dirname, { recursive: true });
  const files = found.filter((file) => file.endsWith('.test.cjs')).sort();
  if (files.length === 0) throw new Error('No host test was found');
  const failures = await runMocha(
    files.map((file) => join(__dirname, file)),
    {
      results: process.env.EASEL_RESULTS ?? join(__dirname, '..', '..', 'results', 'host.json'),
      grep: process.env.EASEL_GREP,
      timeout: 60_000,
      retries: 1,
      load: 'require',
    },
  );
  if (failures > 0) throw new Error(`${failures} host tests failed`);
}
