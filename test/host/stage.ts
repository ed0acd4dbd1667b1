import * as assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { PageState, ToHost, ToPage } from '../../src/core/protocol.ts';
import { type ImagesServer, startImagesServer } from '../support/imagesServer.ts';

/** Something VS Code was asked to show. */
export interface Shown {
  readonly as: 'information' | 'warning' | 'error';
  readonly text: string;
  readonly buttons: readonly string[];
  readonly modal: boolean;
}

/** An input box as it was asked for. */
export interface Box {
  readonly title: string;
  readonly prompt: string;
  readonly password: boolean;
}

/** The person in front of VS Code, played by a test, and the server that Easel is told to use. */
export interface Stage {
  readonly server: ImagesServer;
  /** Messages and modals, oldest first; by default nobody presses anything. */
  readonly shown: readonly Shown[];
  /** What stands below the modals' questions. */
  readonly details: readonly string[];
  readonly boxes: readonly Box[];
  /** Labels of the items of each quick pick. */
  readonly picks: readonly (readonly string[])[];
  /** From now on answers messages and modals: a button's label, or undefined. */
  press(answer: (shown: Shown) => string | undefined | Promise<string | undefined>): void;
  /** What is typed into the next input boxes; after these each is left with Escape. */
  type(...texts: string[]): void;
  /** From now on chooses the item of a quick pick whose label matches. */
  choose(label: RegExp): void;
  /** The newest panel's page, played by the test. */
  readonly page: Page;
}

/** The panel's page: what the host shows it, and what it asks for. */
export interface Page {
  readonly messages: readonly ToPage[];
  readonly state: PageState | undefined;
  send(intent: ToHost): void;
  /** As a page does that somebody else has got hold of. */
  sendAnything(message: unknown): void;
}

/** Sets the stage for every test of the surrounding `describe`, and clears it after each. */
export function useStage(): Stage {
  const shown: Shown[] = [];
  const details: string[] = [];
  const boxes: Box[] = [];
  const picks: (readonly string[])[] = [];
  let server: ImagesServer | undefined;
  let texts: string[] = [];
  let press: Parameters<Stage['press']>[0] = () => undefined;
  let choice: RegExp | undefined;
  let page: Page | undefined;

  const showMessage =
    (as: Shown['as']) =>
    async (text: string, ...rest: unknown[]) => {
      const [first] = rest;
      const modal = typeof first === 'object' && first !== null && 'modal' in first && first.modal === true;
      const buttons = rest.filter((item) => typeof item === 'string');
      if (modal && 'detail' in first) details.push(String(first.detail));
      const message = { as, text, buttons, modal };
      shown.push(message);
      return press(message);
    };
  const createPanel = vscode.window.createWebviewPanel;
  const stand = {
    createWebviewPanel: (...asked: Parameters<typeof createPanel>) => {
      const panel = createPanel(...asked);
      page = playPage(panel.webview);
      return panel;
    },
    showInformationMessage: showMessage('information'),
    showWarningMessage: showMessage('warning'),
    showErrorMessage: showMessage('error'),
    showInputBox: async ({ title = '', prompt = '', password = false }: vscode.InputBoxOptions = {}) => {
      boxes.push({ title, prompt, password });
      return texts.shift();
    },
    showQuickPick: async (given: unknown) => {
      const items: unknown[] = Array.isArray(given) ? given : [];
      picks.push(items.map(labelOf));
      return choice && items.find((item) => choice?.test(labelOf(item)));
    },
  };
  let restore = () => {};

  before(async () => {
    // A panel that is open already would be none whose page is played here.
    await closeEverything();
    server = await startImagesServer();
    await update({ ...DEFAULTS, baseUrl: server.baseUrl });
  });
  beforeEach(() => {
    restore = replace(vscode.window, stand);
  });
  afterEach(async () => {
    restore();
    await closeEverything();
    for (const list of [shown, details, boxes, picks, texts]) list.length = 0;
    press = () => undefined;
    choice = undefined;
    const violations = [...(server?.violations ?? [])];
    server?.reset();
    await resetSettings({ ...DEFAULTS, baseUrl: server?.baseUrl });
    assert.deepEqual(violations, [], 'every body is one that the API allows');
  });
  after(async () => {
    await resetSettings({ model: undefined, size: undefined, baseUrl: undefined });
    await server?.close();
  });

  return {
    get server() {
      assert.ok(server, 'the server runs');
      return server;
    },
    shown,
    details,
    boxes,
    picks,
    press: (answer) => {
      press = answer;
    },
    type: (...next) => {
      texts = next;
    },
    choose: (label) => {
      choice = label;
    },
    get page() {
      assert.ok(page, 'the panel was opened');
      return page;
    },
  };
}

