import assert from 'node:assert/strict';
import { faultsOf } from '../support/axe.ts';
import { everyState, openState } from '../support/everyState.ts';
import { type PageHost, startPageHost } from '../support/pageHost.ts';

describe('the page in every state', function () {
  this.timeout(60_000);
  let host: PageHost;

  before(async function () {
    this.timeout(120_000);
    host = await startPageHost();
  });
  after(() => host.close());

  for (const theme of ['light', 'dark', 'hc', 'hcLight'] as const) {
    it(`has nothing that axe finds in ${theme}`, async function () {
      this.timeout(180_000);
      const found: string[] = [];
      for (const state of everyState(host)) {
        const { page, close } = await openState(host, state, { theme, width: 900, height: 1400 });
        found.push(...(await faultsOf(page)).map((fault) => `${state.name}: ${fault}`));
        await close();
      }
      assert.deepEqual(found, []);
    });
  }

  for (const [why, width] of [
    ['is as narrow as 200 px', 200],
    ['is zoomed to 200 % in a panel of 600 px', 300],
  ] as const) {
    it(`has nothing that sticks out when it ${why}`, async function () {
      this.timeout(180_000);
      const out: string[] = [];
      for (const state of everyState(host)) {
        const { page, close } = await openState(host, state, { width, height: 800 });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        if (wide > width) out.push(`${state.name}: ${wide} px`);
        await close();
      }
      assert.deepEqual(out, []);
    });
  }
});
