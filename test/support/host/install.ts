/**
 * Installs a real VS Code (server and workbench) from npm packages, and a Chromium to show it in.
 * Everything lands in `.vscode-test/` (or `EASEL_HOST_DIR`), which git and the VSIX ignore.
 */
import { spawn } from 'node:child_process';
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_VERSION = '24.21.0';
const CODE_SERVER_VERSION = '4.139.1';
/** Changes whenever the recipe below does, so that an old folder is rebuilt. */
const STAMP = `node ${NODE_VERSION}, code-server ${CODE_SERVER_VERSION}, recipe 1`;

/** How Chromium starts: without a sandbox, which root has none of, and without a word to the network. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
] as const;

/** The project's folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

/** Where the parts of an installed host are. */
export interface Host {
  /** Node 24, the one that runs the server. */
  readonly node: string;
  /** `code-server`'s package folder. */
  readonly codeServer: string;
  /** `lib/vscode` in it: the VS Code server. */
  readonly vscode: string;
}

/** Installs the host once, and answers where it is. Safe to call again: a stamp file ends it in a millisecond. */
export async function installHost(): Promise<Host> {
  if (process.platform !== 'linux') {
    throw new Error('The code-server host runs on Linux only. Use EASEL_DESKTOP=1 for the tests inside VS Code.');
  }
  const folder = process.env.EASEL_HOST_DIR ?? join(root, '.vscode-test', 'host');
  const nodePackage = `node-linux-${process.arch}`;
  const host: Host = {
    node: join(folder, 'node_modules', nodePackage, 'bin', 'node'),
    codeServer: join(folder, 'node_modules', 'code-server'),
    vscode: join(folder, 'node_modules', 'code-server', 'lib', 'vscode'),
  };
  const stamp = join(folder, 'stamp.txt');
  if ((await readFile(stamp, 'utf8').catch(() => '')) === STAMP) return host;

  console.log(`Installing VS Code (code-server ${CODE_SERVER_VERSION}) into ${folder}, about a minute …`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"name":"vscode-host","private":true}\n');
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  await run(
    'npm',
    [
      'install',
      '--no-save',
      '--no-package-lock',
      '--ignore-scripts',
      ...quiet,
      `${nodePackage}@${NODE_VERSION}`,
      `code-server@${CODE_SERVER_VERSION}`,
    ],
    folder,
  );

  // The headers inside the Node package: compiling must not download any.
  const env = {
    ...process.env,
    PATH: `${dirname(host.node)}${delimiter}${process.env.PATH ?? ''}`,
    npm_config_nodedir: join(folder, 'node_modules', nodePackage),
  };
  await run('npm', ['install', '--omit=dev', '--ignore-scripts', ...quiet], host.vscode, env);
  // Without spdlog no extension command ever runs; these two are the only ones that must be compiled.
  await run('npm', ['rebuild', ...quiet, '@vscode/spdlog', '@vscode/native-watchdog'], host.vscode, env);
  await run('npm', ['install', '--omit=dev', '--ignore-scripts', ...quiet], join(host.vscode, 'extensions'), env);
  await writeFile(stamp, STAMP);
  return host;
}

/** The path of a Chromium: the one on PATH, else Debian's where we may install it, else Playwright's own. */
export async function installChromium(): Promise<string> {
  const found = await onPath(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']);
  if (found) return found;
  if (process.getuid?.() === 0 && (await onPath(['apt-get']))) {
    console.log('Installing Chromium …');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-q'], root, env);
    await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-liberation'], root, env);
    const installed = await onPath(['chromium']);
    if (installed) return installed;
  }
  const { chromium } = await import('playwright-core');
  const own = chromium.executablePath();
  if (!(await exists(own))) {
    await run('npx', ['playwright-core', 'install', 'chromium'], root);
  }
  return own;
}

async function onPath(names: readonly string[]): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of names) {
      const path = join(folder, name);
      if (folder && (await exists(path))) return path;
    }
  }
  return undefined;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function run(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const collect = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-8000);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}\n${output}`));
    });
  });
}
