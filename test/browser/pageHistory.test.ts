import assert from 'node:assert/strict';
import type { GalleryView } from '../../src/core/galleryView.ts';
import type { OpenPage, PageHost } from '../support/pageHost.ts';
import { startPageHost } from '../support/pageHost.ts';
import { card, picture, stateMessage } from '../support/pageStates.ts';
import { eventually } from '../support/product.ts';

const COLORS = ['#aa3333', '#33aa33', '#3333aa', '#aaaa33'];

describe('the history on the page', () => {
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

  const gallery = (part: Partial<GalleryView> = {}): GalleryView => ({ search: '', family: false, older: false, ...part });
  const cards = (from: number, count: number, size = 64) =>
    Array.from({ length: count }, (_, index) => {
      const n = from + index;
      const src = host.image(COLORS[n % COLORS.length] ?? '#000000', size, size);
      return card({
        id: `run-${n}`,
        prompt: `Picture ${n}`,
        startedAt: 1_000_000 - n,
        pictures: [picture({ id: `image-${n}`, src, width: size, height: size, facts: `${size} × ${size} · 1 kB` })],
      });
    });

  async function start(width = 600): Promise<OpenPage> {
    open = await host.open({ width });
    await open.next('ready');
    return open;
  }

  it('asks the host for what is typed, once it is typed, and shows everything again on Escape and by the button', async () => {
    const { page, send, next, received } = await start();
    await send(stateMessage({ cards: cards(0, 3), gallery: gallery() }));
    const box = page.getByRole('textbox', { name: 'Search Images' });
    await box.pressSequentially('cat in a hat', { delay: 10 });
    assert.equal((await next('search')).text, 'cat in a hat');
    assert.equal(received.filter(({ kind }) => kind === 'search').length, 1);

    await send(stateMessage({ cards: [], gallery: gallery({ search: 'cat in a hat', summary: 'No image matches.' }) }));
    await page.getByRole('status').filter({ hasText: 'No image matches.' }).waitFor();
    assert.equal(await page.getByText('No images yet').count(), 0);
    assert.equal(await box.inputValue(), 'cat in a hat');
    await box.press('Escape');
    assert.equal((await next('search')).text, '');
    assert.equal(await box.inputValue(), '');

    await box.pressSequentially('dog');
    await next('search');
    await page.getByRole('button', { name: 'Clear Search' }).click();
    assert.equal((await next('search')).text, '');
    assert.ok(await box.evaluate((one) => one === document.activeElement));
  });

  it('keeps what is being typed when an answer to less comes in, and takes the host’s word when it shows all again', async () => {
    const { page, send, next } = await start();
    await send(stateMessage({ cards: cards(0, 3), gallery: gallery() }));
    const box = page.getByRole('textbox', { name: 'Search Images' });
    await box.pressSequentially('cat');
    await next('search');
    await box.pressSequentially('s and dogs');
    await send(stateMessage({ cards: cards(0, 1), gallery: gallery({ search: 'cat', summary: '1 image matches.' }) }));
    assert.equal(await box.inputValue(), 'cats and dogs');
    await next('search');
    await send(stateMessage({ cards: cards(0, 1), gallery: gallery({ search: 'cats and dogs', summary: '1 image matches.' }) }));
    await send(stateMessage({ cards: cards(0, 3), gallery: gallery() }));
    await eventually(async () => assert.equal(await box.inputValue(), ''));
  });

  it('shows what was searched for before the page came back', async () => {
    const { page, send } = await start();
    await send(stateMessage({ cards: cards(0, 1), gallery: gallery({ search: 'fox', summary: '1 image matches.' }) }));
    assert.equal(await page.getByRole('textbox', { name: 'Search Images' }).inputValue(), 'fox');
  });

  it('asks for older images by the keyboard, and goes on with the first of them', async () => {
    const { page, send, next } = await start();
    await send(stateMessage({ cards: cards(0, 2), gallery: gallery({ older: true }) }));
    await page.getByRole('button', { name: 'Show Older Images' }).focus();
    await page.keyboard.press('Enter');
    await next('older');
    await send(stateMessage({ cards: cards(0, 4), gallery: gallery() }));
    await eventually(async () => {
      assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-card')), 'run-2');
    });
    assert.equal(await page.getByRole('button', { name: 'Show Older Images' }).count(), 0);
  });

  it('does not read out what comes back out of the history, only what is new', async () => {
    const { page, send } = await start();
    const failed = card({ id: 'old', startedAt: 5, failures: [{ sentence: 'It failed long ago.', buttons: [] }] });
    await send(stateMessage({ cards: cards(0, 2), gallery: gallery() }));
    await send(stateMessage({ cards: [...cards(0, 2), failed], gallery: gallery() }));
    const now = card({ id: 'new', startedAt: 2_000_000, failures: [{ sentence: 'It failed just now.', buttons: [] }] });
    await send(stateMessage({ cards: [now, ...cards(0, 2), failed], gallery: gallery() }));
    const said = page.locator('.visually-hidden[role=status]');
    await eventually(async () => assert.equal(await said.innerText(), 'It failed just now.'));
  });

  it('says where images come from and what was made from them, each as a way to get there', async () => {
    const { page, send, next } = await start();
    const [first] = cards(0, 1);
    assert.ok(first);
    const lineage = [
      { label: 'Edited from cat.png', image: 'cat', leads: 'image' },
      { label: '2 variations of image-0.png', image: 'image-0', leads: 'family' },
    ] as const;
    await send(stateMessage({ cards: [{ ...first, lineage }], gallery: gallery() }));
    await page.getByRole('button', { name: 'Edited from cat.png' }).click();
    assert.equal((await next('showImage')).image, 'cat');
    await page.getByRole('button', { name: '2 variations of image-0.png' }).click();
    assert.equal((await next('showFamily')).image, 'image-0');
    const summary = 'image-0.png, what it was made from, and what was made from it.';
    await send(stateMessage({ cards: [first], gallery: gallery({ family: true, summary }) }));
    await page.getByRole('status').filter({ hasText: summary }).waitFor();
    await page.getByRole('button', { name: 'Show All Images' }).click();
    assert.equal((await next('search')).text, '');
  });

  it('says it in plain text where that picture is not one of ours', async () => {
    const { page, send } = await start();
    const [first] = cards(0, 1);
    assert.ok(first);
    await send(
      stateMessage({ cards: [{ ...first, lineage: [{ label: 'Edited from hero.png', leads: 'image' }] }], gallery: gallery() }),
    );
    await page.getByText('Edited from hero.png').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Edited from hero.png' }).count(), 0);
  });

  it('takes 200 images without loading or laying out those that are far away, and a key still moves at once', async () => {
    const { page, send } = await start();
    const requests: string[] = [];
    page.on('request', (request) => /\/image\//.test(request.url()) && requests.push(request.url()));
    // Each card has an image of its own: a shared one would be loaded once anyway.
    const many = cards(0, 200).map((one, n) => ({
      ...one,
      pictures: one.pictures.map((shown) => ({
        ...shown,
        src: host.image(`#${n.toString(16).padStart(6, '0')}`, 1024, 1024),
        width: 1024,
        height: 1024,
      })),
    }));
    await send(stateMessage({ cards: many, gallery: gallery({ older: true }) }));
    await page.locator('.tile.picture img').first().waitFor();
    await eventually(async () => assert.equal(await page.locator('.card').count(), 200));
    await eventually(async () =>
      assert.ok(
        await page
          .locator('.tile.picture img')
          .first()
          .evaluate((one) => one instanceof HTMLImageElement && one.complete),
      ),
    );
    assert.ok(requests.length < 40, `${requests.length} of 200 images were loaded`);

    await page.locator('[data-tile]').first().focus();
    await page.keyboard.press('End');
    await eventually(async () => {
      const place = await page.evaluate(() => document.activeElement?.closest('[data-image]')?.getAttribute('data-image'));
      assert.equal(place, 'image-199');
    });
    await page
      .locator('[data-image="image-199"] img')
      .evaluate(async (one) => (one instanceof HTMLImageElement ? one.decode() : undefined));
    const last = await page.locator('[data-image="image-199"] .frame').boundingBox();
    assert.ok(last && last.y < 900 && last.y + last.height > 0, 'it is on the screen');
  });

  it('fits into 200 px', async () => {
    const { page, send } = await start(200);
    const [first] = cards(0, 1);
    assert.ok(first);
    const lineage = [{ label: 'Edited from a-very-long-name-of-a-picture-of-a-cat.png', image: 'cat', leads: 'image' }] as const;
    await send(
      stateMessage({
        cards: [{ ...first, lineage }],
        gallery: gallery({ search: 'cat', summary: '1 image matches.', older: true }),
      }),
    );
    await page.getByRole('button', { name: 'Show Older Images' }).waitFor();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
  });
});
