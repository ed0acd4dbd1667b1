import assert from 'node:assert/strict';
import { faultsOf } from '../support/axe.ts';
import { openLook } from '../support/lookStage.ts';
import { type PageHost, startPageHost } from '../support/pageHost.ts';

describe('looking closely, for everybody', function () {
  this.timeout(60_000);
  let host: PageHost;

  before(async function () {
    this.timeout(120_000);
    host = await startPageHost();
  });
  after(() => host.close());

  for (const theme of ['light', 'dark', 'hc'] as const) {
    it(`has no serious fault that axe finds, alone, over each other and side by side, in ${theme}`, async () => {
      const { page, close } = await openLook(host, 'cat', {}, { theme, height: 1200, reducedMotion: true });
      assert.deepEqual(await faultsOf(page), []);
      await page.keyboard.press('v');
      await page.getByRole('slider').waitFor();
      assert.deepEqual(await faultsOf(page), []);
      await page.getByRole('button', { name: 'Side by Side' }).click();
      await page.locator('.look .stage').nth(1).waitFor();
      assert.deepEqual(await faultsOf(page), []);
      assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
      await close();
    });
  }
});
