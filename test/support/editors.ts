import { basename, isAbsolute, join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { QuickInput } from './quickInput.ts';
import { activeEditorShows, copyFromEditor } from './workbenchPage.ts';

/** The text editors of the window: files, selections, texts. */
export class Editors extends QuickInput {
  /** The workspace that is open. */
  protected readonly folder: string | undefined;

  constructor(page: Page, folder: string | undefined) {
    super(page);
    this.folder = folder;
  }

  /** Shows a file of the workspace (path relative to it, or absolute) and gives it the focus, cursor at `line` (from 1). */
  async openFile(path: string, line?: number): Promise<void> {
    const file = this.absolute(path);
    const shown = { file, isText: !/\.(png|jpe?g|webp|gif|svg)$/i.test(file) };
    const label = this.page.locator('.quick-input-widget:visible .monaco-list-row .label-name', { hasText: basename(file) });
    await this.insist(async (within) => {
      // Among the text editors, not over the panel that was clicked last.
      if (await this.editorInput().isVisible()) await this.focusEditor();
      await this.openPalette(line === undefined ? file : `${file}:${line}`);
      await label.first().waitFor(within);
      await this.page.keyboard.press('Enter');
      await this.page.waitForFunction(activeEditorShows, shown, within);
    });
  }

  /** Selects exactly this text in the active text editor: its first occurrence, capitals and line breaks as given. */
  async select(text: string): Promise<void> {
    await this.find(text, false);
    await this.closeFind();
    await this.page.locator(`#status\\.editor\\.selection[aria-label*="(${text.length} selected)"]`).waitFor();
  }

  /** Selects several texts at once, each with a cursor of its own; none may occur more than once. */
  async selectEach(texts: readonly string[]): Promise<void> {
    const pattern = texts.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
    await this.find(pattern, true);
    await this.page.keyboard.press('Alt+Enter');
    await this.closeFind();
    await this.page.locator(`#status\\.editor\\.selection[aria-label^="${texts.length} selections"]`).waitFor();
  }

  /** Selects the whole document. */
  async selectAll(): Promise<void> {
    await this.focusEditor();
    await this.page.keyboard.press('Control+a');
  }

  /** Puts the cursor at a line and column (from 1) of the active text editor. */
  async cursorAt(line: number, column = 1): Promise<void> {
    await this.focusEditor();
    await this.openPalette(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.page.locator(`#status\\.editor\\.selection[aria-label="Ln ${line}, Col ${column}"]`).waitFor();
  }

  /** Types at the cursor of the active text editor. */
  async type(text: string): Promise<void> {
    await this.focusEditor();
    await this.page.keyboard.type(text);
  }

  /** Presses keys in the active text editor: `Control+z`, `Control+s`. */
  async press(keys: string): Promise<void> {
    await this.focusEditor();
    await this.page.keyboard.press(keys);
  }

  /** The active text editor's whole text, saved or not. Selection and clipboard stay as they are. */
  async editorText(): Promise<string> {
    await this.focusEditor();
    const copied = () => this.editorInput().evaluate(copyFromEditor);
    await this.page.keyboard.press('Control+a');
    const text = await copied();
    await this.page.keyboard.press('Control+u');
    return text;
  }

  /** The text that is selected in the active text editor. */
  async selectedText(): Promise<string> {
    await this.focusEditor();
    return this.editorInput().evaluate(copyFromEditor);
  }

  /** A tab by its name. */
  tab(name: string): Locator {
    return this.page.locator('.tabs-container .tab').filter({ has: this.page.getByText(name, { exact: true }) });
  }

  protected absolute(path: string): string {
    return isAbsolute(path) ? path : join(this.folder ?? '', path);
  }

  /** Where the active group's text editor takes its keys, or the only one's there is beside a panel. */
  protected editorInput(): Locator {
    const input = (group: string) =>
      this.page.locator(`.editor-group-container${group} .monaco-editor[role="code"]:visible`).locator('.native-edit-context');
    return input('.active').or(input(':not(.active)')).first();
  }

  protected async focusEditor(): Promise<void> {
    // Playwright's own focus() would scroll the whole workbench by some pixels.
    await this.editorInput().evaluate((input) => input instanceof HTMLElement && input.focus({ preventScroll: true }));
  }

  private async find(text: string, regex: boolean): Promise<void> {
    await this.focusEditor();
    await this.page.keyboard.press('Control+Home');
    await this.page.keyboard.press('Control+f');
    const widget = this.findWidget();
    await widget.waitFor();
    await setToggle(widget.locator('.codicon-case-sensitive'), true);
    await setToggle(widget.locator('.codicon-whole-word'), false);
    await setToggle(widget.locator('.codicon-regex'), regex);
    await setToggle(widget.locator('.codicon-find-selection'), false);
    const input = widget.getByRole('textbox', { name: 'Find' });
    // It still holds what was looked for last: the same text again would be no change, and select nothing.
    await input.fill('');
    await input.fill(text);
    await widget
      .locator('.matchesCount')
      .filter({ hasText: /^(1 of|\? of)/ })
      .waitFor();
    await input.click();
    // Until then its keys do not reach it.
    await widget.locator('.find-part .synthetic-focus').waitFor();
  }

  private async closeFind(): Promise<void> {
    await this.findWidget().locator('.codicon-widget-close').click();
    await this.findWidget().waitFor({ state: 'detached' });
  }

  private findWidget(): Locator {
    return this.page.locator('.editor-group-container.active .find-widget.visible');
  }
}

async function setToggle(toggle: Locator, on: boolean): Promise<void> {
  if ((await toggle.getAttribute('aria-checked')) !== String(on)) await toggle.click();
}