/** Its page is the browser tests' part: loading it for every test, with all images so far, takes longer than the test. */
function playPage(webview: vscode.Webview): Page {
  const intents = new vscode.EventEmitter<unknown>();
  const messages: ToPage[] = [];
  const post = async (message: ToPage) => messages.push(message) > 0;
  Object.defineProperty(webview, 'html', { value: '', writable: true });
  Object.defineProperty(webview, 'onDidReceiveMessage', { value: intents.event });
  Object.defineProperty(webview, 'postMessage', { value: post });
  return {
    messages,
    send: (intent) => intents.fire(intent),
    sendAnything: (message) => intents.fire(message),
    get state() {
      return messages.findLast((message) => message.kind === 'state')?.state;
    },
  };
}

/** Puts other properties in the place of an object's own, getters too; call the result to bring these back. */
export function replace(target: object, others: Readonly<Record<string, unknown>>): () => void {
  const before = Object.keys(others).map((name) => [name, Object.getOwnPropertyDescriptor(target, name)] as const);
  for (const [name, value] of Object.entries(others)) Object.defineProperty(target, name, { value, configurable: true });
  return () => {
    for (const [name, descriptor] of before) if (descriptor) Object.defineProperty(target, name, descriptor);
  };
}

/** What a test that sets nothing works with: small images, in one piece. */
const DEFAULTS: Settings = { model: 'sd-xl', size: '64x64' };

type Settings = Readonly<Record<string, unknown>>;

const changed = new Set<string>();

/** Sets the user's own settings of Easel, for this test; undefined stands for package.json's default. */
export async function configure(settings: Settings): Promise<void> {
  for (const name of Object.keys(settings)) changed.add(name);
  await update(settings);
}

async function resetSettings(settings: Settings): Promise<void> {
  await update(Object.fromEntries([...changed].map((name) => [name, undefined])));
  changed.clear();
  await update(settings);
}

async function update(settings: Settings): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('easel');
  for (const [name, value] of Object.entries(settings)) {
    if (configuration.inspect(name)?.globalValue === value) continue;
    await configuration.update(name, value, vscode.ConfigurationTarget.Global);
  }
}

/** Waits until something is so; after 20 s the test fails with what is awaited. */
export async function until<T>(what: string, look: () => T | Promise<T>): Promise<NonNullable<T>> {
  const end = Date.now() + 20_000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) assert.fail(`waited 20 s until ${what}`);
    await sleep(20);
  }
}

/** Calls `easel.generate` and answers the URIs of the files. */
export async function generate(argument?: Readonly<Record<string, unknown>>): Promise<readonly vscode.Uri[]> {
  const made: unknown = await vscode.commands.executeCommand('easel.generate', argument);
  assert.ok(Array.isArray(made), `easel.generate answers a list, not ${String(made)}`);
  return made.map((uri: unknown) => {
    assert.ok(uri instanceof vscode.Uri, 'of URIs');
    return uri;
  });
}

/** Calls `easel.generate`, which must bring exactly one file. */
export async function generateOne(argument?: Readonly<Record<string, unknown>>): Promise<vscode.Uri> {
  const made = await generate(argument);
  const [uri] = made;
  assert.ok(uri && made.length === 1, `one file, not ${made.length}`);
  return uri;
}

const isPanel = ({ input }: vscode.Tab) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('easel.panel');

/** The panel's tab, where it is open. */
export function panelTab(): vscode.Tab | undefined {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(isPanel);
}

/** Closes every editor; what is not saved is thrown away. */
export async function closeEverything(): Promise<void> {
  for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  if (vscode.window.tabGroups.all.every(({ tabs }) => tabs.length === 0)) return;
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await until('no editor is open', () => vscode.window.tabGroups.all.every(({ tabs }) => tabs.length === 0));
}

function labelOf(item: unknown): string {
  if (typeof item === 'string') return item;
  return typeof item === 'object' && item !== null && 'label' in item ? String(item.label) : '';
}
