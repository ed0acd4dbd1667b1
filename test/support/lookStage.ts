import assert from 'node:assert/strict';
import type { PageState } from '../../src/core/protocol.ts';
import type { OpenPage, PageHost, PageOptions } from './pageHost.ts';
import { card, picture, stateMessage } from './pageStates.ts';

/** A picture that fills the panel, as a person at the mouse has it. */
export interface LookStage extends OpenPage {
  /** Where the first picture of the stage lies on the screen, CSS px. */
  place(): Promise<{ readonly x: number; readonly y: number; readonly width: number; readonly height: number }>;
  /** The name above the picture, as soon as it is this one. */
  title(name: string): Promise<void>;
  /** Drags from the middle of the stage, CSS px. */
  drag(x: number, y: number): Promise<void>;
  /** `id`, or the name of what has the focus. */
  focused(): Promise<string>;
}

/** Two cards: `cat` (an edit of `was.png`) and `dog`, and `hen`. */
export function gallery(host: PageHost): Pick<PageState, 'cards'> {
  const original = { src: host.image('#4a8bd9', 600, 400), name: 'was.png', width: 600, height: 400 };
  const cat = picture({
    id: 'cat',
    src: host.image('#d98b4a', 600, 400),
    width: 600,
    height: 400,
    facts: '600 × 400 · PNG · 42 kB',
  });
  const dog = picture({ id: 'dog', src: host.image('#4ad98b', 300, 300), width: 300, height: 300 });
  const hen = picture({ id: 'hen', src: host.image('#c04a8b', 2000, 1000), width: 2000, height: 1000 });
  return { cards: [card({ original, pictures: [cat, dog] }), card({ id: 'run-2', pictures: [hen] })] };
}

/** Opens the page with a gallery, and looks at one of its pictures. */
export async function openLook(
  host: PageHost,
  image: string,
  state: Partial<PageState> = {},
  options: PageOptions = {},
): Promise<LookStage> {
  const open = await host.open({ width: 900, height: 700, ...options });
  const { page } = open;
  await open.next('ready');
  await open.send(stateMessage({ ...gallery(host), ...state }));
  await page.locator(`[data-image="${image}"] [data-tile]`).dblclick();
  await page.locator('.look .stage-picture').first().waitFor();
  return lookOf(open);
}

/** What a person at the mouse has of an open page. */
export function lookOf(open: OpenPage): LookStage {
  const { page } = open;
  return {
    ...open,
    async place() {
      const box = await page.locator('.look .stage-picture').first().boundingBox();
      assert.ok(box);
      return box;
    },
    title: (name) => page.getByRole('heading', { name, exact: true }).waitFor(),
    async drag(x, y) {
      const box = await page.locator('.look .stage').first().boundingBox();
      assert.ok(box);
      const from = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move(from.x + x / 2, from.y + y / 2);
      await page.mouse.move(from.x + x, from.y + y);
      await page.mouse.up();
    },
    focused: () =>
      page.evaluate(() => {
        const at = document.activeElement;
        const tile = at?.hasAttribute('data-tile') ? at.closest<HTMLElement>('[data-image]')?.dataset.image : undefined;
        return tile ?? (at?.id || at?.getAttribute('aria-label') || at?.textContent || '');
      }),
  };
}
