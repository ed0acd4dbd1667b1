import assert from 'node:assert/strict';
import { type OpenPage, type PageHost, startPageHost } from '../support/pageHost.ts';
import { card, form, picture, stateMessage } from '../support/pageStates.ts';

describe('what an edit shows in the gallery and the form', function () {
  this.timeout(60_000);
  let host: PageHost;
  let opened: OpenPage;

  before(async function () {
    this.timeout(120_000);
    host = await startPageHost();
  });
  after(() => host.close());
  beforeEach(async () => {
    opened = await host.open();
    await opened.next('ready');
  });
  afterEach(() => opened.close());

  const cat = () => picture({ id: 'cat', src: host.image('#d98b4a', 64, 64), replaceLabel: 'Use Instead of cat.png' });

  it('asks for each thing that is done with an image', async () => {
    const { page, send, next } = opened;
    await send(stateMessage({ cards: [card({ pictures: [cat()] })] }));
    for (const [name, kind] of [
      ['Edit', 'edit'],
      ['Create Variations', 'vary'],
      ['Extend', 'extend'],
      ['Use Instead of cat.png', 'useInstead'],
    ] as const) {
      await page.getByRole('button', { name, exact: true }).click();
      assert.deepEqual(await next(kind), { kind, image: 'cat' });
    }
  });

  for (const [what, state] of [
    ['an image that cannot be edited', { trusted: true, editable: false }],
    ['an untrusted workspace', { trusted: false, editable: true }],
  ] as const) {
    it(`does not offer to edit in ${what}`, async () => {
      const { page, send } = opened;
      const { trusted, editable } = state;
      await send(stateMessage({ trusted, cards: [card({ pictures: [{ ...cat(), editable }] })] }));
      await page.getByRole('button', { name: 'More Actions…' }).waitFor();
      for (const name of ['Edit', 'Create Variations', 'Extend']) {
        assert.equal(await page.getByRole('button', { name, exact: true }).count(), 0, name);
      }
    });
  }

  it('shows the untouched answer while that is wanted, and saves it', async () => {
    const { page, send, next } = opened;
    const raw = { src: host.image('#4a8bd9', 96, 64), name: 'raw.png', width: 96, height: 64, facts: '96 × 64 · 3 kB' };
    const outside = 'The model had changed 12 % of what was to be kept.';
    await send(stateMessage({ cards: [card({ pictures: [{ ...cat(), raw, outside }] })] }));
    await page.getByText(outside).waitFor();
    const image = page.locator('.picture .frame img');
    const first = await image.getAttribute('src');
    const toggle = page.getByRole('button', { name: 'Show Untouched Answer' });
    assert.equal(await page.getByRole('button', { name: 'Save Untouched Answer As…' }).count(), 0);
    await toggle.click();
    assert.equal(await image.getAttribute('src'), raw.src);
    await page.getByText(raw.facts).waitFor();
    await page.getByRole('button', { name: 'Save Untouched Answer As…' }).click();
    assert.deepEqual(await next('saveRaw'), { kind: 'saveRaw', image: 'cat' });
    await toggle.click();
    assert.equal(await image.getAttribute('src'), first);
  });

  it('shows the original first, where no key leads', async () => {
    const { page, send } = opened;
    const original = { src: host.image('#8bd94a', 64, 64), name: 'garden.png', width: 64, height: 64 };
    await send(stateMessage({ cards: [card({ original, pictures: [cat()] })] }));
    const tiles = page.locator('.tile');
    await tiles.first().getByText('Original').waitFor();
    assert.equal(await tiles.first().getByRole('img', { name: 'garden.png' }).count(), 1);
    await page.locator('[data-tile]').focus();
    await page.keyboard.press('Home');
    assert.equal(await page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-image]')?.dataset.image), 'cat');
  });

  it('names the picture that variations are asked of, and what the button does then', async () => {
    const { page, send, next } = opened;
    const source = { src: host.image('#8bd94a', 64, 64), name: 'garden.png' };
    await send(stateMessage({ form: form({ prompt: 'A variation', source }) }));
    await page.getByText('Variations of garden.png').waitFor();
    await page.getByRole('button', { name: 'Create Variations' }).click();
    assert.deepEqual(await next('generate'), { kind: 'generate', form: 'form-1', prompt: 'A variation' });
  });
});
