import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

let source: Promise<string> | undefined;

/** Everything that axe finds on a page, whatever its impact: `rule: element, and why`. */
export async function faultsOf(page: Page): Promise<readonly string[]> {
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  source ??= readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  // Evaluated through the debugger: a script element would be refused by the page's policy. So would what it preloads.
  await page.evaluate(await source);
  const { violations }: Pick<AxeResults, 'violations'> = await page.evaluate(
    `axe.run({ preload: false, resultTypes: ['violations'] })`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`),
  );
}
