import * as vscode from 'vscode';
import { cleanKey, doubtAbout, isOfOpenAI, keyProblem } from '../../core/key.ts';
import type { Server } from '../../core/server.ts';
import type { Kept, Keys } from '../keys.ts';
import type { Outside } from '../outside.ts';
import type { CheckParts } from '../servers/check.ts';
import { doubtSentence, keyHint } from '../words/keys.ts';
import { askAboutInsecure } from './consent.ts';

const { l10n } = vscode;
const KEY_PAGE = 'https://platform.openai.com/api-keys';

/** What the user chose to do about a missing key. */
export type KeyChoice = 'key' | 'server' | 'placeholder';

/** What the key dialogs work with. */
export interface KeyParts {
  readonly outside: Outside;
  readonly keys: Keys;
  /** Where answers about unencrypted servers are kept. */
  readonly answers: vscode.Memento;
}

/** Asks how to go on without a key; undefined when the user goes away. The caller sends the same request on. */
export async function askForKey(parts: CheckParts, server: Server): Promise<KeyChoice | undefined> {
  type Item = vscode.QuickPickItem & { readonly run: () => Promise<KeyChoice | undefined> };
  const imported = parts.outside.environmentKey();
  const items: Item[] = [
    {
      label: l10n.t('$(key) Enter API Key…'),
      detail: l10n.t('Kept in VS Code’s secret storage, and sent to {0} only.', server.origin),
      run: async () => (await enterKey(parts, server)) && 'key',
    },
    ...(imported
      ? [
          {
            label: l10n.t('$(terminal) Import OPENAI_API_KEY'),
            detail: l10n.t('From the environment in which VS Code was started.'),
            run: async () => (await importKey(parts, server, imported)) && 'key',
          },
        ]
      : []),
    ...(isOfOpenAI(server)
      ? [
          {
            label: l10n.t('$(link-external) Get a Key'),
            detail: l10n.t('Opens OpenAI’s key page; come back and paste it.'),
            run: async () => (await getKey(parts, server)) && 'key',
          },
        ]
      : []),
    {
      label: l10n.t('$(server) Use Another Server…'),
      detail: l10n.t('Any server that speaks the Images API, such as one on this machine.'),
      run: async () => ((await (await import('../servers/choose.ts')).chooseServer(parts)) ? 'server' : undefined),
    },
    {
      label: l10n.t('$(beaker) Try Without a Key (Placeholder)'),
      detail: l10n.t('A built-in model that draws placeholders, offline and free, in this window.'),
      run: async () => 'placeholder',
    },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: l10n.t('{0} needs an API key', server.origin),
    placeHolder: l10n.t('Your image is made as soon as you have chosen'),
    ignoreFocusOut: true,
  });
  return picked?.run();
}

/**
 * The box that asks for the key of one origin, and names it: setting the key there is the confirmation. Answers where the key
 * was put.
 */
export async function enterKey({ outside, keys, answers }: KeyParts, server: Server): Promise<Kept | undefined> {
  let prompt = l10n.t('The key goes to {0} and nowhere else.', server.origin);
  for (;;) {
    const typed = await vscode.window.showInputBox({
      title: l10n.t('API key for {0}', server.origin),
      prompt,
      password: true,
      ignoreFocusOut: true,
      validateInput: (text) => keyHint(text, server),
    });
    if (!typed?.trim()) return undefined;
    const key = cleanKey(typed);
    if (!(await mayTravel(answers, server))) return undefined;
    if ((await checkKey(outside, server, key)) === 'rejected') {
      prompt = l10n.t('{0} does not accept that key. Check it and enter it again.', server.origin);
      continue;
    }
    return keys.set(server.origin, key);
  }
}

/** Whether the key may go to the server, which may be one that is reached without encryption. */
async function mayTravel(answers: vscode.Memento, server: Server): Promise<boolean> {
  return !server.isInsecure || (await askAboutInsecure(answers, server, 'set')) === 'key';
}

/** Takes the key from the environment for a server, where need be after a question; the user enters one where it is not accepted. */
export async function importKey(parts: KeyParts, server: Server, text: string): Promise<Kept | undefined> {
  const key = cleanKey(text);
  if (keyProblem(key) !== undefined) {
    vscode.window.showWarningMessage(l10n.t('What is in OPENAI_API_KEY is not an API key.'));
    return enterKey(parts, server);
  }
  if (!(await askAboutImport(server, key)) || !(await mayTravel(parts.answers, server))) return undefined;
  if ((await checkKey(parts.outside, server, key)) !== 'rejected') return parts.keys.set(server.origin, key);
  vscode.window.showWarningMessage(l10n.t('{0} does not accept the key in OPENAI_API_KEY.', server.origin));
  return enterKey(parts, server);
}

/** By its name the variable holds a key of OpenAI: any other server, and any other key, is asked about. */
async function askAboutImport(server: Server, key: string): Promise<boolean> {
  const doubt = doubtAbout(key, server);
  if (isOfOpenAI(server) && !doubt) return true;
  const send = l10n.t('Send the Key');
  const answer = await vscode.window.showWarningMessage(
    l10n.t('Send the key in OPENAI_API_KEY to {0}?', server.origin),
    {
      modal: true,
      detail: doubt
        ? doubtSentence(doubt, server)
        : l10n.t('If it is a key of OpenAI, whoever runs {0} can use it at your expense.', server.origin),
    },
    send,
  );
  return answer === send;
}

async function getKey(parts: KeyParts, server: Server): Promise<Kept | undefined> {
  await vscode.env.openExternal(vscode.Uri.parse(KEY_PAGE));
  return enterKey(parts, server);
}

/** Opens the page where OpenAI gives out keys. */
export async function openKeyPage(): Promise<void> {
  await vscode.env.openExternal(vscode.Uri.parse(KEY_PAGE));
}

/** Nothing is sent in a workspace that is not trusted. */
async function checkKey(outside: Outside, server: Server, key: string): Promise<'accepted' | 'rejected' | 'unknown'> {
  if (!vscode.workspace.isTrusted) return 'unknown';
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: l10n.t('Checking the key with {0}', server.origin),
      cancellable: true,
    },
    async (_, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      return outside.checkKey(server, key, controller.signal);
    },
  );
}
