import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './host/install.ts';
import { startProgram } from './process.ts';

/** How a run of tests that a test wrote ended. */
export interface RunOfTests {
  readonly code: number;
  readonly output: string;
}

/** Runs a source of tests in a process of its own, as a layer is run; mocha's JSON goes into `<file>.json`. */
export async function runTestsOf(
  source: string,
  file: string,
  { retries = 0, env = {} }: { readonly retries?: number; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<RunOfTests> {
  await writeFile(file, source);
  const mochaRun = pathToFileURL(join(root, 'test', 'support', 'mochaRun.ts')).href;
  const options = { results: `${file}.json`, timeout: 10_000, retries, load: 'import' };
  const script = `const { runMocha } = await import('${mochaRun}');
    process.exit(await runMocha(${JSON.stringify([file])}, ${JSON.stringify(options)}));`;
  const { CI, ...outside } = process.env;
  const program = startProgram(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    env: { ...outside, ...env },
  });
  return { code: await program.ended, output: program.output() };
}
