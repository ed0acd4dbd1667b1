/** A walk through the page with nothing but keys. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { ToHost } from '../../src/core/protocol.ts';
import type { OpenPage } from './pageHost.ts';

/** Where to stop, what to press there, and what comes of it. */
export interface Step {
  /** The name that a screen reader says of it. */
  readonly at: string | RegExp;
  /** Keys as Playwright has them; `"text"` is typed. */
  readonly press: readonly string[];
  /** What the page asks of the host for it. */
  readonly asks?: ToHost;
  /** What the host answers. */
  readonly answer?: unknown;
  /** What the page shows for it: a selector. */
  readonly shows?: string;
}

/** Stops of Tab on the way to one, at most. */
const FARTHEST = 120;

/** Goes from step to step by Tab, and holds every stop on the way to this: it has the focus, a name, and is seen to have it. */
export async function walk({ page, next, send }: OpenPage, steps: readonly Step[]): Promise<void> {
  for (const { at, press, asks, answer, shows } of steps) {
    await tabTo(page, at);
    for (const key of press) {
      if (key.startsWith('"')) await page.keyboard.type(key.slice(1, -1));
      else await page.keyboard.press(key);
    }
    if (asks) assert.deepEqual(await next(asks.kind), asks, String(at));
    if (answer !== undefined) await send(answer);
    if (shows !== undefined) await page.locator(shows).first().waitFor();
    assert.notEqual((await stopOf(page)).name, undefined, `${at}: the focus is lost`);
  }
}

async function tabTo(page: Page, wanted: string | RegExp): Promise<void> {
  const passed: string[] = [];
  for (let count = 0; count < FARTHEST; count++) {
    const stop = await stopOf(page);
    assert.notEqual(stop.name, '', `${stop.element} has no name`);
    assert.ok(stop.name === undefined || stop.isSeen, `nobody sees that the focus is on ${stop.name} (${stop.element})`);
    if (stop.name !== undefined && (wanted instanceof RegExp ? wanted.test(stop.name) : stop.name === wanted)) return;
    passed.push(stop.name ?? '–');
    await page.keyboard.press('Tab');
  }
  assert.fail(`Tab does not lead to ${wanted}, but to ${[...new Set(passed)].join(' | ')}`);
}

interface Stop {
  /** Absent where nothing has the focus. */
  readonly name: string | undefined;
  readonly element: string;
  readonly isSeen: boolean;
}

/** What has the focus. */
function stopOf(page: Page): Promise<Stop> {
  return page.evaluate(() => {
    const at = document.activeElement;
    if (!at || at === document.body) return { name: undefined, element: 'body', isSeen: false };
    const label = at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement ? at.labels?.[0]?.textContent : undefined;
    const labelledBy = document.getElementById(at.getAttribute('aria-labelledby') ?? '')?.textContent;
    const alt = at.querySelector('img')?.alt;
    const names = [at.getAttribute('aria-label'), labelledBy, label, at.getAttribute('label'), alt, at.textContent];
    const name = names.find((one) => one)?.trim() ?? '';
    const hasRing = (element: Element) =>
      [undefined, '::before', '::after'].some((part) => {
        const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element, part);
        return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0 && !/, 0\)$|^transparent$/.test(outlineColor);
      });
    // The ring may be around a part of it, or around the box that an input stands in.
    const parts = [...at.querySelectorAll('*'), ...(at.shadowRoot?.querySelectorAll('*') ?? [])];
    const box = at instanceof HTMLInputElement && at.parentElement ? [at.parentElement] : [];
    // A line of a menu has a colour of its own instead, as in VS Code.
    const isFilled = at.matches('[role=menuitem]') && getComputedStyle(at).backgroundColor !== 'rgba(0, 0, 0, 0)';
    const isSeen = isFilled || [at, ...parts, ...box].some(hasRing);
    return { name, element: `${at.localName}.${at.className}`, isSeen };
  });
}
