import { cp, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
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

/** Packages an extension that tests are helped by, into the folder `into`; under its own name, which its folder has, or another. */
export async function packageFolder(source: string, into: string, name = basename(source)): Promise<string> {
  const own = basename(source);
  const folder = join(into, name);
  await cp(source, folder, { recursive: true });
  const manifest = join(folder, 'package.json');
  const text = await readFile(manifest, 'utf8');
  await writeFile(manifest, text.replace(`"name": "${own}"`, `"name": "${name}"`).replaceAll(`"${own}.`, `"${name}.`));
  const vsix = join(into, `${name}.vsix`);
  const flags = ['--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', vsix];
  await runProgram(join(root, 'node_modules', '.bin', 'vsce'), ['package', ...flags], { cwd: folder });
  return vsix;
}
