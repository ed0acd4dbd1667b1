/** Runs the host layer: the bundled tests of `test/host` inside VS Code, desktop with EASEL_DESKTOP=1 (or a version). */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { makeScratch } from '../scratch.ts';
import { root } from './install.ts';

const [results = join(root, 'out', 'results', 'host.json'), grep] = process.argv.slice(2);
// Two folders: VS Code starts the extension host anew when a second one is added, so they are there from the beginning.
const workspace = makeScratch('workspace');
for (const name of ['first', 'second']) {
  await mkdir(join(workspace.path, name));
  await writeFile(join(workspace.path, name, 'README.md'), '# A workspace\n\nA red lighthouse in the fog.\n');
}
const workspaceFile = join(workspace.path, 'tests.code-workspace');
await writeFile(workspaceFile, JSON.stringify({ folders: [{ path: 'first' }, { path: 'second' }] }));

const desktop = process.env.EASEL_DESKTOP;
let host = {};
if (!desktop) host = { vscodeExecutablePath: join(root, 'test', 'support', 'code') };
else if (desktop !== '1') host = { version: desktop };

try {
  await runTests({
    ...host,
    extensionDevelopmentPath: root,
    extensionTestsPath: join(root, 'out', 'test', 'host', 'index.cjs'),
    launchArgs: [workspaceFile],
    extensionTestsEnv: { EASEL_RESULTS: results, ...(grep === undefined ? {} : { EASEL_GREP: grep }) },
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
await workspace.remove();
