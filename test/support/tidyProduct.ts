import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Settings } from './host/server.ts';
import { eventually, hasFailed, type Product, type ProductOptions, type ProductUse, useProduct } from './product.ts';
import type { Workbench } from './workbench.ts';

/**
 * One product for all tests of a `describe`; `prepare` is done with it at the start. After each test everything is saved and
 * closed, and the server forgets. At the end nothing may be on the console, stopped by the CSP, sent where a redirect led, or
 * sent against OpenAI's schema.
 */
export function useTidyProduct(options: ProductOptions = {}, prepare?: ProductUse['prepare']): () => Product {
  const wrong: string[] = [];
  const product = useProduct(options, {
    ...(prepare && { prepare }),
    leave: ({ workbench }) => wrong.push(...workbench.consoleErrors.filter(isOurs), ...workbench.cspViolations),
  });
  afterEach(async function () {
    const { images } = product();
    wrong.push(...images.violations, ...images.strays);
    // In a window where something went wrong tidying up may hang, and the next test gets another.
    if (!hasFailed(this.currentTest)) await tidy(product());
  });
  after(() => assert.deepEqual(wrong, []));
  return product;
}

/** While a window reloads its webviews ask a server that is not connected yet; the page asks for an image once more. */
function isOurs(error: string): boolean {
  return !/status of 404 .*vscode-resource/.test(error);
}

/** The finished pictures in the panel with that alt text, newest run first. */
export function picturesOf({ workbench }: Pick<Product, 'workbench'>, alt: string): Locator {
  return workbench.panel().locator('.tile.picture').getByRole('img', { name: alt, exact: true });
}

/** Changes the user's settings and reloads the window, with all editors closed: VS Code's watch on the file gets lost after a while in this host. */
export async function reloadWith({ vscode, workbench }: Product, settings: Settings): Promise<void> {
  // Before: what is unsaved comes back some time after the reload, when Save All has already found nothing to save.
  await closeAll(workbench);
  await vscode.configure(settings);
  await workbench.reload();
}

async function tidy({ workbench, images }: Product): Promise<void> {
  // What a test left open must not stop the next one.
  if (await workbench.page.locator('.quick-input-widget').isVisible()) await workbench.page.keyboard.press('Escape');
  await closeAll(workbench);
  await workbench.command('Notifications: Clear All Notifications');
  images.reset();
}

async function closeAll(workbench: Workbench): Promise<void> {
  const tabs = workbench.page.locator('.tabs-container .tab');
  if ((await tabs.count()) === 0) return;
  await workbench.command('File: Save All Files');
  await eventually(async () => assert.equal(await workbench.page.locator('.tabs-container .tab.dirty').count(), 0));
  await workbench.command('View: Close All Editors');
  await eventually(async () => assert.equal(await tabs.count(), 0));
}
