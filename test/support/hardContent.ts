/** The page with texts that are hard to show: right to left, hostile, very long. */
import { isolate } from '../../src/core/bidi.ts';
import type { CardView, PictureView } from '../../src/core/protocol.ts';
import type { ShownState } from './everyState.ts';
import type { OpenPage, PageHost } from './pageHost.ts';
import { card, editor, form, picture } from './pageStates.ts';

/** Texts by what is hard about them. */
export const HARD_TEXTS = {
  hebrew: 'חתול לבן על אדן החלון, 3 ציפורים ו-2 ענני נוצה',
  arabic: 'قطة بيضاء على حافة النافذة، الساعة 12:30',
  mixed: 'שלט עם הכיתוב OPEN 24/7 (ליד הדלת) and a cat',
  /** Ends what it did not begin, and begins what nothing ends. */
  overrides: '\u2069\u202C\u2067cat\u202Egnp.exe\u2066',
  markup:
    '<img src=x onerror=alert(1)><b>bold</b> [Quit](command:workbench.action.quit) ![x](https://example.com/x.png) **b** $(trash) &lt;',
  emoji: '👩‍👩‍👧‍👦🏳️‍🌈👍🏽 a\u0300\u0301\u0302\u0303\u0304 Z\u0351\u034B\u0343\u036A zero\u200Bwidth\u200Djoin\uFEFF',
  word: 'Donaudampfschifffahrt'.repeat(20),
} as const;
export type HardText = keyof typeof HARD_TEXTS;

/** A card that has a text everywhere where a card can have one; its sentences are made as the host makes them. */
export function hardCard(text: string, src: string, id = 'run-1'): CardView {
  const name = nameFor(text);
  const one = (which: string, part: Partial<PictureView> = {}) => {
    const replaceLabel = `Use Instead of ${isolate(name)}`;
    return picture({ id: `${id}-${which}`, src, name, alt: text, revisedPrompt: text, replaceLabel, ...part });
  };
  const sentence = `The content policy refused the prompt (${isolate(text)}). Change it.`;
  return card({
    id,
    prompt: text,
    facts: `${isolate(text)} · 1024×1024 · medium · 2 images`,
    cost: '$0.05',
    original: { src, name, width: 64, height: 64 },
    style: { name: text, sent: `${text}, ${text}` },
    references: [{ src, name }],
    notes: [`${isolate(text)} is not allowed: 1536×1024.`],
    failures: [{ sentence, detail: text, requestId: text, buttons: [] }],
    lineage: [
      { label: `Edited from ${isolate(name)}`, image: 'was', leads: 'image' },
      { label: `2 edits of ${isolate(name)}`, leads: 'family' },
    ],
    pictures: [one('cat', { state: 'inserted' }), one('dog'), one('hen', { state: 'discarded' })],
  });
}

/** Every view that shows texts of people and servers, with all the hard ones or the longest of them. */
export function hardStates(host: PageHost): readonly ShownState[] {
  const src = host.image('#d98b4a', 64, 64);
  const texts = Object.values(HARD_TEXTS);
  const { word } = HARD_TEXTS;
  const name = nameFor(word);
  const cards = texts.map((text, index) => hardCard(text, src, `run-${index}`));
  const long = [hardCard(word, src)];
  return [
    { name: 'the gallery', state: { cards }, act: ({ page }) => page.evaluate(unfold) },
    ...texts.map((text) => ({
      name: `the form: ${text.slice(0, 20)}`,
      state: {
        form: hardForm(text, src),
        gallery: { search: text, summary: `${isolate(nameFor(text))}, what it was made from.`, family: true, older: false },
      },
    })),
    { name: 'a picture alone', state: { cards: long }, act: lookAtFirst },
    {
      name: 'two pictures compared',
      state: { cards: long },
      act: async ({ page }) => {
        await page.locator('.tile.original .text-button').click();
        await page.locator('[role=slider]').waitFor();
      },
    },
    {
      name: 'the recent prompts',
      state: { form: form() },
      act: async ({ page, next, send }) => {
        await page.locator('.prompt-tools .icon-button').first().click();
        await next('recentPrompts');
        await send({ kind: 'recent', prompts: texts });
        await page.locator('#recent-1').waitFor();
      },
    },
    {
      name: 'the mask editor',
      state: {
        editor: editor({
          picture: { src, name, width: 64, height: 64, alpha: false },
          prompt: word,
          references: [{ src, name }],
        }),
      },
    },
  ];
}

/** A form that has a text everywhere where it can have one. */
export function hardForm(text: string, src: string) {
  const name = nameFor(text);
  const thumbnail = { id: 'ref-1', src, name };
  return form({
    prompt: `${text} --16:9`,
    hasStyles: true,
    style: { name: text, prefix: text, suffix: text, references: [thumbnail] },
    references: [thumbnail],
    target: `For ${isolate(name)}:12`,
  });
}

/** Opens the first picture that the page has closely. */
export async function lookAtFirst({ page }: OpenPage): Promise<void> {
  await page.locator('[data-tile]').first().dblclick();
  await page.locator('.look').waitFor();
}

function nameFor(text: string): string {
  return `${text.replaceAll('/', '-')}.png`;
}

/** Runs in the page: opens what is folded. */
export function unfold(): void {
  for (const folded of document.querySelectorAll('details')) folded.open = true;
}
