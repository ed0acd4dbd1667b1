import * as vscode from 'vscode';
import { isolate } from '../../../core/bidi.ts';
import { placeAtCursor } from '../../documents/source.ts';
import type { Wish } from '../../generation/wish.ts';
import { nameOf } from '../../pictures/files.ts';
import { findOrigin, type Origin } from '../../provenance/origin.ts';
import { describeOrigin, isShownWhole } from '../../provenance/words.ts';
import { requireTrust } from '../../trust.ts';
import { chooseImages } from '../imageArguments.ts';
import { type CommandParts, registerCommand } from '../parts.ts';

const { l10n } = vscode;

/** `easel.whatMadeThis`: how an image was made, as far as Easel's record, the file or its sidecar say it. */
export function registerWhatMadeThis(parts: CommandParts): void {
  registerCommand('easel.whatMadeThis', parts, async (...given) => {
    const picture = (await chooseImages(given, parts.store))?.picture;
    if (!picture) return;
    const origin = await findOrigin(picture, parts.outside);
    if (origin) await showOrigin(picture, origin, parts);
    else {
      void vscode.window.showInformationMessage(
        l10n.t('Nothing is known about how {0} was made: neither the file nor Easel’s record says it.', isolate(nameOf(picture))),
      );
    }
  });
}

async function showOrigin(picture: vscode.Uri, origin: Origin, parts: CommandParts): Promise<void> {
  const again = l10n.t('Generate Again');
  const edit = l10n.t('Edit Prompt');
  const copy = l10n.t('Copy Prompt');
  const name = nameOf(picture);
  const picked = await vscode.window.showInformationMessage(
    l10n.t('What made {0}', isolate(name)),
    { modal: true, detail: describeOrigin(origin, name) },
    ...(vscode.workspace.isTrusted ? [again, edit] : []),
    copy,
  );
  if (picked === copy) await vscode.env.clipboard.writeText(origin.prompt);
  if (picked === again) await generateAgain(picture, origin, parts);
  if (picked === edit) await editPrompt(picture, origin, parts);
}

async function generateAgain(picture: vscode.Uri, origin: Origin, parts: CommandParts): Promise<void> {
  requireTrust();
  const wish = wishOf(picture, origin);
  // What nobody has seen whole is not sent, nor what was painted and is gone.
  if (!wish || isLost(origin) || !isShownWhole(origin.prompt)) return editPrompt(picture, origin, parts);
  await parts.generation.start(placeAtCursor(wish, parts.anchors));
}

async function editPrompt(picture: vscode.Uri, origin: Origin, parts: CommandParts): Promise<void> {
  requireTrust();
  const wish = wishOf(picture, origin);
  if (wish) {
    const reason = isLost(origin) ? l10n.t('It was made from another picture, and nobody knows any more from which.') : undefined;
    return parts.presenter.review({ wish, reason });
  }
  if (!origin.edit || origin.edit.kind === 'vary') return;
  const { kind: mode, picture: source, references = [] } = origin.edit;
  const { size: _, ...options } = origin.options ?? {};
  await parts.editing.open({
    mode,
    picture: vscode.Uri.parse(source),
    references: references.map((uri) => vscode.Uri.parse(uri)),
    prompt: origin.prompt,
    options,
  });
  parts.presenter.showEditor('prompt');
}

/** The picture that it was made from is in the record only. */
function isLost({ made, from }: Origin): boolean {
  return made === 'edited' && from !== 'record';
}

/** The same image once more; undefined where something was painted, which has to be looked at again. */
function wishOf(picture: vscode.Uri, { prompt, options, document, edit, from }: Origin): Wish | undefined {
  const wish = {
    prompt,
    // What another program calls a model is none that a server knows.
    options: options ? { ...options, count: 1 } : {},
    scope: from === 'record' && document !== undefined ? vscode.Uri.parse(document) : picture,
  };
  if (!edit) return wish;
  if (edit.kind !== 'vary') return undefined;
  const references = (edit.references ?? []).map((uri) => vscode.Uri.parse(uri));
  const { strength } = edit;
  const parts = { kind: edit.kind, picture: vscode.Uri.parse(edit.picture), references, region: 'whole' } as const;
  return { ...wish, edit: { ...parts, ...(strength && { strength }) } };
}
