import { mkdir } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { type BrowserContext, chromium, type FrameLocator, type Locator, type Page } from 'playwright-core';
import { Editors } from './editors.ts';
import { CHROMIUM_FLAGS, installChromium } from './host/install.ts';
import type { RunningVsCode } from './host/server.ts';
import { plainSpaces, STEP_WITHIN } from './quickInput.ts';

export interface WorkbenchOptions {
  /** A theme's id: `Dark Modern`, `Light Modern`, `Default High Contrast` … */
  readonly theme?: string;
  /** px; default 1440 × 900 */
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** A context menu takes clicks only some time after it has opened, and shows no sign of when: VS Code drops earlier ones. ms */
const MENU_SETTLES = 300;

/** Opens the workbench of a server that runs, in a browser whose profile lies with the server's data: secrets survive. */
export async function openWorkbench(server: RunningVsCode, options: WorkbenchOptions = {}): Promise<Workbench> {
  if (options.theme !== undefined) await server.configure({ 'workbench.colorTheme': options.theme });
  const context = await chromium.launchPersistentContext(join(server.data, 'browser'), {
    executablePath: await installChromium(),
    args: [...CHROMIUM_FLAGS],
    viewport: options.viewport ?? { width: 1440, height: 900 },
    // Without the permission a read of the clipboard waits for ever.
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(STEP_WITHIN);
  const workbench = new Workbench(server, context, context.pages()[0] ?? (await context.newPage()));
  await workbench.page.goto(server.url);
  await workbench.ready();
  return workbench;
}

/** A person at VS Code's window. Every method waits for its effect to be visible; every text is matched whole unless said. */
export class Workbench extends Editors {
  /** Errors on any console of the window, webviews included, without those of VS Code itself. */
  readonly consoleErrors: string[] = [];
  /** What a Content Security Policy stopped, anywhere in the window. */
  readonly cspViolations: string[] = [];
  private readonly server: RunningVsCode;
  private readonly context: BrowserContext;

  constructor(server: RunningVsCode, context: BrowserContext, page: Page) {
    super(page, server.folder);
    this.server = server;
    this.context = context;
    page.on('console', (message) => {
      if (message.type() !== 'error') return;
      const text = `${message.text()} (${message.location().url})`;
      if (/Content Security Policy|Refused to/i.test(text)) this.cspViolations.push(text);
      else if (!message.location().url.includes('/static/')) this.consoleErrors.push(text);
    });
    page.on('pageerror', (error) => this.consoleErrors.push(String(error.stack ?? error)));
  }

  /** Waits until the window takes commands: after opening and after `reload`. */
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .statusbar #status\\.notifications').waitFor();
  }

  /**
   * Reloads the window by its own command: what changed in the last seconds is lost when the browser does it. `when`: the command
   * is at hand, and runs in the moment in which that resolves.
   */
  async reload(when?: () => Promise<void>): Promise<void> {
    const title = 'Developer: Reload Window';
    const now = when && (await this.commandAtHand(title));
    await when?.();
    await Promise.all([this.page.waitForEvent('load'), now ? now() : this.command(title)]);
    await this.ready();
  }

  /** Opens a second window of the same folder, with an extension host of its own; its `page.close()` closes it. */
  async openAnother(): Promise<Workbench> {
    // Else each window is told that it has the focus, always.
    const devtools = await this.context.newCDPSession(this.page);
    await devtools.send('Emulation.setFocusEmulationEnabled', { enabled: false });
    const another = new Workbench(this.server, this.context, await this.context.newPage());
    await another.page.goto(this.server.url);
    await another.ready();
    return another;
  }

  async close(): Promise<void> {
    await this.context.close();
  }

  async screenshot(path: string): Promise<void> {
    await mkdir(dirname(path), { recursive: true });
    await this.page.screenshot({ path, animations: 'disabled' });
  }

  /** The inside of Easel's panel; the last one opened when there are several. */
  panel(): FrameLocator {
    return this.page.locator('iframe.webview.ready[src*=".easel&"]').last().contentFrame().frameLocator('iframe#active-frame');
  }

  /** A sentence on a card of the panel: what a screen reader hears has the same words, elsewhere and for a moment. */
  sentence(text: string | RegExp): Locator {
    return this.panel().locator('.sentence').filter({ hasText: text });
  }

  /** Waits for a notification that has the text in it. */
  async toast(text: string | RegExp): Promise<Locator> {
    const toast = this.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text }).first();
    await toast.waitFor();
    return toast;
  }

