import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Locator } from 'playwright-core';
import { root } from './host/install.ts';
import { faults } from './imagesFaults.ts';
import type { Answer } from './imagesServer.ts';
import { type Product, type ProductOptions, startProduct } from './product.ts';

/** What tests in the workbench do again and again, on one product. */
export interface TestedProduct extends Product {
  /** Names of the files in `assets`, sorted; none while there is no such folder. */
  assets(): Promise<string[]>;
  read(path: string): Promise<Buffer>;
  /** Selects a text of a file and runs Easel: Generate Image from the palette. */
  generate(file: string, text: string): Promise<void>;
  /** The button of the panel with that whole name; the first of several. */
  button(name: string | RegExp): Locator;
  /** The finished pictures in the panel with that alt text, newest run first. */
  pictures(alt: string): Locator;
}

/**
 * One product for all tests of a `describe`. After each everything is saved and closed, and the server forgets; where a
 * test fails, a screenshot is left with the results. At the end nothing may be on the console, stopped by the CSP, sent
 * where a redirect led, or sent against OpenAI's schema.
 */
export function useProduct(options: ProductOptions = {}): () => TestedProduct {
  let product: TestedProduct | undefined;
  const wrong: string[] = [];
  before(async () => {
    product = extend(await startProduct(options));
  });
  afterEach(async function () {
    const { title, state } = this.currentTest ?? {};
    if (!product) return;
    if (state === 'failed')
      await product.workbench.screenshot(join(root, 'out', 'results', `${title?.replaceAll('/', ' ')}.png`));
    wrong.push(...product.images.violations, ...product.images.strays);
    await tidy(product);
  });
  after(async () => {
    wrong.push(...(product?.workbench.consoleErrors ?? []), ...(product?.workbench.cspViolations ?? []));
    await product?.stop();
    assert.deepEqual(wrong, []);
  });
  return () => {
    assert.ok(product, 'the product runs');
    return product;
  };
}

function extend(product: Product): TestedProduct {
  const { folder, workbench } = product;
  return {
    ...product,
    assets: async () => (await readdir(join(folder, 'assets')).catch(() => [])).toSorted(),
    read: (path) => readFile(join(folder, path)),
    async generate(file, text) {
      await workbench.openFile(file);
      await workbench.select(text);
      await workbench.command('Easel: Generate Image');
    },
    button: (name) =>
      workbench
        .panel()
        .getByRole('button', { name, ...(typeof name === 'string' && { exact: true }) })
        .first(),
    pictures: (alt) => workbench.panel().locator('.tile.picture').getByRole('img', { name: alt, exact: true }),
  };
}

async function tidy({ workbench, images }: Product): Promise<void> {
  // What a failed test left open must not stop the next one.
  await workbench.page.keyboard.press('Escape');
  const open = workbench.page.locator('.tabs-container .tab');
  if ((await open.count()) > 0) {
    await workbench.command('File: Save All Files');
    await eventually(async () => assert.equal(await workbench.page.locator('.tabs-container .tab.dirty').count(), 0));
    await workbench.command('View: Close All Editors');
    await eventually(async () => assert.equal(await open.count(), 0));
  }
  await workbench.command('Notifications: Clear All Notifications');
  images.reset();
}

/** An answer that waits until it is released. */
export function hold(answer: Answer = faults.good): { readonly answer: Answer; release(): void } {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  return {
    async answer(request, response, around) {
      await released;
      await answer(request, response, around);
    },
    release: () => release(),
  };
}

/** Repeats a check until it holds; throws its last complaint when that takes longer than `within` ms. */
export async function eventually(check: () => unknown, within = 20_000): Promise<void> {
  const end = Date.now() + within;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await delay(50);
    }
  }
}
