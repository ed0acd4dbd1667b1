import * as vscode from 'vscode';
import { isolate } from '../../core/bidi.ts';
import { escapeForMarkdown } from '../../core/escape.ts';
import { extensionOf } from '../../core/fileType.ts';
import { numbered } from '../../core/naming.ts';
import { empty } from '../../core/session.ts';
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
  if (!edit) return count === 1 ? l10n.t('Generate an image?') : l10n.t('Generate {0} images?', count);
  const name = isolate(nameOf(edit.picture));
  if (edit.kind !== 'vary') return l10n.t('Edit {0}?', name);
  return count === 1 ? l10n.t('Make a variation of {0}?', name) : l10n.t('Make {0} variations of {1}?', count, name);
}

function progressOf({ edit }: Wish, { order }: Prepared, count: number): string {
  const model = isolate(order.model.name);
  return edit
    ? l10n.t('Making {0} from {1} with {2}', countLabel(count), isolate(nameOf(edit.picture)), model)
    : l10n.t('Making {0} with {1}', countLabel(count), model);
}

async function messageFor(wish: Wish, planned: Prepared, count: number): Promise<vscode.MarkdownString> {
  const message = new vscode.MarkdownString();
  // Nothing in it is a link, whatever an agent has written into its prompt.
  message.appendCodeblock(shorten(wish.prompt), 'text');
  const facts = await factsOf(wish, planned, count);
  message.appendMarkdown(facts.map((fact) => `- ${escapeForMarkdown(fact)}`).join('\n'));
  return message;
}

async function factsOf(wish: Wish, planned: Prepared, count: number): Promise<readonly string[]> {
  const { order, server, estimate, standIn } = planned;
  const { edit } = wish;
  const style = styleOf(wish);
  const references = edit ? edit.references : planned.references;
  const size = sizeLabel(order.calls[0]?.parameters.size ?? 'auto');
  return [
    standIn || !server
      ? l10n.t('Model: {0}, on this machine; nothing is sent', isolate(order.model.name))
      : l10n.t('Model: {0} at {1}', isolate(order.model.name), isolate(server.origin)),
    ...(edit ? [l10n.t('Picture: {0}', isolate(vscode.workspace.asRelativePath(edit.picture)))] : []),
    ...(edit?.coverage ? [l10n.t('Only a part of it may change')] : []),
    ...(references.length > 0
      ? [
          l10n.t(
            'Pictures that are sent along: {0}',
            references.map((uri) => isolate(vscode.workspace.asRelativePath(uri))).join(', '),
          ),
        ]
      : []),
    l10n.t('Size: {0}', size),
    l10n.t('Count: {0}', count),
    l10n.t('Cost: {0}', costOf(planned, estimate)),
    await fileFact(wish, planned),
    ...(style ? [l10n.t('Style: {0}', isolate(style.name))] : []),
    ...order.notes.map(noteSentence),
  ];
}

function costOf({ server }: Prepared, estimate: Prepared['estimate']): string {
  if (!server || server.isFree) return costLabel({ kind: 'free' });
  return costLabel(estimate ?? { kind: 'unknown' });
}

/** The file of the first image: the next free name, as it is now. */
async function fileFact(wish: Wish, { filing, workspace, options }: Prepared): Promise<string> {
  if (!filing || !workspace) return l10n.t('File: in Easel’s own storage, because no folder is open');
  const { folder, name } = filing.place(namesOf(wish, empty).name, 1);
  const extension = filing.exact?.extension ?? extensionOf(readFormat(options.outputFormat));
  const fileOf = (n: number) => vscode.Uri.joinPath(workspace.uri, folder, `${numbered(name, n)}.${extension}`);
  let n = 1;
  while (await exists(fileOf(n))) n += 1;
  const file = isolate(vscode.workspace.asRelativePath(fileOf(n)));
  if (n === 1) return l10n.t('File: {0}', file);
  return l10n.t('File: {0}, because {1} is there already', file, isolate(nameOf(fileOf(1))));
}

function readFormat(format: string): 'png' | 'jpeg' | 'webp' {
  return format === 'jpeg' || format === 'webp' ? format : 'png';
}

function shorten(prompt: string): string {
  if (prompt.length <= PROMPT_SHOWN) return prompt;
  return l10n.t('{0} … and {1} more characters', prompt.slice(0, PROMPT_SHOWN), prompt.length - PROMPT_SHOWN);
}
