import type { Locator, Page } from 'playwright-core';
import { paletteAnswer, paletteIsGone } from './workbenchPage.ts';

/** How long a step in the workbench may take, the first start of the extension host included. ms */
export const STEP_WITHIN = 30_000;

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
    const end = Date.now() + STEP_WITHIN;
    // The palette lists what was known when it opened: right after a start an extension's commands may come later.
    while (!(await this.paletteHas(title))) {
      if (Date.now() > end) throw new Error(`The palette does not offer "${title}"`);
      await this.closePalette();
    }
    return () => this.quickRow(title).click();
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
    await this.openPalette(`>${title}`);
    const answer = await this.page.waitForFunction(paletteAnswer, title);
    return (await answer.jsonValue()) === 'yes';
  }

  protected async closePalette(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.page.waitForFunction(paletteIsGone);
  }

  protected async openPalette(text: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget:visible input.input');
    for (let left = TRIES; ; left--) {
      await this.page.keyboard.press('F1');
      try {
        await input.waitFor(left > 0 ? { timeout: HEARD_WITHIN } : {});
        return await input.fill(text);
      } catch (error) {
        // A window that has just come back, or an editor that is closing, lets a key go by.
        if (left === 0) throw error;
      }
    }
  }
}

/** ms in which VS Code hears a key, and how often it is pressed again. */
const HEARD_WITHIN = 3000;
const TRIES = 3;

/** Text as it was written: VS Code draws spaces as non-breaking ones. */
export function plainSpaces(text: string): string {
  return text.replaceAll('\u00a0', ' ').trim();
}
