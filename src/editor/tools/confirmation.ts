import * as vscode from 'vscode';
import { close, isolate } from '../../core/bidi.ts';
import { escapeForMarkdown } from '../../core/escape.ts';
import { extensionOf } from '../../core/fileType.ts';
import { numbered } from '../../core/naming.ts';
import { empty } from '../../core/session.ts';
import { formatSize } from '../../core/size.ts';
import { namesOf } from '../generation/names.ts';
import type { Prepared } from '../generation/prepare.ts';
import { styleOf, type Wish } from '../generation/wish.ts';
import { exists, nameOf } from '../pictures/files.ts';
import { costLabel, countLabel, sizeLabel } from '../words/labels.ts';
import { noteSentence } from '../words/notes.ts';

const { l10n } = vscode;

/** Characters of a prompt that are shown whole. */
const PROMPT_SHOWN = 2000;

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
  const prompt = l10n.t('Prompt: {0}', close(shorten(wish.prompt)));
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
async function fileFact(wish: Wish, { filing, workspace, options }: Prepared, count: number): Promise<string> {
  if (!filing || !workspace) return l10n.t('File: in Easel’s own storage, because no folder is open');
  const { folder, name } = filing.place(namesOf(wish, empty).name, 1);
  const extension = filing.exact?.extension ?? extensionOf(readFormat(options.outputFormat));
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

function readFormat(format: string): 'png' | 'jpeg' | 'webp' {
  return format === 'jpeg' || format === 'webp' ? format : 'png';
}

function shorten(prompt: string): string {
  if (prompt.length <= PROMPT_SHOWN) return prompt;
  return l10n.t('{0} … and {1} more characters', prompt.slice(0, PROMPT_SHOWN), prompt.length - PROMPT_SHOWN);
}
