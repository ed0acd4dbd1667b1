import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** `rule: element` of everything serious or critical that axe finds on a page. */
export async function faultsOf(page: Page): Promise<readonly string[]> {
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  // Evaluated through the debugger: a script element would be refused by the page's policy.
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const { violations }: Pick<AxeResults, 'violations'> = await page.evaluate(`axe.run({ resultTypes: ['violations'] })`);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`));
}
