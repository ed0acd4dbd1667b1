import * as v from 'valibot';
import * as vscode from 'vscode';
import { invalid } from '../../core/failure.ts';
import { recentPrompts } from '../../core/history.ts';
import { joinSources, placeAtCursor, readSources, type Source } from '../documents/source.ts';
import type { Wish } from '../generation/wish.ts';
import { readSettings } from '../settings.ts';
import { requireTrust } from '../trust.ts';
import { reviewSentence } from '../words/labels.ts';
import { type CommandParts, registerCommand } from './parts.ts';

const { l10n } = vscode;

/** What keybindings and other extensions may hand to the command; the rest comes from the settings. */
const Arguments = v.strictObject({
  prompt: v.optional(v.string()),
  model: v.optional(v.string()),
  size: v.optional(v.string()),
  quality: v.optional(v.string()),
  count: v.optional(v.number()),
  background: v.optional(v.string()),
  outputFormat: v.optional(v.string()),
  style: v.optional(v.string()),
  moderation: v.optional(v.string()),
  inputFidelity: v.optional(v.string()),
  promptAsIs: v.optional(v.boolean()),
});

/** `easel.generate`: the selection becomes an image. Answers the saved files' URIs, none when nothing was made. */
export function registerGenerate(parts: CommandParts): void {
  registerCommand('easel.generate', parts, (argument) => generate(argument, parts), []);
}

async function generate(argument: unknown, parts: CommandParts): Promise<readonly vscode.Uri[]> {
  requireTrust();
  const { prompt, options } = readArguments(argument);
  const wishes =
    prompt === undefined ? await wishesOfEditor(options, parts) : [placeAtCursor({ prompt, options }, parts.anchors)];
  const pictures = await parts.generation.start(...wishes);
  return pictures.map((picture) => vscode.Uri.parse(picture.uri));
}

/** The menus of the editor hand over a resource; only a plain object with our names is meant for us. */
function readArguments(argument: unknown): { readonly prompt: string | undefined; readonly options: Wish['options'] } {
  if (argument === undefined || argument === null || argument instanceof vscode.Uri || !isPlain(argument))
    return { prompt: undefined, options: {} };
  const result = v.safeParse(Arguments, argument);
  if (!result.success) throw invalid({ field: 'arguments', name: v.getDotPath(result.issues[0]) ?? 'arguments' });
  const { prompt, ...options } = result.output;
  return { prompt, options: Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) };
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** What the active editor asks for; nothing when the user goes away. What should be looked at first goes into the form. */
async function wishesOfEditor(options: Wish['options'], parts: CommandParts): Promise<readonly Wish[]> {
  const editor = vscode.window.activeTextEditor;
  const sources = editor ? readSources(editor, parts.anchors) : [];
  if (sources.length === 0) {
    const prompt = await askForPrompt(parts);
    return prompt === undefined ? [] : [placeAtCursor({ prompt, options }, parts.anchors)];
  }
  const chosen = (await chooseSources(sources)) ?? [];
  const { reviewPrompt } = readSettings(editor?.document.uri);
  const isDoubtful = ({ reason }: Source) => reviewPrompt === 'always' || (reviewPrompt === 'auto' && reason !== undefined);
  const wishOf = ({ prompt, document, anchor }: Source): Wish => ({ prompt, options, scope: document, anchor });
  const doubtful = chosen.filter(isDoubtful).map((source) => ({ wish: wishOf(source), reason: reviewSentence(source.reason) }));
  if (doubtful.length > 0) parts.presenter.review(...doubtful);
  return chosen.filter((source) => !isDoubtful(source)).map(wishOf);
}

async function chooseSources(sources: readonly Source[]): Promise<readonly Source[] | undefined> {
  if (sources.length === 1) return sources;
  const all = l10n.t('One Image from All');
  const each = l10n.t('{0} Images, One Each', sources.length);
  const picked = await vscode.window.showQuickPick([all, each], { title: l10n.t('{0} selections', sources.length) });
  if (picked === each) return sources;
  const joined = picked === all ? joinSources(sources) : undefined;
  return joined && [joined];
}

/**
 * An input box with the recent prompts under it. What the extension host knows of the list is a round trip old, so what was
 * typed is the prompt, unless somebody moved on to a recent one after the list had caught up.
 */
async function askForPrompt({ outside }: CommandParts): Promise<string | undefined> {
  const recent = recentPrompts(await (await outside.ledger()).read(), 20);
  return new Promise((resolve) => {
    const pick = vscode.window.createQuickPick();
    const items: vscode.QuickPickItem[] = recent.map((label) => ({ label }));
    let hasCaughtUp = false;
    let moved = false;
    pick.title = l10n.t('Generate Image');
    pick.placeholder = l10n.t('Describe the image, or choose a recent prompt');
    // VS Code names items by their index, also when the list has changed since: every recent prompt keeps its own.
    const withFirst = (first: vscode.QuickPickItem) => [first, ...items];
    const separator = { label: l10n.t('recent prompts'), kind: vscode.QuickPickItemKind.Separator };
    pick.items = withFirst(separator);
    pick.onDidChangeValue((value) => {
      hasCaughtUp = false;
      moved = false;
      // What is typed is a prompt of its own, and stands first.
      const typed = value.trim();
      const isNew = typed !== '' && !recent.includes(typed);
      pick.items = withFirst(isNew ? { label: typed, alwaysShow: true, description: l10n.t('new') } : separator);
    });
    pick.onDidChangeActive(([active]) => {
      if (!active) return;
      const isTyped = active.label === pick.value.trim();
      moved = hasCaughtUp && !isTyped;
      hasCaughtUp ||= isTyped;
    });
    pick.onDidAccept(() => {
      const [active] = pick.activeItems;
      const typed = pick.value.trim();
      const prompt = typed && !moved ? typed : active !== undefined && items.includes(active) ? active.label : '';
      if (!prompt) return;
      resolve(prompt);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
