import type { Locator, Page } from 'playwright-core';
import { paletteAnswer, paletteIsGone } from './workbenchPage.ts';

/** How long a step in the workbench may take. ms */
export const STEP_WITHIN = 30_000;

/** How long after a start a command may be missing: extensions are read by then, and the workspace is trusted. ms */
const OFFERED_WITHIN = 90_000;

/** The palette, quick picks and input boxes of the window: one widget for all. */
export class QuickInput {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Runs a command by its whole title in the palette: `Easel: Generate Image`. */
  async command(title: string): Promise<void> {
    const run = await this.commandAtHand(title);
    await run();
    await this.page.waitForFunction(paletteIsGone);
  }

  /** The same with the palette open and the command in it: what is answered runs it at once. */
  protected async commandAtHand(title: string): Promise<() => Promise<void>> {
    const end = Date.now() + OFFERED_WITHIN;
    // The palette lists what was known when it opened: right after a start an extension's commands may come later.
    while (!(await this.paletteHas(title))) {
      if (Date.now() > end) throw new Error(`The palette does not offer "${title}"`);
      await this.closePalette();
    }
    return () => this.quickRow(title).click();
  }

  /** Waits until the palette offers a command. */
  async offers(title: string): Promise<void> {
    await this.commandAtHand(title);
    await this.closePalette();
  }

  /** Whether the palette offers a command: one that is disabled is not in it. */
  async offersCommand(title: string): Promise<boolean> {
    const found = await this.paletteHas(title);
    await this.closePalette();
    return found;
  }

  /** Chooses an item of the quick pick that is open. */
  async quickPick(label: string): Promise<void> {
    await this.quickRow(label).click();
  }

  /** The row with that label in the quick pick that is open or about to be. */
  quickRow(label: string): Locator {
    // Not getByText: what was typed is an element of its own in a longer label.
    const words = label.split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const whole = new RegExp(`^\\s*${words.join('\\s+')}\\s*$`);
    return this.page
      .locator('.quick-input-widget:visible .quick-input-list .monaco-list-row')
      .filter({ has: this.page.locator('.label-name', { hasText: whole }) })
      .first();
  }

  /** Labels of the quick pick that is open, as far as they fit on the screen. */
  async quickLabels(): Promise<string[]> {
    // A row's second line, its detail, is a label too.
    const first = '.monaco-list-row .quick-input-list-row:first-child .label-name';
    const labels = this.page.locator(`.quick-input-widget:visible .quick-input-list ${first}`);
    await labels.first().waitFor();
    return (await labels.allInnerTexts()).map(plainSpaces);
  }

  /** Types into the input box that is open or about to be, and presses Enter. `asks` is a part of its prompt or title. */
  async quickInput(text: string, asks?: string | RegExp): Promise<void> {
    const box = await this.inputBox(asks);
    await box.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** The input of the input box that is open or about to be; its message says what it asks or what is wrong. */
  async inputBox(asks?: string | RegExp): Promise<Locator> {
    const widget = this.page.locator('.quick-input-widget:visible');
    await (asks === undefined ? widget : widget.filter({ hasText: asks })).waitFor();
    return widget.locator('input.input');
  }

  /** What the quick input says below its field: the prompt, or the fault in what was typed. */
  quickMessage(): Locator {
    return this.page.locator('.quick-input-widget:visible .quick-input-message');
  }

  protected async paletteHas(title: string): Promise<boolean> {
    const answer = await this.insist(async (within) => {
      await this.openPalette(`>${title}`);
      return this.page.waitForFunction(paletteAnswer, title, within);
    });
    return (await answer.jsonValue()) === 'yes';
  }

  protected async closePalette(): Promise<void> {
    const widget = this.page.locator('.quick-input-widget:visible');
    // Elsewhere the key would mean something else: an editor gives up what is selected.
    if (await widget.isVisible()) await this.page.keyboard.press('Escape');
    await widget.waitFor({ state: 'hidden' });
  }

  protected async openPalette(text: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget:visible input.input');
    // A window that has just come back, or an editor that is closing, lets a key go by.
    await again(async (within) => {
      await this.page.keyboard.press('F1');
      await input.waitFor(within);
      await input.fill(text, within);
    });
  }

  /**
   * Tries what begins with the palette. What takes the focus late, such as a panel that is only now there, closes the palette
   * again, and a window that has just come back may have nothing to list: then it is opened anew.
   */
  protected insist<T>(attempt: (within: Within) => Promise<T>): Promise<T> {
    return again(attempt, () => this.closePalette());
  }
}

/** How long one try waits; the last one has the whole patience. */
export interface Within {
  readonly timeout?: number;
}

/** Tries what a busy window may miss, several times; the last error is thrown. */
async function again<T>(attempt: (within: Within) => Promise<T>, between?: () => Promise<void>): Promise<T> {
  for (let left = TRIES; left > 0; left--) {
    try {
      return await attempt({ timeout: HEARD_WITHIN });
    } catch {
      await between?.();
    }
  }
  return attempt({});
}

/** ms in which VS Code hears a key, and how often it is pressed again. */
const HEARD_WITHIN = 3000;
const TRIES = 3;

/** Text as it was written: VS Code draws spaces as non-breaking ones. */
export function plainSpaces(text: string): string {
  return text.replaceAll('\u00a0', ' ').trim();
}
