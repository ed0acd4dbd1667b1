import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { type Product, panelButton } from '../support/product.ts';
import { picturesOf, useTidyProduct } from '../support/tidyProduct.ts';

const CAT = 'A cat on a red chair';
const BAD = 'A cat on a blue chair';

for (const theme of ['Light Modern', 'Dark Modern', 'Default High Contrast']) {
  describe(`the panel in VS Code’s ${theme}`, () => {
    const product = useTidyProduct({ theme, files: { 'post.md': `# Post\n\n${CAT}\n\n${BAD}\n` } });

    it('has no serious fault that axe finds, and breaks no word of its own', async () => {
      const { workbench, images, generate } = product();
      await generate('post.md', CAT);
      await picturesOf(product(), CAT).waitFor();
      images.answer('moderation');
      await generate('post.md', BAD);
      await panelButton(product(), 'Edit Prompt').waitFor();
      assert.deepEqual(workbench.cspViolations, []);
      assert.deepEqual(await faults(product()), []);
      // axe has a style element of its own, which the page's policy stops; it works without.
      workbench.cspViolations.splice(0);

      const toggle = workbench.panel().getByRole('button', { name: 'Options' });
      const line = await toggle.evaluate((button) => Number.parseFloat(getComputedStyle(button).fontSize) * 2);
      assert.ok(((await toggle.boundingBox())?.height ?? line) < line, 'the options’ summary is one line');
    });
  });
}

/** What axe finds in the page inside the webview. */
async function faults({ workbench }: Product): Promise<readonly string[]> {
  const body = await workbench.panel().locator('body').elementHandle();
  const frame = await body?.ownerFrame();
  assert.ok(frame, 'the panel has a page');
  // Evaluated through the debugger: a script element would be refused by the page's policy.
  await frame.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  // The window around it is VS Code's.
  const { violations }: Pick<AxeResults, 'violations'> = await frame.evaluate(
    `axe.run({ resultTypes: ['violations'], preload: false })`,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`));
}