  /** Clicks a button of the notification that has the text in it. */
  async notificationButton(text: string | RegExp, button: string): Promise<void> {
    const toast = await this.toast(text);
    // The toast slides in: where it is hovered it holds still, and does not hide.
    await toast.hover();
    await toast.getByRole('button', { name: button, exact: true }).click();
  }

  /** Texts of the notifications on the screen. */
  async toasts(): Promise<string[]> {
    return this.page.locator('.notifications-toasts .notification-list-item-message').allInnerTexts();
  }

  /** Waits for a modal question and answers it. */
  async modal(): Promise<Locator> {
    const box = this.page.locator('.monaco-dialog-box');
    await box.waitFor();
    return box;
  }

  /** Clicks a button of the modal question and waits until it is gone. */
  async modalButton(button: string): Promise<void> {
    const box = await this.modal();
    await box.getByRole('button', { name: button, exact: true }).click();
    await box.waitFor({ state: 'detached' });
  }

  /** The item of the status bar that has the text in it. */
  statusBar(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item').filter({ hasText: text }).first();
  }

  /** Clicks an item in the context menu of a file of the workspace, as the explorer shows it; before it may come submenus. */
  async explorerContextMenu(path: string, ...items: readonly string[]): Promise<void> {
    const row = await this.explorerRow(path);
    await row.click({ button: 'right' });
    for (const submenu of items.slice(0, -1))
      await this.page.locator('.monaco-menu .action-label').getByText(submenu, { exact: true }).hover();
    await this.menuItem(items.at(-1) ?? '');
  }

  /** Names of the items in the context menu of a file or folder, as the explorer shows it. */
  async explorerMenuItems(path: string): Promise<string[]> {
    const row = await this.explorerRow(path);
    await row.click({ button: 'right' });
    return this.readMenu();
  }

  /** Names of the items in the context menu of an image's preview. */
  async previewMenuItems(): Promise<string[]> {
    const frame = this.page.locator('iframe.webview.ready[src*="vscode.media-preview"]').last().contentFrame();
    await frame.frameLocator('iframe#active-frame').locator('img').click({ button: 'right' });
    return this.readMenu();
  }

  /** Names of the buttons at the right end of the active group's title. */
  async titleActions(): Promise<string[]> {
    const names = this.page.locator('.editor-group-container.active .editor-actions .action-label');
    return (await names.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''))).map(plainSpaces);
  }

  /** The explorer's row of a file; folders on the way are opened. */
  async explorerRow(path: string): Promise<Locator> {
    // The name of a row on which the mouse was left lies over the next rows, which then cannot be clicked.
    await this.page.mouse.move(0, 0);
    const file = this.absolute(path);
    const row = (name: string) => this.page.locator(`.explorer-folders-view .monaco-list-row:has([aria-label="${name}"])`);
    const folder = this.folder ?? dirname(file);
    let walked = folder;
    for (const part of relative(folder, dirname(file)).split(sep).filter(Boolean)) {
      walked = join(walked, part);
      const step = row(walked);
      await step.waitFor();
      if ((await step.getAttribute('aria-expanded')) === 'false') await step.click();
    }
    await row(file).waitFor();
    return row(file);
  }

  /** Clicks an item in the context menu of the active text editor; the selection stays. */
  async editorContextMenu(item: string): Promise<void> {
    await this.openEditorMenu();
    await this.menuItem(item);
  }

  /** Names of the items in the active text editor's context menu. */
  async editorMenuItems(): Promise<string[]> {
    await this.openEditorMenu();
    return this.readMenu();
  }

  /** Names of the items in the context menu that is open, which is closed. */
  async readMenu(): Promise<string[]> {
    await this.page.locator('.monaco-menu .action-item').first().waitFor();
    const names = await this.page.locator('.monaco-menu .action-item .action-label').allInnerTexts();
    await this.page.keyboard.press('Escape');
    return names.map(plainSpaces).filter(Boolean);
  }

  private async openEditorMenu(): Promise<void> {
    await this.focusEditor();
    await this.page.keyboard.press('Shift+F10');
    await this.page.locator('.monaco-menu .action-item').first().waitFor();
  }

  /** Clicks an item of the context menu that is open. */
  async menuItem(name: string): Promise<void> {
    const item = this.page
      .locator('.monaco-menu .action-item')
      .filter({ has: this.page.locator('.action-label').getByText(name, { exact: true }) })
      // The item of a submenu lies in that of the submenu itself.
      .last();
    await item.waitFor();
    await this.page.waitForTimeout(MENU_SETTLES);
    await item.click();
    await item.waitFor({ state: 'detached' });
  }
}
