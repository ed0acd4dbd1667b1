import assert from 'node:assert/strict';
import { openState } from '../support/everyState.ts';
import { HARD_TEXTS, type HardText, hardCard, hardForm, hardStates, lookAtFirst, unfold } from '../support/hardContent.ts';
import { type OpenPage, type PageHost, startPageHost } from '../support/pageHost.ts';
import { card, picture } from '../support/pageStates.ts';

describe('the page with texts that are hard to show', function () {
  this.timeout(60_000);
  let host: PageHost;
  let src: string;

  before(async function () {
    this.timeout(120_000);
    host = await startPageHost();
    src = host.image('#d98b4a', 64, 64);
  });
  after(() => host.close());

  for (const width of [300, 200]) {
    it(`has nothing that sticks out at ${width} px`, async function () {
      this.timeout(180_000);
      const out: string[] = [];
      for (const state of hardStates(host)) {
        const { page, close } = await openState(host, state, { width, height: 800 });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        if (wide > width) out.push(`${state.name}: ${wide} px`);
        out.push(...(await page.evaluate(brokenWords, ['Undo', 'Cancel', 'Compare'])).map((word) => `${state.name}: ${word}`));
        await close();
      }
      assert.deepEqual(out, []);
    });
  }

  /** Our own words that stand beside the text, in the gallery and above it. */
  const OURS = ['$0.05', '1024×1024', '2 images', 'Change it', 'is not allowed', '1536×1024', 'Edited from', 'edits of', 'Undo'];

  for (const what of ['hebrew', 'arabic', 'mixed', 'overrides'] satisfies HardText[]) {
    it(`lets its own words read from left to right beside: ${what}`, async () => {
      const text = HARD_TEXTS[what];
      const { page, close } = await openState(host, {
        name: what,
        state: {
          form: hardForm(text, src),
          cards: [hardCard(text, src)],
          gallery: { search: text, summary: 'what it was made from', family: true, older: false },
        },
      });
      await page.evaluate(unfold);
      assert.deepEqual(await page.evaluate(turnedRound, [...OURS, 'Style:', 'For', 'price unknown']), []);
      // The numbers stand behind the model in the line, and the cost behind both.
      const facts = await page.locator('.card .facts').first().evaluate(positions, ['1024×1024', '2 images', '$0.05']);
      assert.deepEqual(
        facts,
        [...facts].sort((a, b) => a - b),
      );
      await close();
    });
  }

  it('types and searches from right to left in Hebrew, and says its own sentences from left to right', async () => {
    const text = HARD_TEXTS.hebrew;
    const { page, close } = await openState(host, {
      name: 'directions',
      state: {
        form: hardForm(text, src),
        cards: [hardCard(text, src)],
        gallery: { search: text, family: false, older: false },
      },
    });
    await page.evaluate(unfold);
    const direction = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((element) => getComputedStyle(element).direction);
    for (const selector of ['#prompt', '.search input', '.prompt h2', '.picture details p', '.picture .name']) {
      assert.equal(await direction(selector), 'rtl', selector);
    }
    for (const selector of ['.lineage .link', '.discarded .name']) {
      assert.equal(await direction(selector), 'ltr', selector);
    }
    await close();
  });

  it('takes markup, links to commands and signs for text', async () => {
    const text = HARD_TEXTS.markup;
    const one = await openState(host, { name: 'markup', state: { form: hardForm(text, src), cards: [hardCard(text, src)] } });
    await one.page.evaluate(unfold);
    assert.equal(await one.page.locator('b, a, img[src="x"], script:not([nonce]), .codicon-trash + b').count(), 0);
    assert.equal(await one.page.locator('.card h2').textContent(), text);
    assert.equal(await one.page.locator('.picture details p').first().textContent(), text);
    await lookAtFirst(one);
    assert.deepEqual(await one.page.locator('.look-text p').allTextContents(), [text, text]);
    assert.equal(await one.page.locator('.look :is(b, a)').count(), 0);
    assert.deepEqual(one.complaints, []);
    await one.close();
  });

  it('folds a text of 100 kB until it is asked for, and copies it whole', async () => {
    const text = HARD_TEXTS.hebrew.repeat(2200);
    const one = await openState(
      host,
      { name: 'long', state: { cards: [card({ prompt: text, pictures: [picture({ id: 'cat', src, revisedPrompt: text })] })] } },
      { width: 300 },
    );
    const { page } = one;
    const heading = page.locator('.card h2');
    assert.ok(((await heading.textContent()) ?? '').length < 2000, 'a screen reader would read all of it');
    await page.evaluate(unfold);
    const revised = page.locator('.picture details');
    assert.ok(((await revised.boundingBox())?.height ?? 0) < 1600, 'nobody finds the next card');
    await revised.getByRole('button', { name: 'Show more' }).click();
    assert.equal(await revised.locator('p').textContent(), text);
    await revised.getByRole('button', { name: 'Show less' }).click();
    await lookAtFirst(one);
    const looked = page.locator('.look-text').nth(1);
    assert.ok(((await looked.locator('p').textContent()) ?? '').length < 5000);
    await looked.getByRole('button', { name: 'Show more' }).click();
    assert.equal(await looked.locator('p').textContent(), text);
    await looked.getByRole('button', { name: 'Copy Revised Prompt' }).click();
    assert.deepEqual(await one.next('copyPrompt'), { kind: 'copyPrompt', image: 'cat', of: 'revised' });
    await one.close();
  });

  it('names its buttons with a beginning of a long prompt that turns nothing round', async () => {
    const one: OpenPage = await openState(host, {
      name: 'names',
      state: { cards: [card({ prompt: `${HARD_TEXTS.overrides} 👩‍👩‍👧‍👦`.repeat(30) })] },
    });
    const name = (await one.page.locator('.card vscode-button').first().getAttribute('aria-label')) ?? '';
    assert.match(name, /^Generate Again: /);
    assert.ok(name.length < 90);
    assert.doesNotMatch(name.replace(/[\u2068\u2069]/g, ''), /[\u202A-\u202E\u2066-\u2069]/);
    assert.doesNotMatch(name, /\p{Surrogate}/u, 'half a character');
    await one.close();
  });
});

