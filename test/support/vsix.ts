import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './host/install.ts';
import { runProgram } from './process.ts';

/** Builds for production and packages. Answers with the VSIX. */
export async function packageExtension(): Promise<string> {
  // vsce makes no folder.
  await mkdir(join(root, 'out'), { recursive: true });
  await runProgram('npm', ['run', '--silent', 'package'], { cwd: root });
  return join(root, 'out', 'easel.vsix');
}
