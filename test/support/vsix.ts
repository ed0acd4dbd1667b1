import { join } from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { root } from './host/install.ts';
import { runProgram } from './process.ts';

/** Builds for production and packages. Answers with the VSIX. */
export async function packageExtension(): Promise<string> {
  await runProgram('npm', ['run', '--silent', 'package'], { cwd: root });
  return join(root, 'out', 'easel.vsix');
}

/** The files that are packaged, with slashes, in no order. */
export async function filesOfPackage(): Promise<readonly string[]> {
  const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
  return files.map((file) => file.replaceAll('\\', '/'));
}
