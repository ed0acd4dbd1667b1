import * as vscode from 'vscode';
import { close, isolate } from '../../core/bidi.ts';
import { escapeForMarkdown } from '../../core/escape.ts';
import { extensionOf } from '../../core/fileType.ts';
import { numbered } from '../../core/naming.ts';
import { empty } from '../../core/session.ts';
import { formatSize } from '../../core/size.ts';
import type { Order } from '../../core/task.ts';
import { namesOf } from '../generation/names.ts';
import type { Prepared } from '../generation/prepare.ts';
import { styleOf, type Wish } from '../generation/wish.ts';
import { exists, nameOf } from '../pictures/files.ts';
import { costLabel, countLabel, sizeLabel } from '../words/labels.ts';
import { noteSentence } from '../words/notes.ts';

const { l10n } = vscode;

/** Characters of a long prompt that are shown. */
const PROMPT_BEGIN = 2000;
const PROMPT_END = 500;

/** What a person is asked before an agent's request is sent: prompt, model, size, count, cost, files, server. */
export async function confirmationOf(wish: Wish, planned: Prepared): Promise<vscode.PreparedToolInvocation> {
  const count = planned.order.calls.reduce((sum, { n }) => sum + n, 0);
  return {
    invocationMessage: progressOf(wish, planned, count),
    confirmationMessages: { title: titleFor(wish, count), message: await messageFor(wish, planned, count) },
  };
}

function titleFor({ edit }: Wish, count: number): string {
  if (!edit) {
    return count === 1 ? l10n.t('Let an agent generate an image?') : l10n.t('Let an agent generate {0} images?', count);
  }
  const name = isolate(nameOf(edit.picture));
  if (edit.kind !== 'vary') return l10n.t('Let an agent edit {0}?', name);
  return count === 1
    ? l10n.t('Let an agent make a variation of {0}?', name)
    : l10n.t('Let an agent make {0} variations of {1}?', count, name);
}

function progressOf({ edit }: Wish, { order }: Prepared, count: number): vscode.MarkdownString {
  const model = isolate(order.model.name);
  const said = edit
    ? l10n.t('Making {0} from {1} with {2}', countLabel(count), isolate(nameOf(edit.picture)), model)
    : l10n.t('Making {0} with {1}', countLabel(count), model);
  return new vscode.MarkdownString(escapeForMarkdown(said));
}

/**
 * Read as Markdown in a chat, and as plain text in the dialog that asks elsewhere, which knows no lists. Nothing in it is a link,
 * and the prompt comes last: whatever an agent has written into it, the facts stand above.
 */
async function messageFor(wish: Wish, planned: Prepared, count: number): Promise<vscode.MarkdownString> {
  const facts = await factsOf(wish, planned, count);
  // With the style around it: all that is sent.
  const prompt = l10n.t('Prompt: {0}', close(visible(shorten(planned.order.calls[0]?.prompt ?? wish.prompt))));
  return new vscode.MarkdownString(`${escapeForMarkdown(facts.join('\n'))}\n\n${escapeForMarkdown(prompt)}`);
}

async function factsOf(wish: Wish, planned: Prepared, count: number): Promise<readonly string[]> {
  const { order, server, estimate, standIn } = planned;
  const { edit } = wish;
  const style = styleOf(wish);
  const references = edit ? edit.references : planned.references;
  // The answer is put back into the picture, which keeps its size.
  const part = order.notes.find(({ kind }) => kind === 'region');
  const size = part && planned.edit ? formatSize(planned.edit.record) : (order.calls[0]?.parameters.size ?? 'auto');
  return [
    standIn || !server
      ? l10n.t('Model: {0}, on this machine; nothing is sent', isolate(order.model.name))
      : l10n.t('Model: {0} at {1}', isolate(order.model.name), isolate(server.origin)),
    ...(edit ? [l10n.t('Picture: {0}', isolate(vscode.workspace.asRelativePath(edit.picture)))] : []),
    ...(edit?.coverage
      ? [part ? l10n.t('Only a part of it may change, and little more is sent') : l10n.t('Only a part of it may change')]
      : []),
    ...(references.length > 0
      ? [
          l10n.t(
            'Pictures that are sent along: {0}',
            references.map((uri) => isolate(vscode.workspace.asRelativePath(uri))).join(', '),
          ),
        ]
      : []),
    l10n.t('Size: {0}', sizeLabel(size)),
    l10n.t('Count: {0}', count),
    l10n.t('Cost: {0}', costOf(planned, estimate)),
    await fileFact(wish, planned, count),
    ...(style ? [l10n.t('Style: {0}', isolate(style.name))] : []),
    // Said above, of what is still to come.
    ...order.notes.filter((note) => note !== part).map(noteSentence),
  ];
}

function costOf({ server }: Prepared, estimate: Prepared['estimate']): string {
  if (!server || server.isFree) return costLabel({ kind: 'free' });
  return !estimate || estimate.kind === 'unknown' ? l10n.t('unknown') : costLabel(estimate);
}

/** The file of the first image: the next free name, as it is now. */
async function fileFact(wish: Wish, { filing, workspace, order }: Prepared, count: number): Promise<string> {
  if (!filing || !workspace) return l10n.t('File: in Easel’s own storage, because no folder is open');
  const { folder, name } = filing.place(namesOf(wish, empty).name, 1);
  const extension = filing.exact?.extension ?? extensionOf(formatOf(order));
  const fileOf = (n: number) => vscode.Uri.joinPath(workspace.uri, folder, `${numbered(name, n)}.${extension}`);
  let n = 1;
  while (await exists(fileOf(n))) n += 1;
  const file = isolate(vscode.workspace.asRelativePath(fileOf(n)));
  const taken = n > 1 ? isolate(nameOf(fileOf(1))) : undefined;
  if (count > 1) {
    return taken === undefined
      ? l10n.t('Files: {0} and {1} more beside it', file, count - 1)
      : l10n.t('Files: {0} and {1} more beside it, because {2} is there already', file, count - 1, taken);
  }
  return taken === undefined ? l10n.t('File: {0}', file) : l10n.t('File: {0}, because {1} is there already', file, taken);
}

/** What is asked for; a model that makes one format only is asked for none. */
function formatOf({ calls }: Order): 'png' | 'jpeg' | 'webp' {
  const format = calls[0]?.parameters.output_format;
  return format === 'jpeg' || format === 'webp' ? format : 'png';
}

/** Beginning and end, and how much lies between them. */
function shorten(prompt: string): string {
  const characters = [...prompt];
  const left = characters.length - PROMPT_BEGIN - PROMPT_END;
  if (left <= 0) return prompt;
  const [begin, end] = [characters.slice(0, PROMPT_BEGIN).join(''), characters.slice(-PROMPT_END).join('')];
  return l10n.t('{0} [… {1} more characters …] {2}', begin, left, end);
}

/** What emoji and some scripts are written with. */
const JOINERS = ['\u200C', '\u200D', '\uFE0E', '\uFE0F'];

/** With a sign for each character that cannot be seen, or turns others round: they are sent, too. */
function visible(text: string): string {
  return text.replace(/[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]/gu, (mark) =>
    JOINERS.includes(mark) ? mark : '\uFFFD',
  );
}
