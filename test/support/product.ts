import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Locator } from 'playwright-core';
import { type AgentCaller, agentIn } from './agentCaller.ts';
import { root } from './host/install.ts';
import { type RunningVsCode, type Settings, type StartOptions, startVsCode } from './host/server.ts';
import { type FaultName, faults } from './imagesFaults.ts';
import { type Answer, type ImagesServer, startImagesServer } from './imagesServer.ts';
import { makeScratch } from './scratch.ts';
import { packageFolder } from './vsix.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

/** How long VS Code may take to notice that its settings file changed, before its window is reloaded. ms */
const SETTINGS_WITHIN = 3000;
/** ms */
const STEP_WITHIN = 30_000;

export interface ProductOptions extends Pick<StartOptions, 'trust' | 'env'> {
  /** Files of the workspace: their paths in it, and their texts or bytes. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** On top of `easel.baseUrl`, which is the loopback server's. */
  readonly settings?: Settings;
  readonly theme?: string;
  /** No folder is open: files are known by their whole paths. */
  readonly noFolder?: boolean;
  /** Installs what calls tools as an agent does. */
  readonly hasAgent?: boolean;
}

/** A person's VS Code with the VSIX that was packaged, a workspace of its own, and a loopback server of images. */
export interface Product {
  readonly workbench: Workbench;
  readonly images: ImagesServer;
  readonly vscode: RunningVsCode;
  /** Where `hasAgent` was said. */
  readonly agent: AgentCaller;
  /** The workspace. */
  readonly folder: string;
  /** Changes settings of the user and waits until the window has them; undefined takes one away. */
  setSettings(settings: Settings): Promise<void>;
  /** Names of everything in the save folder, sorted; none when there is no such folder. */
  assets(): Promise<string[]>;
  /** A file of the workspace. */
  read(path: string): Promise<Buffer>;
  /** Selects a text in a file of the workspace and runs "Easel: Generate Image". */
  generate(file: string, text: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it all; what was started is stopped when a later part does not start. */
export async function startProduct({
  files,
  settings,
  theme,
  noFolder,
  hasAgent,
  env,
  ...server
}: ProductOptions = {}): Promise<Product> {
  const scratch = makeScratch('product');
  const folder = join(scratch.path, 'work');
  await mkdir(folder, { recursive: true });
  for (const [path, text] of Object.entries(files ?? {})) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const agent = agentIn(scratch.path);
  const images = await startImagesServer();
  const open: (() => Promise<void>)[] = [() => images.close(), () => scratch.remove()];
  const stop = async () => {
    for (const close of open) await close();
  };
  try {
    const vscode = await startVsCode({
      ...server,
      mode: 'product',
      ...(!noFolder && { folder }),
      extensions: [
        join(root, 'out', 'easel.vsix'),
        ...(hasAgent ? [await packageFolder(join(import.meta.dirname, 'agent'), scratch.path)] : []),
      ],
      env: { ...env, ...agent.env },
      settings: { 'easel.baseUrl': images.baseUrl, ...settings },
    });
    open.unshift(() => vscode.stop());
    const workbench = await openWorkbench(vscode, theme === undefined ? {} : { theme });
    open.unshift(() => workbench.close());
    await workbench.offers(server.trust === false ? 'Easel: Show Images' : 'Easel: Generate Image');
    let turn = 0;
    let last = '';
    return {
      workbench,
      images,
      vscode,
      agent,
      folder,
      async setSettings(settings) {
        const wanted = JSON.stringify(Object.entries(settings));
        if (wanted === last) return;
        last = wanted;
        const title = `settings ${++turn}`;
        // The window takes all settings of the file at once, so its title tells when it has the others.
        await vscode.configure({ ...settings, 'window.title': title });
        const shown = (timeout: number) => workbench.page.waitForFunction(titleIs, title, { timeout });
        try {
          await shown(SETTINGS_WITHIN);
        } catch {
          // code-server's watcher goes deaf now and then, and for good. What was open comes back some time after the reload,
          // and what is opened before that lies over it.
          const editors = workbench.page.locator('.editor-instance:visible');
          const open = await editors.count();
          await workbench.reload();
          if (open > 0) await editors.nth(open - 1).waitFor();
          await shown(STEP_WITHIN);
        }
      },
      assets: async () => (await readdir(join(folder, 'assets')).catch(() => [])).sort(),
      read: (path) => readFile(join(folder, path)),
      async generate(file, text) {
        await workbench.openFile(file);
        await workbench.select(text);
        await workbench.command('Easel: Generate Image');
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What is done with each product that a `describe` uses. */
export interface ProductUse {
  /** When it has started. */
  prepare?(product: Product): Promise<void>;
  /** Before it is stopped. */
  leave?(product: Product): void;
}

/**
 * One product for all tests of a `describe`; each test begins with a server that has seen and been told nothing. After a try
 * that failed, of which a screenshot is left with the results, there is a new product: of what it left, such as a card or a
 * setting, the second try would fail as well.
 */
export function useProduct(options: ProductOptions = {}, use: ProductUse = {}): () => Product {
  let product: Product | undefined;
  let failed = false;
  const start = async () => {
    product = await startProduct(options);
    await use.prepare?.(product);
  };
  const stop = async () => {
    if (product) use.leave?.(product);
    await product?.stop();
    product = undefined;
  };
  before(async function () {
    this.timeout(180_000);
    await start();
  });
  beforeEach(async function () {
    this.timeout(180_000);
    if (failed) {
      await stop();
      await start();
    }
    failed = false;
    product?.images.reset();
  });
  afterEach(async function () {
    failed = hasFailed(this.currentTest);
    const name = this.currentTest?.title.replaceAll(/\W+/g, '-');
    if (failed) await product?.workbench.screenshot(join(root, 'out', 'results', `${name}.png`));
  });
  after(stop);
  return () => {
    if (!product) throw new Error('The product did not start');
    return product;
  };
}

/** Whether the try of a test that has just ended failed: one that is run again has no state. */
export function hasFailed(test: Mocha.Test | undefined): boolean {
  return test?.state !== 'passed' && test?.state !== 'pending';
}

/** Repeats what throws until it does not, or throws its last error. */
export async function eventually(check: () => void | Promise<void>, within = 20_000): Promise<void> {
  const end = Date.now() + within;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await delay(50);
  }
}

/** An answer that comes only after `release`. */
export function hold(then: Answer | FaultName = 'good'): { readonly answer: Answer; release(): void } {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  return {
    release: () => release(),
    async answer(request, response, around) {
      await released;
      await (typeof then === 'string' ? faults[then] : then)(request, response, around);
    },
  };
}

/** A button in Easel's panel by its whole name; the newest where there are several. */
export function panelButton({ workbench }: Pick<Product, 'workbench'>, name: string): Locator {
  return workbench.panel().getByRole('button', { name, exact: true }).first();
}

// ——— this runs in the page

function titleIs(title: string): boolean {
  return document.title.includes(title);
}