// ——— this runs in the page

/** Where each of some texts begins in an element; px. */
function positions(element: Element, texts: readonly string[]): readonly number[] {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const found = new Map<string, number>();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const text of texts) {
      const at = node.textContent?.indexOf(text) ?? -1;
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const { left, top } = range.getBoundingClientRect();
      found.set(text, left + top * 10_000);
    }
  }
  return texts.map((text) => found.get(text) ?? Number.NaN);
}

/** Which of some texts, wherever they are shown, do not go on to the right or below with every letter; also those that are not shown. */
function turnedRound(texts: readonly string[]): readonly string[] {
  const wrong = new Set<string>();
  const shown = new Set<string>();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement?.closest('textarea, script, .visually-hidden')) continue;
    for (const text of texts) {
      const start = node.textContent?.indexOf(text) ?? -1;
      if (start < 0) continue;
      let before = Number.NEGATIVE_INFINITY;
      for (let at = start; at < start + text.length; at++) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const { left, top, width } = range.getBoundingClientRect();
        if (width === 0) continue;
        shown.add(text);
        if (left + top * 10_000 < before - 1) wrong.add(text);
        before = left + top * 10_000;
      }
    }
  }
  return [...wrong, ...texts.filter((text) => !shown.has(text)).map((text) => `${text} is not shown`)];
}

/** Which of some words stand on a button in several lines. */
function brokenWords(words: readonly string[]): readonly string[] {
  return [...document.querySelectorAll('button')]
    .filter(({ textContent }) => words.includes(textContent?.trim() ?? ''))
    .filter((button) => {
      const range = document.createRange();
      range.selectNodeContents(button);
      const tops = [...range.getClientRects()].filter(({ width }) => width > 0).map(({ top, height }) => top + height / 2);
      return tops.length > 0 && Math.max(...tops) - Math.min(...tops) > 8;
    })
    .map(({ textContent }) => `${textContent?.trim()} is broken`);
}
