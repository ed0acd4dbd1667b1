/**
 * Stands in for desktop `code` in a run of extension tests: same arguments, same exit code, but the tests run in the
 * extension host of a code-server, with its window in a Chromium. Start it by `test/support/code`.
 */
import { resolve } from 'node:path';
import { format } from 'node:util';
import { chromium } from 'playwright-core';
import { CHROMIUM_FLAGS, installChromium } from './install.ts';
import { startVsCode } from './server.ts';

interface Arguments {
  readonly folder?: string;
  readonly development: readonly string[];
  readonly tests: string;
  readonly trust: boolean;
}

/** Understands what `@vscode/test-electron` and `@vscode/test-cli` pass; flags of Electron's own mean nothing here. */
function readArguments(args: readonly string[]): Arguments {
  const development: string[] = [];
  let tests: string | undefined;
  let folder: string | undefined;
  for (let index = 0; index < args.length; index++) {
    const argument = args[index] ?? '';
    const [name = '', attached] = split(argument);
    if (!name.startsWith('--')) {
      folder = resolve(argument);
      continue;
    }
    const takesValue = VALUED.has(name);
    const value = attached ?? (takesValue ? args[++index] : undefined);
    if (name === '--extensionDevelopmentPath' && value) development.push(resolve(value));
    else if (name === '--extensionTestsPath' && value) tests = resolve(value);
    else if (name === '--folder-uri' && value) folder = new URL(value).pathname;
  }
  if (tests === undefined || development.length === 0) {
    throw new Error('Needs --extensionDevelopmentPath and --extensionTestsPath');
  }
  return {
    development,
    tests,
    trust: args.includes('--disable-workspace-trust'),
    ...(folder === undefined ? {} : { folder }),
  };
}

const VALUED = new Set([
  '--extensionDevelopmentPath',
  '--extensionTestsPath',
  '--user-data-dir',
  '--extensions-dir',
  '--folder-uri',
]);

function split(argument: string): [string, string?] {
  const at = argument.indexOf('=');
  return at < 0 ? [argument] : [argument.slice(0, at), argument.slice(at + 1)];
}

/** What the workbench itself says at every start, between the lines of the tests. */
const CHATTER =
  /^(Resolv(ing|ed) connection token|Creating a socket|Ignoring fetching|No search provider|\[(AgentHost|AccountPolicyGate|reconnection|Service Worker))/;

/** What the caller meant for the tests; the rest of the environment stays outside. */
function testEnvironment(): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && /^(EASEL_|OPENAI_|CI$)/.test(name)) env[name] = value;
  }
  return env;
}

async function main(): Promise<number> {
  const { folder, development, tests, trust } = readArguments(process.argv.slice(2));
  const env = testEnvironment();
  const server = await startVsCode({ mode: 'tests', env, trust, ...(folder === undefined ? {} : { folder }) });
  const remote = (path: string) => `vscode-remote://127.0.0.1:${server.port}${path}`;
  const payload = [
    ...development.map((path) => ['extensionDevelopmentPath', remote(path)]),
    ['extensionTestsPath', remote(tests)],
    ['extensionEnvironment', JSON.stringify(env)],
  ];
  const browser = await chromium.launch({ executablePath: await installChromium(), args: [...CHROMIUM_FLAGS] });
  try {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    // The bare server has no such route, and without a key VS Code forgets its secrets at every reload.
    await page.route('**/mint-key', (route) => route.fulfill({ body: Buffer.alloc(32, 7) }));
    await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
      const line = format(...args);
      if (CHATTER.test(line)) return;
      (type === 'error' || type === 'warn' ? process.stderr : process.stdout).write(`${line}\n`);
    });
    const exit = new Promise<number>((resolve, reject) => {
      page.exposeFunction('codeAutomationExit', (code: number) => resolve(code)).catch(reject);
      page.once('crash', () => reject(new Error('The window of VS Code crashed')));
    });
    await page.goto(`${server.url}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
    return await exit;
  } finally {
    await browser.close();
    await server.stop();
  }
}

process.exit(await main());
