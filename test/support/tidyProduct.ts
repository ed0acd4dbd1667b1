import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { root } from './host/install.ts';
import type { Settings } from './host/server.ts';
import { eventually, type Product, type ProductOptions, startProduct } from './product.ts';
import type { Workbench } from './workbench.ts';

/**
 * One product for all tests of a `describe`. After each everything is saved and closed, and the server forgets; where a
 * test fails, a screenshot is left with the results. At the end nothing may be on the console, stopped by the CSP, sent
 * where a redirect led, or sent against OpenAI's schema.
 */
export function useTidyProduct(options: ProductOptions = {}): () => Product {
  let product: Product | undefined;
  const wrong: string[] = [];
  let last: string | undefined;
  before(async () => {
    product = await startProduct(options);
  });
  beforeEach(async function () {
    const title = this.currentTest?.fullTitle();
    // What the first run left in a document, such as a reference, would make the second fail of it.
    if (title === last) await product?.restore();
    last = title;
  });
  afterEach(async function () {
    const { title = '', state } = this.currentTest ?? {};
    if (!product) return;
    if (state === 'failed') {
      await product.workbench.screenshot(join(root, 'out', 'results', `${title.replaceAll(/\W+/g, '-')}.png`));
    }
    wrong.push(...product.images.violations, ...product.images.strays);
    await tidy(product);
  });
  after(async () => {
    wrong.push(...(product?.workbench.consoleErrors ?? []).filter(isOurs), ...(product?.workbench.cspViolations ?? []));
    await product?.stop();
    assert.deepEqual(wrong, []);
  });
  return () => {
    assert.ok(product, 'the product runs');
    return product;
  };
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
  // What a failed test left open must not stop the next one.
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
