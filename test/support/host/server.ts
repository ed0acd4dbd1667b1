import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Program, runProgram, startProgram } from '../process.ts';
import { makeScratch } from '../scratch.ts';
import { type Host, installHost } from './install.ts';

export type Settings = Readonly<Record<string, unknown>>;

export interface StartOptions {
  /** The workspace: an absolute folder, or a `.code-workspace` file. Absent: no workspace is open. */
  readonly folder?: string;
  /** Paths of VSIX files to install. */
  readonly extensions?: readonly string[];
  /** The user's settings, on top of those that keep VS Code quiet. */
  readonly settings?: Settings;
  /** Default true. false: workspace trust is on, and the workspace is not trusted. */
  readonly trust?: boolean;
  /** `product`: code-server as a user has it. `tests`: the bare server that runs mocha in the extension host. */
  readonly mode: 'product' | 'tests';
  /** Environment of VS Code. Nothing else comes from the developer's own but PATH and the like. */
  readonly env?: Readonly<Record<string, string>>;
  /** Takes the data of an earlier start (its `data`), to test what survives. Whoever made it removes it. */
  readonly data?: string;
}

/** A VS Code server that runs. */
export interface RunningVsCode {
  /** Opens the workspace. */
  readonly url: string;
  readonly port: number;
  /** The workspace that was asked for. */
  readonly folder: string | undefined;
  /** Everything VS Code keeps: the folders below, the logs, the browser's profile. */
  readonly data: string;
  /** The user data folder: `User/settings.json`, `User/globalStorage`. */
  readonly userData: string;
  /** Changes settings of the user; VS Code notices by itself. undefined takes one away. */
  configure(settings: Settings): Promise<void>;
  /** Resolves when the server has ended, by `stop` or by itself. */
  readonly ended: Promise<unknown>;
  /** Ends the server with all its processes, and removes what it kept unless `data` was given. */
  stop(): Promise<void>;
}

/** How long the server may take to answer. ms */
const READY_WITHIN = 60_000;

const QUIET: Settings = {
  'workbench.startupEditor': 'none',
  // Else Settings is a modal, and F1 fails after it.
  'workbench.editor.useModal': 'off',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  // Not false: VS Code would write the file anew, with its name of today, some time after the start.
  'extensions.autoUpdate': 'off',
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'remote.autoForwardPorts': false,
  'telemetry.telemetryLevel': 'off',
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
  // In a browser VS Code saves by itself; on a desktop, where most people work, it does not.
  'files.autoSave': 'off',
  'explorer.compactFolders': false,
  // A file that opens in preview would replace the one that a test opened before.
  'workbench.editor.enablePreview': false,
};

/** Starts a VS Code server on a free port of loopback and waits until it answers. */
export async function startVsCode(options: StartOptions): Promise<RunningVsCode> {
  const host = await installHost();
  const scratch = options.data === undefined ? makeScratch('vscode') : undefined;
  const data = options.data ?? scratch?.path ?? '';
  const userData = join(data, 'ud');
  const settingsFile = join(userData, 'User', 'settings.json');
  const env = cleanEnvironment(data, options.env ?? {});
  await mkdir(join(data, 'home'), { recursive: true });
  await mkdir(dirname(settingsFile), { recursive: true });

  const configure = async (settings: Settings) => {
    const before: unknown = JSON.parse(await readFile(settingsFile, 'utf8').catch(() => '{}'));
    await writeFile(settingsFile, `${JSON.stringify(Object.assign({}, before, settings), null, 2)}\n`);
  };
  await configure({
    ...QUIET,
    'security.workspace.trust.enabled': options.trust === false,
    ...options.settings,
  });

  const folders = ['--user-data-dir', userData, '--extensions-dir', join(data, 'ext')];
  const entry = join(host.codeServer, 'out', 'node', 'entry.js');
  const productFolders = [...folders, '--config', join(data, 'config.yaml')];
  for (const vsix of options.extensions ?? []) {
    await runProgram(host.node, [entry, ...productFolders, '--install-extension', vsix, '--force'], { env });
  }

  const port = await freePort();
  const trust = options.trust === false ? [] : ['--disable-workspace-trust'];
  const program =
    options.mode === 'product'
      ? startProgram(host.node, [entry, ...productFlags(port), ...trust, ...productFolders], { env, cwd: data })
      : startProgram(host.node, [...testFlags(host, port), ...trust, ...folders, '--server-data-dir', join(data, 'sd')], {
          env,
          cwd: data,
        });
  const stop = async () => {
    await program.stop();
    await scratch?.remove();
  };
  try {
    await waitUntilReady(program, port);
  } catch (error) {
    await stop();
    throw error;
  }
  const key = options.folder?.endsWith('.code-workspace') ? 'workspace' : 'folder';
  const query = options.folder === undefined ? 'ew=true' : `${key}=${encodeURIComponent(options.folder)}`;
  return {
    url: `http://127.0.0.1:${port}/?${query}`,
    port,
    folder: options.folder,
    data,
    userData,
    configure,
    ended: program.ended,
    stop,
  };
}

function productFlags(port: number): string[] {
  return [
    '--bind-addr',
    `127.0.0.1:${port}`,
    '--auth',
    'none',
    '--disable-telemetry',
    '--disable-update-check',
    '--disable-getting-started-override',
    '--ignore-last-opened',
  ];
}

function testFlags(host: Host, port: number): string[] {
  return [
    join(host.vscode, 'out', 'server-main.js'),
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--without-connection-token',
    '--accept-server-license-terms',
    // Without it the page ignores its payload, and no test ever runs.
    '--enable-smoke-test-driver',
    '--telemetry-level',
    'off',
  ];
}

/**
 * The environment is made anew, not filtered: the developer's keys (OPENAI_*), our own switches (EASEL_*), proxies, and
 * the VSCODE_* of a terminal inside VS Code (code-server would open the folder there instead) all stay outside.
 */
function cleanEnvironment(data: string, extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { HOME: join(data, 'home'), LANG: 'C.UTF-8', EXTENSIONS_GALLERY: '{}' };
  for (const name of ['PATH', 'TMPDIR', 'LD_LIBRARY_PATH']) {
    if (process.env[name] !== undefined) env[name] = process.env[name];
  }
  return { ...env, ...extra };
}

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('No free port'));
      });
    });
  });
}

async function waitUntilReady(program: Program, port: number): Promise<void> {
  let over = false;
  program.ended.then(() => {
    over = true;
  });
  const end = Date.now() + READY_WITHIN;
  while (Date.now() < end) {
    if (over) throw new Error(`VS Code ended before it was ready:\n${program.output()}`);
    const answer = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await delay(100);
  }
  throw new Error(`VS Code was not ready within ${READY_WITHIN / 1000} s:\n${program.output()}`);
}
