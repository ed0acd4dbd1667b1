import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { type PageHost, partial, startPageHost } from '../support/pageHost.ts';
import { card, form, pending, picture, stateMessage } from '../support/pageStates.ts';

describe('the page for everybody', function () {
  this.timeout(20_000);
  let host: PageHost;
  let axe: string;

  before(async function () {
    this.timeout(120_000);
    host = await startPageHost();
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  });
  after(() => host.close());

  for (const theme of ['light', 'dark', 'hc'] as const) {
    it(`has no serious fault that axe finds in ${theme}`, async () => {
      const { page, send, close, next } = await host.open({ theme, reducedMotion: true, height: 3000, left: { expanded: true } });
      await next('ready');
      const src = host.image('#d98b4a', 64, 64);
      const cards = [
        card({
          running: true,
          pending: [pending(), pending({ id: 'b', call: 'b', until: Date.now() + 9000 })],
          notes: ['A note.'],
        }),
        card({
          id: 'run-2',
          prompt: 'A long prompt. '.repeat(100),
          pictures: [
            picture({ id: 'cat', src, state: 'inserted', revisedPrompt: 'A cat' }),
            picture({ id: 'dog', src, insertCopies: true, insertLabel: 'Copy Reference' }),
            picture({ id: 'hen', src: host.missing }),
            picture({ id: 'fox', src, state: 'discarded' }),
          ],
        }),
        card({
          id: 'run-3',
          failures: [
            {
              sentence: 'It was refused.',
              detail: 'safety',
              requestId: 'req_1',
              buttons: [{ step: 'tryAgain', label: 'Try Again' }],
            },
          ],
          buttons: [{ step: 'setKey', label: 'Set API Key…' }],
        }),
      ];
      for (const message of [
        stateMessage(),
        stateMessage({
          form: form({ prompt: 'A cat', reason: 'It is long.', target: 'Into post.md:12' }),
          cards,
          selected: 'cat',
        }),
      ]) {
        await send(message);
        await send(partial('run-1', 'call-1', '#c04a8b'));
        assert.deepEqual(await faults(page, axe), []);
      }
      await page.getByRole('combobox', { name: 'Model' }).click();
      assert.deepEqual(await faults(page, axe), []);
      await page.getByRole('button', { name: 'More Actions…' }).first().click();
      await page.getByRole('menuitem', { name: 'Copy Path' }).waitFor();
      assert.deepEqual(await faults(page, axe), []);
      await close();
    });
  }

  it('reaches everything by Tab', async () => {
    const { page, send, close, next } = await host.open({ left: { expanded: true } });
    await next('ready');
    const src = host.image('#d98b4a', 64, 64);
    await send(stateMessage({ form: form({ prompt: 'A cat' }), cards: [card({ pictures: [picture({ id: 'cat', src })] })] }));
    const reached: string[] = [];
    for (;;) {
      await page.keyboard.press('Tab');
      const name = await page.evaluate(() => {
        const at = document.activeElement;
        return at === document.body
          ? ''
          : (at?.getAttribute('aria-label') ?? at?.getAttribute('label') ?? at?.textContent) || at?.id || at?.localName;
      });
      if (!name || reached.length > 40) break;
      reached.push(name);
    }
    assert.deepEqual(reached, [
      'History…',
      'Add Reference…',
      'prompt',
      'Options',
      'field-model',
      'field-size',
      'Quality',
      'Background',
      'Count',
      'Generate',
      'button',
      'Insert into post.md:12',
      'Star',
      'Copy Reference',
      'Edit',
      'Create Variations',
      'Extend',
      'Discard',
      'More Actions…',
      'Generate Again: A white siamese cat on a windowsill, soft morning light…',
    ]);
    await close();
  });

  it('moves nothing for those who want no motion', async () => {
    const { page, send, close, next } = await host.open({ reducedMotion: true });
    await next('ready');
    await send(stateMessage({ cards: [card({ running: true, pending: [pending()] })] }));
    await page.locator('.shimmer').waitFor();
    assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
    await close();
  });
});

/** `rule: element` of everything serious or critical. */
async function faults(page: Awaited<ReturnType<PageHost['open']>>['page'], axe: string): Promise<readonly string[]> {
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  // Evaluated through the debugger: a script element would be refused by the page's policy.
  await page.evaluate(axe);
  const { violations }: Pick<AxeResults, 'violations'> = await page.evaluate(`axe.run({ resultTypes: ['violations'] })`);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`));
}
