import assert from 'node:assert/strict';
import type { OpenPage, PageHost } from '../support/pageHost.ts';
import { startPageHost } from '../support/pageHost.ts';
import { card, picture, stateMessage } from '../support/pageStates.ts';

const GONE = 'The file is not there any more. Put it back in its place.';

describe('a picture whose file is gone, on the page', () => {
  let host: PageHost;
  let open: OpenPage | undefined;

  before(async () => {
    host = await startPageHost();
  });
  after(() => host.close());
  afterEach(async () => {
    assert.deepEqual(open?.complaints ?? [], []);
    await open?.close();
    open = undefined;
  });

  for (const width of [600, 200]) {
    it(`says so at ${width} px, offers what needs no file, and is shown again when it is back`, async () => {
      open = await host.open({ width });
      const { page, send, next } = open;
      await next('ready');
      const one = picture({ id: 'cat', name: 'cat.png', src: host.image('#aa3333', 64, 64) });
      await send(stateMessage({ cards: [card({ pictures: [one] })] }));
      const tile = page.locator('[data-image="cat"]');
      await tile.getByRole('img', { name: one.alt || one.name }).waitFor();
      await send(stateMessage({ cards: [card({ pictures: [{ ...one, missing: GONE }] })] }));
      await tile.getByText(GONE).waitFor();
      assert.equal(await tile.locator('img').count(), 0, 'what the browser still has of it is not shown');
      const names = await tile
        .getByRole('toolbar')
        .getByRole('button')
        .evaluateAll((all) => all.map((button) => button.getAttribute('aria-label') ?? button.textContent?.trim()));
      assert.deepEqual(names, ['Remove from History', 'Star']);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
      await tile.getByRole('button', { name: 'Remove from History' }).click();
      assert.equal((await next('removeFromHistory')).image, 'cat');
      await send(stateMessage({ cards: [card({ pictures: [one] })] }));
      await tile.locator('img').waitFor();
    });
  }
});
